import { customer } from "@kehu/core";
import { type TestCrm, testCrm } from "@kehu/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startOf, yuan } from "../../test/moments.js";
import { insurance } from "../insurance.js";
import { policy } from "../policy/policy.js";
import { product } from "../policy/product.js";
import { premiumReceipt } from "./premium-receipt.js";
import { reverseReceipt } from "./reverse-receipt.js";
import { takePayment } from "./take-payment.js";

/** The longest numbers that may be given, alike but for their last character. */
const alike = (last: string, length: number): string => `${"2024-SHANGHAI-PUDONG-000".padEnd(length - 1, "0")}${last}`;
let world: TestCrm;
beforeAll(async () => {
  world = await testCrm({ packs: [insurance], now: "2026-02-20T04:00:00.000Z" });
  const { id: holderId } = await world.system.create(customer, { kind: "person", displayName: "王芳" });
  const nonForfeiture = [{ year: 1, cashValuePerMille: 500, paidUpPerMille: 0, extendedTermDays: 0 }];
  const { id: productId } = await world.system.create(product, { code: "L", name: "终身寿险", nonForfeiture });
  for (const last of ["A", "B"]) {
    const policyNumber = alike(last, 32);
    const terms = { policyNumber, holderId, insuredId: holderId, productId, sumAssured: yuan(100_000), premium: yuan(1_000) };
    const due = { premiumFrequency: "annual", effectiveOn: "2024-03-01", paidToOn: "2026-03-01" } as const;
    await world.system.adopt(
      policy,
      { ...terms, ...due, nonForfeiture: "automaticPremiumLoan" },
      { state: "inForce", asOf: "2026-02-20", since: startOf("2024-03-01"), source: policyNumber },
    );
  }
});
afterAll(() => world.close());
const numbers = async () =>
  (await world.system.find(premiumReceipt, { sort: "receiptNumber", select: ["receiptNumber"], limit: 100 })).items.map(
    ({ receiptNumber }) => receiptNumber,
  );

describe("receipts that are numbered by themselves", () => {
  it("have numbers of their own, however alike those of the policies are, also for a second loan on the same premium", async () => {
    await world.clock.advance({ until: "2026-05-05" });
    const [one = "", other = "", ...more] = await numbers();
    expect([one.slice(0, 47), other.slice(0, 47), more]).toEqual([
      `APL-${alike("A", 32)}-2026-03-01`,
      `APL-${alike("B", 32)}-2026-03-01`,
      [],
    ]);
    const manager = await world.as("insurance/manager");
    await manager.call(reverseReceipt, { receiptNumber: one, reason: "Entered on the wrong policy" });
    await world.clock.advance("P1D");
    const after = await numbers();
    expect([new Set(after).size, after.filter((number) => number.startsWith(one.slice(0, 47))).length]).toEqual([3, 2]);
  });

  it("follow the number of a payment without cutting it", async () => {
    const cashier = await world.as("insurance/manager");
    const [first, second] = [alike("X", 40), alike("Y", 40)];
    const given = { policyNumber: alike("B", 32), method: "cash" } as const;
    await cashier.call(takePayment, { ...given, receiptNumber: first, amount: yuan(500), paidOn: "2026-05-01" });
    await cashier.call(takePayment, { ...given, receiptNumber: second, amount: yuan(1_500), paidOn: "2026-05-02" });
    expect(await numbers()).toContain(second);
    await expect(
      cashier.call(takePayment, { ...given, receiptNumber: `${second}Z`, amount: yuan(1), paidOn: "2026-05-02" }),
    ).rejects.toMatchObject({ code: "crm/invalid-input" });
  });
});
