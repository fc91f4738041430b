import { customer } from "@kehu/core";
import { type TestCrm, testCrm } from "@kehu/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startOf, yuan } from "../../test/moments.js";
import { insurance } from "../insurance.js";
import { policy } from "../policy/policy.js";
import { policyLifecycle } from "../policy/policy-lifecycle.js";
import { product } from "../policy/product.js";
import { expiryDesk } from "./expiry-desk.js";
import { recordRenewalCall } from "./record-renewal-call.js";
import { renewalDesk } from "./renewal-desk.js";

const today = "2025-12-01";
describe("expiryDesk", () => {
  let world: TestCrm;
  beforeAll(async () => {
    world = await testCrm({ packs: [insurance], now: `${today}T04:00:00.000Z` });
  });
  afterAll(() => world.close());

  it("lists whose cover ends, until another policy follows it, and premiums that are due apart", async () => {
    const { system } = world;
    const desk = await world.as("insurance/service-desk");
    const { id: holderId } = await system.create(customer, { kind: "person", displayName: "王芳" });
    const { id: productId } = await system.create(product, { code: "M", name: "车损险", line: "motor" });
    const terms = { holderId, insuredId: holderId, productId, sumAssured: yuan(50_000), premium: yuan(3_000) } as const;
    const year = { ...terms, premiumFrequency: "annual", effectiveOn: "2025-01-01" } as const;
    const adopt = (policyNumber: string, expiresOn: string | undefined, paidToOn: string) =>
      system.adopt(
        policy,
        { ...year, policyNumber, paidToOn, ...(expiresOn !== undefined && { expiresOn }) },
        { state: "inForce", asOf: today, since: startOf("2025-01-01"), source: policyNumber },
      );
    const { id: first } = await adopt("M-1", "2025-12-31", "2026-01-01");
    await adopt("M-2", "2025-12-08", "2025-12-09");
    await adopt("M-3", "2026-03-31", "2026-04-01");
    const { id: forLife } = await adopt("L-1", undefined, "2025-12-20");
    const listed = async (withinDays = 30) => {
      const { rows } = await desk.call(expiryDesk, { withinDays, limit: 10 });
      return rows.map(({ policyNumber, step, line, lastOutcome }) => [policyNumber, step, line, lastOutcome]);
    };
    expect(await listed()).toEqual([
      ["M-2", 7, "motor", undefined],
      ["M-1", 30, "motor", undefined],
    ]);
    expect([await listed(6), (await listed(120)).map(([number]) => number)]).toEqual([[], ["M-2", "M-1", "M-3"]]);
    await desk.call(recordRenewalCall, { policyNumber: "M-1", channel: "phone", result: "wantsHelp" });
    expect((await listed())[1]).toEqual(["M-1", 30, "motor", "wantsHelp"]);
    const { rows } = await desk.call(renewalDesk, { withinDays: 60, limit: 10 });
    expect(rows.map(({ policyId }) => policyId)).toEqual([forLife]);

    const manager = await world.as("insurance/manager");
    const next = { ...year, effectiveOn: "2026-01-01", expiresOn: "2026-12-31", renewsId: first };
    const { id: follower } = await manager.create(policy, { ...next, policyNumber: "M-1/26" });
    expect((await listed()).map(([number]) => number)).toEqual(["M-2"]);
    await manager.apply(policyLifecycle.withdraw, follower);
    expect((await listed()).map(([number]) => number)).toEqual(["M-2", "M-1"]);

    const pages = [];
    for (let after: string | undefined; pages.length < 5; ) {
      const page = await desk.call(expiryDesk, { withinDays: 120, limit: 2, ...(after !== undefined && { after }) });
      pages.push(page.rows.map(({ policyNumber }) => policyNumber));
      after = page.next;
      if (after === undefined) break;
    }
    expect(pages).toEqual([["M-2", "M-1"], ["M-3"]]);
  });
});
