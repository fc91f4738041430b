import { customer, task } from "@kehu/core";
import { describe, expect, it } from "vitest";
import { MemoryWork } from "../../test/memory-work.js";
import { aCustomer, aLoan, aPolicy, aProduct, aReceipt, endOf, inGrace, lapsed, startOf, yuan } from "../../test/moments.js";
import { policyLoan } from "../loan/policy-loan.js";
import { formerSum } from "../policy/former-sum.js";
import { overStates, type Policy, policy } from "../policy/policy.js";
import { policyReinstatement } from "../policy/policy-reinstatement.js";
import { product } from "../policy/product.js";
import { payPremium } from "./pay-premium.js";
import { premiumCredit } from "./premium-credit.js";
import { premiumReceipt } from "./premium-receipt.js";
import { reverseReceipt } from "./reverse-receipt.js";
import { takePayment } from "./take-payment.js";

/** A policy whose receipt R1 paid the year from 2025-03-01 on. */
function book(record: Policy, today = "2026-05-10"): MemoryWork {
  const memory = new MemoryWork(today);
  memory.add(product, aProduct());
  memory.add(policy, record);
  memory.add(premiumReceipt, aReceipt());
  memory.add(customer, aCustomer("customer_insured"));
  return memory;
}
const payment = (paidOn: string, amount: number) => ({
  policyNumber: "P1",
  receiptNumber: "R2",
  amount: yuan(amount),
  paidOn,
  method: "cash",
});
const pay = (memory: MemoryWork, paidOn = "2026-04-20") => memory.run(payPremium, payment(paidOn, 1_000));
const take = (memory: MemoryWork, paidOn = "2026-04-20", amount = 100) => memory.run(takePayment, payment(paidOn, amount));
const reverse = (memory: MemoryWork) => memory.run(reverseReceipt, { receiptNumber: "R1", reason: "It bounced" });
const code = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => "done",
    ({ code }: { readonly code: string }) => code,
  );
const since = { since: endOf("2026-04-30"), origin: { state: "grace" as const, since: endOf("2026-03-01") } };

describe("a payment that no premium waits for", () => {
  it.each(overStates)("is refused, whole or in part, on a policy that is %s", async (state) => {
    const over = aPolicy({ state, endedOn: "2026-04-30" });
    expect([await code(pay(book(over))), await code(take(book(over)))]).toEqual(Array(2).fill("insurance/premium-after-end"));
    expect(book(over).all(premiumCredit)).toEqual([]);
  });

  it.each(["quoted", "deferred"] as const)("is refused on a policy that is %s", async (state) => {
    expect([await code(pay(book(aPolicy({ state })))), await code(take(book(aPolicy({ state }))))]).toEqual(
      Array(2).fill("insurance/premium-not-taken"),
    );
  });

  it("is taken during a waiver and after a death for what was due before, and for nothing else", async () => {
    const waived = aPolicy({ state: "premiumWaived", waivedFromOn: "2026-03-02" });
    const memory = book(waived);
    await pay(memory);
    expect(memory.row("policy_1")).toMatchObject({ state: "premiumWaived", paidToOn: "2027-03-01" });
    expect(await code(take(book({ ...waived, waivedFromOn: "2026-03-01" })))).toBe("insurance/premium-not-taken");
    const died = aPolicy({ state: "deathClaimPending", diedOn: "2026-03-01" });
    expect([await code(pay(book(died))), await code(take(book(died)))]).toEqual(["done", "done"]);
    expect(await code(take(book({ ...died, diedOn: "2026-02-28" })))).toBe("insurance/premium-not-taken");
  });

  it("was made before a loan paid the premium: it is the repayment of that", async () => {
    const lent = aPolicy({ paidToOn: "2027-03-01" });
    const withLoan = (grantedOn: string, kind: "automaticPremium" | "requested" = "automaticPremium") => {
      const memory = book(lent);
      memory.add(policyLoan, aLoan(grantedOn, { kind }));
      return memory;
    };
    expect([await code(pay(withLoan("2026-04-30"))), await code(take(withLoan("2026-04-30")))]).toEqual(
      Array(2).fill("insurance/paid-before-loan"),
    );
    expect([await code(take(withLoan("2026-04-19"))), await code(take(withLoan("2026-04-30", "requested")))]).toEqual(["done", "done"]);
  });
});

describe("a payment from within the grace period that is found after an option took its place", () => {
  it("undoes the option, with the sum and the term as they were", async () => {
    const reduced = book(aPolicy({ state: "reducedPaidUp", sumAssured: yuan(20_000), ...since }));
    reduced.create(formerSum, { policyId: "policy_1", sumAssured: yuan(130_000), untilOn: "2025-01-01" });
    reduced.create(formerSum, { policyId: "policy_1", sumAssured: yuan(100_000), untilOn: "2026-04-30" });
    await pay(reduced);
    expect(reduced.row("policy_1")).toMatchObject({
      state: "inForce",
      sumAssured: yuan(100_000),
      paidToOn: "2027-03-01",
      since: startOf("2026-04-20"),
    });
    const extended = book(aPolicy({ state: "extendedTerm", extendedUntilOn: "2030-01-01", ...since }));
    await pay(extended);
    expect(extended.row("policy_1")).toMatchObject({ state: "inForce", sumAssured: yuan(100_000) });
    expect(extended.row("policy_1")["extendedUntilOn"]).toBeUndefined();
  });

  it("comes too late after the grace, and after its holder has chosen the option", async () => {
    const reduced = aPolicy({ state: "reducedPaidUp", ...since });
    expect([await code(pay(book(reduced), "2026-05-01")), await code(take(book(reduced), "2026-05-01"))]).toEqual(
      Array(2).fill("insurance/paid-after-option"),
    );
    expect(await code(pay(book({ ...reduced, since: endOf("2026-04-15") })))).toBe("insurance/paid-after-option");
  });
});

describe("reverseReceipt, whatever has become of the policy", () => {
  it.each(overStates.filter((state) => state !== "freeLookCancelled" && state !== "surrendered"))(
    "leaves a policy that is %s as it is, unpaid",
    async (state) => {
      const memory = book(aPolicy({ state, endedOn: "2026-04-30", lapsedOn: "2026-04-29" }));
      await reverse(memory);
      expect(memory.row("policy_1")).toMatchObject({ state, paidToOn: "2025-03-01", lapsedOn: "2026-04-29" });
    },
  );

  it("takes a bounced first premium off what is owed at the end, with the commission that was to be given back", async () => {
    const first = { effectiveOn: "2025-03-01", paidToOn: "2026-03-01", endedOn: "2025-03-10" };
    const undone = book(
      aPolicy({ ...first, state: "freeLookCancelled", endValue: yuan(990), commissionClawback: yuan(300) }),
      "2025-03-20",
    );
    await reverse(undone);
    expect(undone.row("policy_1")).toMatchObject({ state: "freeLookCancelled", endValue: yuan(0), commissionClawback: yuan(0) });
    expect(undone.row("policy_1")["paidToOn"]).toBeUndefined();
    const surrendered = book(aPolicy({ state: "surrendered", endedOn: "2026-02-01", endValue: yuan(2_500) }));
    await reverse(surrendered);
    expect(surrendered.row("policy_1")).toMatchObject({ state: "surrendered", endValue: yuan(1_500) });
    const paid = book(aPolicy({ state: "surrenderPaid", endedOn: "2026-02-01", endValue: yuan(2_500) }));
    await reverse(paid);
    // it was paid out: its holder owes it, and somebody is to ask for it
    expect(paid.row("policy_1")).toMatchObject({ endValue: yuan(2_500), recoverable: yuan(1_000) });
    expect(paid.all(task)).toMatchObject([{ subject: "P1", aboutId: "policy_1" }]);
  });

  it.each(["premiumWaived", "reducedPaidUp", "extendedTerm"] as const)("leaves a policy that is %s covered", async (state) => {
    const memory = book(aPolicy({ state }));
    await reverse(memory);
    expect(memory.row("policy_1")).toMatchObject({ state, paidToOn: "2025-03-01" });
  });

  it("lets a paid-up policy owe its last premium", async () => {
    const memory = book(aPolicy({ state: "paidUp", premiumsUntilOn: "2026-03-01" }));
    await reverse(memory);
    expect(memory.row("policy_1")).toMatchObject({ state: "grace", since: endOf("2025-03-01"), paidToOn: "2025-03-01" });
  });

  it("looks into a death on while the days of grace had covered it, and not where they were over", async () => {
    const died = (diedOn: string) => book(aPolicy({ state: "deathClaimPending", diedOn, since: endOf(diedOn) }));
    const covered = died("2025-04-30");
    await reverse(covered);
    expect(covered.row("policy_1")).toMatchObject({ state: "deathClaimPending", diedOn: "2025-04-30", paidToOn: "2025-03-01" });
    const uncovered = died("2025-05-01");
    await reverse(uncovered);
    expect(uncovered.row("policy_1")).toMatchObject({ state: "grace", since: endOf("2025-03-01") });
    expect(uncovered.row("policy_1")["diedOn"]).toBeUndefined();
  });
});

describe("the receipt of arrears", () => {
  it("says that it came after the lapse, and that of a payment in time does not", async () => {
    const memory = book(lapsed());
    memory.apply(policyReinstatement.applyForReinstatement as never, "policy_1", { appliedOn: "2026-05-05" });
    await pay(memory, "2026-05-06");
    expect(memory.all(premiumReceipt, { receiptNumber: "R2" })).toMatchObject([{ paysArrears: true }]);
    const inTime = book(inGrace(), "2026-04-20");
    await pay(inTime);
    expect(inTime.all(premiumReceipt, { receiptNumber: "R2" })[0]).not.toHaveProperty("paysArrears");
  });
});
