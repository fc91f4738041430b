import { customer } from "@kehu/core";
import { type TestCrm, testCrm } from "@kehu/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startOf, yuan } from "../../test/moments.js";
import { insurance } from "../insurance.js";
import { policy } from "../policy/policy.js";
import { product } from "../policy/product.js";
import { recordRenewalCall } from "./record-renewal-call.js";
import { renewalDesk } from "./renewal-desk.js";

describe("renewalDesk", () => {
  let world: TestCrm;
  beforeAll(async () => {
    world = await testCrm({ packs: [insurance], now: "2026-02-10T04:00:00.000Z" });
  });
  afterAll(() => world.close());

  it("lets wait who promised until the day that was promised, and calls then as if nothing had been said", async () => {
    const { system } = world;
    const desk = await world.as("insurance/service-desk");
    const { id: holderId } = await system.create(customer, { kind: "person", displayName: "王芳" });
    const { id: productId } = await system.create(product, { code: "L", name: "终身寿险" });
    const terms = { holderId, insuredId: holderId, productId, sumAssured: yuan(1_000), premium: yuan(120) };
    for (const [policyNumber, paidToOn] of [
      ["P-1", "2026-03-01"],
      ["P-2", "2026-03-02"],
    ] as const)
      await system.adopt(
        policy,
        { ...terms, policyNumber, premiumFrequency: "annual", effectiveOn: "2025-03-01", paidToOn },
        { state: "inForce", asOf: "2026-02-10", since: startOf("2025-03-01"), source: policyNumber },
      );
    const order = async () => (await desk.call(renewalDesk, { withinDays: 30, limit: 50 })).rows.map(({ policyNumber }) => policyNumber);
    expect(await order()).toEqual(["P-1", "P-2"]);
    await desk.call(recordRenewalCall, { policyNumber: "P-1", channel: "phone", result: "promised", payBy: "2026-02-20T04:00:00.000Z" });
    expect(await order()).toEqual(["P-2", "P-1"]);
    await world.clock.advance({ until: "2026-02-21" });
    expect(await order()).toEqual(["P-1", "P-2"]);
    await desk.call(recordRenewalCall, { policyNumber: "P-1", channel: "phone", result: "alreadyPaid" });
    expect(await order()).toEqual(["P-2", "P-1"]);
    await world.clock.advance("P8D");
    expect(await order()).toEqual(["P-1", "P-2"]);
  });
});
