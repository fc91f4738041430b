import { customer, type Money } from "@kehu/core";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { MemoryWork } from "../../test/memory-work.js";
import { aCustomer, aPolicy, aProduct, calendar, endOf, inGrace, lapsed, startOf, yuan } from "../../test/moments.js";
import { policy } from "../policy/policy.js";
import { product } from "../policy/product.js";
import { premiumCredit } from "./premium-credit.js";
import { premiumReceipt } from "./premium-receipt.js";
import { splitPayment } from "./premium-schedule.js";
import { reverseReceipt } from "./reverse-receipt.js";
import { takePayment } from "./take-payment.js";

function book(record = inGrace(), today = "2026-03-25"): MemoryWork {
  const memory = new MemoryWork(today);
  memory.add(product, aProduct());
  memory.add(policy, record);
  memory.add(customer, aCustomer("customer_insured"));
  return memory;
}
const take = (memory: MemoryWork, receiptNumber: string, amount: object, paidOn = "2026-03-20") =>
  memory.run(takePayment, { policyNumber: "P1", receiptNumber, amount, paidOn, method: "cash" });
const reverse = (memory: MemoryWork, receiptNumber: string) => memory.run(reverseReceipt, { receiptNumber, reason: "It bounced" });
const held = (memory: MemoryWork) =>
  memory.all(premiumCredit, { state: "held" }).map((each) => [each["paymentReference"], (each["amount"] as Money).amountMinor / 100]);
const posted = (memory: MemoryWork) => memory.all(premiumReceipt, { state: "posted" });

describe("takePayment", () => {
  it("holds what is too little, and pays with it when the rest comes", async () => {
    const memory = book();
    expect(await take(memory, "T1", yuan(400))).toEqual({ receiptIds: [], held: yuan(400) });
    expect(memory.row("policy_1").state).toBe("grace");
    expect(await take(memory, "T2", yuan(300))).toMatchObject({ held: yuan(700) });
    expect(held(memory)).toEqual([
      ["T1", 400],
      ["T2", 300],
    ]);
    const { receiptIds, held: left } = await take(memory, "T3", yuan(350));
    expect(left).toEqual(yuan(50));
    expect(receiptIds.map((id) => memory.row(id))).toMatchObject([
      { receiptNumber: "T3", amount: yuan(1_000), periodFrom: "2026-03-01", paidToOn: "2027-03-01" },
    ]);
    expect(memory.row("policy_1")).toMatchObject({ state: "inForce", paidToOn: "2027-03-01" });
    expect(held(memory)).toEqual([["T3", 50]]);
    expect(memory.all(premiumCredit, { state: "applied" })).toHaveLength(3);
  });

  it("holds what is more than all that is due", async () => {
    const memory = book(inGrace({ premiumsUntilOn: "2027-03-01" }));
    expect(await take(memory, "T1", yuan(2_500))).toMatchObject({ held: yuan(1_500) });
    expect(posted(memory)).toMatchObject([{ amount: yuan(1_000) }]);
    expect(memory.all(premiumCredit, { state: "held" })).toMatchObject([{ reason: "overpaid", amount: yuan(1_500) }]);
  });

  it("pays exactly, and holds nothing", async () => {
    const memory = book();
    expect(await take(memory, "T1", yuan(1_000))).toMatchObject({ held: yuan(0) });
    expect(held(memory)).toEqual([]);
  });

  it("pays on the day on which the due became full, whichever part was entered last", async () => {
    const later = ["T1", yuan(400), "2026-03-22"] as const;
    const earlier = ["T2", yuan(600), "2026-03-05"] as const;
    for (const parts of [
      [later, earlier],
      [earlier, later],
    ]) {
      const memory = book();
      for (const [receiptNumber, amount, paidOn] of parts) await take(memory, receiptNumber, amount, paidOn);
      expect(posted(memory)).toMatchObject([{ paidOn: "2026-03-22" }]);
      expect(memory.row("policy_1")).toMatchObject({ state: "inForce", since: startOf("2026-03-22") });
    }
  });

  it("is too late where a due became full after the grace period, though its first part came within it", async () => {
    const memory = book(lapsed(), "2026-05-20");
    await take(memory, "T1", yuan(999), "2026-04-01");
    await expect(take(memory, "T2", yuan(1), "2026-05-01")).rejects.toMatchObject({ code: "insurance/paid-after-lapse" });
    await take(memory, "T3", yuan(1), "2026-04-30");
    expect(memory.row("policy_1")).toMatchObject({ state: "inForce", since: startOf("2026-04-30") });
  });

  it("gives premiums that became full on different days receipts of their own", async () => {
    const memory = book();
    await take(memory, "T1", yuan(400), "2026-03-22");
    await take(memory, "T2", yuan(1_700), "2026-03-05");
    expect(posted(memory)).toMatchObject([
      { receiptNumber: "T2", paidOn: "2026-03-05", paidToOn: "2027-03-01" },
      { receiptNumber: "T2/2", paidOn: "2026-03-22", paidToOn: "2028-03-01" },
    ]);
    expect(held(memory)).toEqual([["T1", 100]]);
    // the whole payment comes back, with both premiums; the other part is held
    await reverse(memory, "T2");
    expect(posted(memory)).toEqual([]);
    expect(memory.row("policy_1")).toMatchObject({ state: "grace", paidToOn: "2026-03-01" });
    expect(held(memory).toSorted()).toEqual([
      ["T1", 100],
      ["T1", 300],
    ]);
  });

  it("takes something, in the currency of the policy, each number once", async () => {
    await expect(take(book(), "T1", yuan(0))).rejects.toMatchObject({ code: "insurance/amount-not-positive" });
    await expect(take(book(), "T1", { amountMinor: 1, currency: "USD" })).rejects.toMatchObject({ code: "insurance/currencies-differ" });
    for (const first of [400, 1_000]) {
      const memory = book();
      await take(memory, "T1", yuan(first));
      await expect(take(memory, "T1", yuan(10))).rejects.toMatchObject({ code: "insurance/receipt-number-taken" });
      await reverse(memory, "T1");
      await expect(take(memory, "T1", yuan(10))).rejects.toMatchObject({ code: "insurance/receipt-number-taken" });
    }
  });
});

describe("reverseReceipt of a payment in parts", () => {
  async function completed(): Promise<MemoryWork> {
    const memory = book();
    await take(memory, "T1", yuan(400));
    await take(memory, "T2", yuan(300));
    await take(memory, "T3", yuan(350));
    return memory;
  }

  it("lets the due be open again where the payment that completed it bounced, and holds the parts", async () => {
    const memory = await completed();
    await reverse(memory, "T3");
    expect(memory.row("policy_1")).toMatchObject({ state: "grace", paidToOn: "2026-03-01", since: endOf("2026-03-01") });
    expect(posted(memory)).toEqual([]);
    expect(held(memory)).toEqual([
      ["T1", 400],
      ["T2", 300],
    ]);
    await take(memory, "T4", yuan(300));
    expect(posted(memory)).toMatchObject([{ receiptNumber: "T4", paidToOn: "2027-03-01" }]);
    expect(held(memory)).toEqual([]);
  });

  it("lets it be open again where an earlier part bounced, and holds what the others gave", async () => {
    const memory = await completed();
    await reverse(memory, "T1");
    expect(memory.row("policy_1")).toMatchObject({ state: "grace", paidToOn: "2026-03-01" });
    expect(held(memory).toSorted()).toEqual([
      ["T2", 300],
      ["T3", 300],
      ["T3", 50],
    ]);
    // what is left of the third bounces, too, though its receipt is reversed already
    await reverse(memory, "T3");
    expect(held(memory)).toEqual([["T2", 300]]);
    await expect(reverse(memory, "T3")).rejects.toMatchObject({ code: "insurance/unknown-receipt" });
  });

  it("takes back a part that is only held", async () => {
    const memory = book();
    await take(memory, "T1", yuan(400));
    expect(await reverse(memory, "T1")).toEqual({ receiptIds: [] });
    expect(held(memory)).toEqual([]);
  });

  it("leaves a receipt that happens to carry the number and has nothing of the payment", async () => {
    const memory = book(inGrace({ premiumsUntilOn: "2026-03-02" }));
    await take(memory, "T1", yuan(2_500));
    expect(held(memory)).toEqual([["T1", 1_500]]);
    memory.rows.set("policy_1", { ...memory.row("policy_1"), premiumsUntilOn: "2030-03-01", paidToOn: "2027-03-01" } as never);
    await take(memory, "T2", yuan(10));
    expect(posted(memory).map((each) => each["receiptNumber"])).toEqual(["T1", "T2"]);
    await reverse(memory, "T2");
    expect(posted(memory).map((each) => each["receiptNumber"])).toEqual(["T1", "T2"]);
  });

  it("loses no money, whatever comes in and comes back", async () => {
    const step = fc.oneof(
      fc.record({ pays: fc.integer({ min: 1, max: 2_500 }), on: fc.integer({ min: 10, max: 25 }) }),
      fc.record({ back: fc.nat(9) }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 10 }), async (steps) => {
        const memory = book();
        const stands = new Map<string, number>();
        for (const [index, each] of steps.entries())
          if ("pays" in each) {
            await take(memory, `T${index}`, yuan(each.pays), `2026-03-${each.on}`);
            stands.set(`T${index}`, each.pays);
          } else if (await succeeds(reverse(memory, `T${each.back}`))) stands.delete(`T${each.back}`);
        const minorOf = (rows: readonly object[]) =>
          rows.reduce((total, row) => total + (row as { amount: Money }).amount.amountMinor / 100, 0);
        const applied = minorOf(memory.all(premiumCredit, { state: "applied" }));
        expect(minorOf(posted(memory))).toBe(applied);
        expect(applied + minorOf(memory.all(premiumCredit, { state: "held" }))).toBe([...stands.values()].reduce((a, b) => a + b, 0));
        const paidTo = posted(memory).map((each) => String(each["paidToOn"]));
        expect(memory.row("policy_1")["paidToOn"]).toBe(paidTo.toSorted().at(-1) ?? "2026-03-01");
      }),
      { numRuns: 200 },
    );
  });
});

const succeeds = (work: Promise<unknown>): Promise<boolean> =>
  work.then(
    () => true,
    () => false,
  );

describe("splitPayment", () => {
  it("loses nothing", () => {
    const policy = aPolicy({ premiumsUntilOn: "2028-03-01" });
    for (const amountMinor of [0, 99_999, 100_000, 250_001, Number.MAX_SAFE_INTEGER]) {
      const { instalments, restMinor } = splitPayment(policy, amountMinor, { calendar });
      expect(instalments * 100_000 + restMinor).toBe(amountMinor);
      expect(instalments).toBeLessThanOrEqual(2);
    }
    expect(splitPayment(policy, 250_001, { calendar })).toEqual({ instalments: 2, restMinor: 50_001, paidToOn: "2028-03-01" });
    expect(splitPayment(aPolicy(), Number.MAX_SAFE_INTEGER, { calendar }).instalments).toBe(1200);
  });
});
