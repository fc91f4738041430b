import { customer } from "@kehu/core";
import { describe, expect, it } from "vitest";
import { MemoryWork } from "../../test/memory-work.js";
import { aCustomer, aPolicy, aProduct, calendar, inGrace, yuan } from "../../test/moments.js";
import { policy } from "../policy/policy.js";
import { product } from "../policy/product.js";
import { premiumCredit } from "./premium-credit.js";
import { premiumReceipt } from "./premium-receipt.js";
import { splitPayment } from "./premium-schedule.js";
import { takePayment } from "./take-payment.js";

function book(record = inGrace()): MemoryWork {
  const memory = new MemoryWork("2026-03-25");
  memory.add(product, aProduct());
  memory.add(policy, record);
  memory.add(customer, aCustomer("customer_insured"));
  return memory;
}
let number = 0;
const take = (memory: MemoryWork, amount: object) =>
  takePayment.run(memory.work, {
    policyNumber: "P1",
    receiptNumber: `T${++number}`,
    amount,
    paidOn: "2026-03-20",
    method: "cash",
  } as never);
const held = (memory: MemoryWork) => memory.all(premiumCredit, { state: "held" }).map((each) => each["amount"]);

describe("takePayment", () => {
  it("holds what is too little, and pays with it when the rest comes", async () => {
    const memory = book();
    expect(await take(memory, yuan(400))).toMatchObject({ held: yuan(400) });
    expect(memory.row("policy_1").state).toBe("grace");
    expect(await take(memory, yuan(300))).toMatchObject({ held: yuan(700) });
    expect(held(memory)).toEqual([yuan(400), yuan(300)]);
    const { receiptId, held: left } = await take(memory, yuan(350));
    expect(left).toEqual(yuan(50));
    expect(memory.row(receiptId ?? "")).toMatchObject({ amount: yuan(1_000), periodFrom: "2026-03-01", paidToOn: "2027-03-01" });
    expect(memory.row("policy_1")).toMatchObject({ state: "inForce", paidToOn: "2027-03-01" });
    expect(held(memory)).toEqual([yuan(50)]);
    expect(memory.all(premiumCredit, { state: "applied" })).toHaveLength(2);
  });

  it("holds what is more than all that is due", async () => {
    const memory = book(inGrace({ premiumsUntilOn: "2027-03-01" }));
    expect(await take(memory, yuan(2_500))).toMatchObject({ held: yuan(1_500) });
    expect(memory.all(premiumReceipt)).toMatchObject([{ amount: yuan(1_000) }]);
    expect(memory.all(premiumCredit)).toMatchObject([{ reason: "overpaid", amount: yuan(1_500) }]);
  });

  it("pays exactly, and holds nothing", async () => {
    const memory = book();
    expect(await take(memory, yuan(1_000))).not.toHaveProperty("creditId");
    expect(held(memory)).toEqual([]);
  });

  it("takes something, in the currency of the policy", async () => {
    await expect(take(book(), yuan(0))).rejects.toMatchObject({ code: "insurance/amount-not-positive" });
    await expect(take(book(), { amountMinor: 1, currency: "USD" })).rejects.toMatchObject({ code: "insurance/currencies-differ" });
  });
});

describe("splitPayment", () => {
  it("loses nothing", () => {
    const policy = aPolicy({ premiumsUntilOn: "2028-03-01" });
    for (const amountMinor of [0, 99_999, 100_000, 250_001, Number.MAX_SAFE_INTEGER]) {
      const { instalments, restMinor } = splitPayment(policy, amountMinor, calendar);
      expect(instalments * 100_000 + restMinor).toBe(amountMinor);
      expect(instalments).toBeLessThanOrEqual(2);
    }
    expect(splitPayment(policy, 250_001, calendar)).toEqual({ instalments: 2, restMinor: 50_001, paidToOn: "2028-03-01" });
    expect(splitPayment(aPolicy(), Number.MAX_SAFE_INTEGER, calendar).instalments).toBe(1200);
  });
});
