import { customer } from "@kehu/core";
import { testCrm } from "@kehu/testing";
import { expect, it } from "vitest";
import { startOf, yuan } from "../../test/moments.js";
import { insurance } from "../insurance.js";
import { type Policy, policy } from "../policy/policy.js";
import { product } from "../policy/product.js";
import { placementFigure } from "./placement-figure.js";

it("placementFigure counts a policy once its free look is over, from the signed receipt or some days after its conclusion", async () => {
  const today = "2026-03-31";
  const world = await testCrm({ packs: [insurance], now: `${today}T04:00:00.000Z` });
  const { id: holderId } = await world.system.create(customer, { kind: "person", displayName: "王芳" });
  const life = await world.system.create(product, { code: "L", name: "终身寿险" });
  const patient = await world.system.create(product, { code: "P", name: "年金保险", coolingOffDays: 20 });
  const add = (policyNumber: string, changes: Partial<Policy>, state: Policy["state"] = "inForce") =>
    world.system.adopt(
      policy,
      {
        policyNumber,
        holderId,
        insuredId: holderId,
        productId: life.id,
        sumAssured: yuan(100_000),
        premium: yuan(1_000),
        premiumFrequency: "annual",
        effectiveOn: "2026-02-10",
        submittedOn: "2026-02-02",
        ...changes,
      },
      { state, asOf: today, since: startOf("2026-02-10"), source: policyNumber },
    );
  // fifteen days from the receipt, and from thirty days after the conclusion
  await add("open-1", { receiptSignedOn: "2026-03-16" });
  await add("over-1", { receiptSignedOn: "2026-03-15" });
  await add("open-2", { issuedOn: "2026-02-14" }, "paidUp");
  await add("over-2", { issuedOn: "2026-02-13" }, "paidUp");
  await add("open-3", { receiptSignedOn: "2026-03-11", productId: patient.id });
  await add("open-4", { effectiveOn: "2026-02-14" });
  await add("undone", { receiptSignedOn: "2026-03-16", endedOn: "2026-03-20", endReason: "freeLook" }, "freeLookCancelled");
  await add("declined", { endedOn: "2026-02-20", endReason: "declined" }, "declined");
  const manager = await world.as("insurance/manager");
  const figure = await manager.call(placementFigure, { from: "2026-02-01", until: "2026-02-28" });
  expect(figure).toMatchObject({ numerator: 2, denominator: 4, value: 0.5 });
  await world.close();
});
