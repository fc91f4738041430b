import { deadlineAt, decide, dueAt, type Money } from "@kehu/core";
import { stored } from "@kehu/testing";
import { describe, expect, it } from "vitest";
import { answer, aPolicy, aProduct, at, calendar, done, endOf, inGrace, lapsed, startOf, yuan } from "../../test/moments.js";
import { type PolicyLoan, policyLoan, policyLoanLifecycle } from "../loan/policy-loan.js";
import type { Policy } from "./policy.js";
import { paySurrender } from "./policy-deadlines.js";
import { policyEnd } from "./policy-end.js";
import { policyLedger } from "./policy-ledger.js";

const surrender = (
  input: object = {},
  open = 0,
  record: Policy = aPolicy(),
  { product = {}, standing = 0, cancelled = 0, loans = [] as readonly PolicyLoan[] } = {},
) =>
  decide(policyEnd.surrender, {
    record,
    needs: {
      claims: { open },
      losses: { last: null },
      loans,
      product: aProduct(product),
      standing: { covers: standing },
      cancelled: { covers: cancelled },
    },
    input: { noticeOn: "2026-02-10", cashValue: yuan(800), ...input },
    ...at("2026-02-12"),
  });

describe("policyEnd.surrender", () => {
  it("ends the cover with the notice and owes the cash value for thirty days", () => {
    const { record } = done(surrender());
    expect(record).toMatchObject({ state: "surrendered", since: startOf("2026-02-10"), endedOn: "2026-02-10", endValue: yuan(800) });
    const within = paySurrender.within({ record, needs: {}, ...at("2026-02-12") });
    expect(within && deadlineAt(within, record.since, [], calendar)).toBe(endOf("2026-03-12"));
    expect(paySurrender.missed?.({ record, needs: {}, input: undefined, ...at("2026-03-12") })).toMatchObject([
      { verb: "create", input: { subject: "P1", aboutId: "policy_1" } },
    ]);
    expect(policyLedger.entries({ record, needs: {}, ...at("2026-02-12") })).toMatchObject([
      { kind: "cost", category: "cash-value", on: "2026-02-10", amount: yuan(800) },
    ]);
    expect(answer(decide(policyEnd.paySurrenderValue, { record, ...at("2026-03-01") }))).toBe("surrenderPaid");
  });

  it("is possible in grace and after a lapse, and never begins before them", () => {
    expect(done(surrender({}, 0, lapsed({ since: endOf("2026-02-11") }))).record.since).toBe(endOf("2026-02-11"));
    expect(answer(surrender({}, 0, inGrace({ since: endOf("2026-02-01") })))).toBe("surrendered");
  });

  it("waits for open claims", () => {
    expect(answer(surrender({}, 1))).toBe("insurance/open-claims");
  });

  const table = { nonForfeiture: [{ year: 1, cashValuePerMille: 25, paidUpPerMille: 100, extendedTermDays: 0 }] };
  const byTable = { cashValue: undefined, noticeOn: "2026-02-12" };
  const loan = (principal: Money, grantedOn = "2025-02-12") => stored(policyLoan, { principal, grantedOn, annualRate: "5" });

  it("is worth what the table of the product says on the day of the notice, and by hand only without one", () => {
    const end = (input: object, record = aPolicy()) => surrender(input, 0, record, { product: table });
    expect(done(end(byTable)).record.endValue).toEqual(yuan(2_500));
    expect(done(end({ ...byTable, noticeOn: "2025-02-28" })).record.endValue).toEqual(yuan(0));
    expect(answer(end({}))).toBe("insurance/value-in-table");
    expect(answer(surrender(byTable))).toBe("insurance/value-not-in-table");
    expect(answer(end(byTable, aPolicy({ state: "extendedTerm" })))).toBe("insurance/value-not-in-table");
    // a lapsed policy is worth what it was worth when it lapsed
    expect(done(end(byTable, lapsed({ since: endOf("2025-02-20"), lapsedOn: "2025-02-20" }))).record.endValue).toEqual(yuan(0));
  });

  it("sets loans and their interest off, and never owes less than nothing", () => {
    const end = (loans: readonly PolicyLoan[]) => done(surrender(byTable, 0, aPolicy(), { product: table, loans }));
    const { record, acts } = end([loan(yuan(1_000)), loan(yuan(100), "2026-02-12")]);
    expect(record.endValue).toEqual(yuan(2_500 - 1_050 - 100));
    expect(acts.map(({ on, verb }) => [verb, on])).toEqual([
      ["apply", policyLoanLifecycle.setOff],
      ["apply", policyLoanLifecycle.setOff],
    ]);
    expect(end([loan(yuan(3_000))]).record.endValue).toEqual(yuan(0));
    expect(done(surrender({ noticeOn: "2026-02-12" }, 0, aPolicy(), { loans: [loan(yuan(100))] })).record.endValue).toEqual(yuan(695));
  });

  it("leaves compulsory motor cover alone until the cover of the vehicle was cancelled", () => {
    const product = { line: "compulsoryMotor" };
    const end = (covers: object) => answer(surrender({}, 0, aPolicy(), { product, ...covers }));
    expect(end({ standing: 1 })).toBe("insurance/compulsory-stands");
    expect(end({})).toBe("insurance/compulsory-stands");
    expect(end({ cancelled: 1 })).toBe("surrendered");
  });

  it("refuses a notice from before the first day of cover, and a value below zero", () => {
    const proposed = aPolicy({ proposedOn: "2024-02-20" });
    expect(answer(surrender({ noticeOn: "2024-02-29" }, 0, proposed))).toBe("insurance/dates-out-of-order");
    expect(answer(surrender({ noticeOn: "2024-03-01" }, 0, proposed))).toBe("surrendered");
    expect(answer(surrender({ cashValue: yuan(-1) }))).toBe("insurance/amount-negative");
    expect(answer(surrender({ cashValue: yuan(0) }))).toBe("surrendered");
  });

  it("refuses a notice of tomorrow and another currency", () => {
    expect(answer(surrender({ noticeOn: "2026-02-13" }))).toBe("insurance/date-in-future");
    expect(answer(surrender({ cashValue: { amountMinor: 1, currency: "USD" } }))).toBe("insurance/currencies-differ");
  });
});

describe("policyEnd.cancelInFreeLook", () => {
  const signed = aPolicy({ receiptSignedOn: "2026-02-01" });
  interface Given {
    readonly record?: Policy;
    readonly made?: number;
    readonly product?: object;
    readonly paid?: readonly Money[];
    /** Compulsory covers that stand, and that were cancelled. */
    readonly covers?: readonly [standing: number, cancelled: number];
  }
  const cancel = (input: object = {}, given: Given = {}) =>
    decide(policyEnd.cancelInFreeLook, {
      record: given.record ?? signed,
      needs: {
        product: aProduct(given.product),
        claims: { made: given.made ?? 0 },
        receipts: { paid: given.paid ?? [yuan(1_000)] },
        standing: { covers: given.covers?.[0] ?? 0 },
        cancelled: { covers: given.covers?.[1] ?? 0 },
      },
      input: { requestedOn: "2026-02-10", ...input },
      ...at("2026-03-01"),
    });

  it("is no way out of a compulsory cover that stands", () => {
    const product = { line: "compulsoryMotor" };
    expect(answer(cancel({}, { product, covers: [1, 0] }))).toBe("insurance/compulsory-stands");
    expect(answer(cancel({}, { product, covers: [0, 1] }))).toBe("freeLookCancelled");
  });

  it("ends where nobody signed, too: some days after the conclusion", () => {
    const unsigned = aPolicy({ issuedOn: "2026-01-01", effectiveOn: "2026-01-01", since: startOf("2026-01-01") });
    // 30 days until it counts as delivered, 15 to think it over
    expect(answer(cancel({ requestedOn: "2026-02-15" }, { record: unsigned }))).toBe("freeLookCancelled");
    expect(answer(cancel({ requestedOn: "2026-02-16" }, { record: unsigned }))).toBe("insurance/free-look-over");
    const adopted = aPolicy({ effectiveOn: "2016-01-01" });
    expect(answer(cancel({}, { record: adopted }))).toBe("insurance/free-look-over");
  });

  it("gives the premium back, less the fee", () => {
    const { record } = done(cancel({ handlingFee: yuan(10) }));
    expect(record).toMatchObject({ state: "freeLookCancelled", endReason: "freeLook", endedOn: "2026-02-10", endValue: yuan(990) });
    expect(policyLedger.entries({ record, needs: {}, ...at("2026-02-12") })).toMatchObject([
      { category: "premium-refund", amount: yuan(990) },
    ]);
    expect(done(cancel()).record.endValue).toEqual(yuan(1_000));
    expect(done(cancel({}, { paid: [] })).record.endValue).toBeUndefined();
  });

  it("is possible until the last day of the period, from the day of the signature", () => {
    expect(answer(cancel({ requestedOn: "2026-02-16" }))).toBe("freeLookCancelled");
    expect(answer(cancel({ requestedOn: "2026-02-17" }))).toBe("insurance/free-look-over");
    expect(answer(cancel({ requestedOn: "2026-02-21" }, { product: { coolingOffDays: 20 } }))).toBe("freeLookCancelled");
    expect(answer(cancel({ requestedOn: "2026-02-22" }, { product: { coolingOffDays: 20 } }))).toBe("insurance/free-look-over");
  });

  it("keeps no more than the paper costs", () => {
    expect(answer(cancel({ handlingFee: { amountMinor: 1001, currency: "CNY" } }))).toBe("insurance/fee-too-high");
    expect(answer(cancel({ handlingFee: { amountMinor: 1000, currency: "USD" } }))).toBe("insurance/currencies-differ");
    expect(answer(cancel({ handlingFee: yuan(-1) }))).toBe("insurance/amount-negative");
  });

  it("keeps no more than was paid", () => {
    expect(answer(cancel({ handlingFee: yuan(6) }, { paid: [yuan(5)] }))).toBe("insurance/fee-too-high");
    expect(done(cancel({ handlingFee: yuan(5) }, { paid: [yuan(5)] })).record.endValue).toEqual(yuan(0));
    expect(answer(cancel({ handlingFee: yuan(1) }, { paid: [] }))).toBe("insurance/fee-too-high");
  });

  it("refuses a request from before the policy was signed for or applied for", () => {
    expect(answer(cancel({ requestedOn: "2026-01-31" }))).toBe("insurance/dates-out-of-order");
    expect(answer(cancel({ requestedOn: "2026-02-01" }))).toBe("freeLookCancelled");
    expect(answer(cancel({ requestedOn: "1950-01-01" }, { record: aPolicy() }))).toBe("insurance/before-proposal");
  });

  it("refuses a policy that was claimed on, and a request of tomorrow", () => {
    expect(answer(cancel({}, { made: 1 }))).toBe("insurance/claimed-in-free-look");
    expect(answer(cancel({ requestedOn: "2026-03-02" }, { record: aPolicy() }))).toBe("insurance/date-in-future");
  });
});

describe("the payment of what is owed", () => {
  const pay = (transition: typeof policyEnd.paySurrenderValue, record: Policy) => decide(transition, { record, ...at("2026-02-20") });
  const owing = { endedOn: "2026-02-10", endValue: yuan(800) };

  it("is a state of its own, and is booked on its day", () => {
    const cases = [
      [policyEnd.paySurrenderValue, "surrendered", "surrender", "surrenderPaid", "cash-value"],
      [policyEnd.payFreeLookRefund, "freeLookCancelled", "freeLook", "freeLookRefunded", "premium-refund"],
      [policyEnd.payTerminationValue, "terminated", "nonDisclosure", "terminationPaid", "premium-refund"],
    ] as const;
    for (const [transition, state, endReason, paidState, category] of cases) {
      const owed = aPolicy({ state, endReason, ...owing });
      const { record } = done(pay(transition, owed));
      expect(record).toMatchObject({ state: paidState, endValuePaidOn: "2026-02-20" });
      const booked = (each: Policy) => policyLedger.entries({ record: each, needs: {}, ...at("2026-02-20") });
      expect(booked(record)).toMatchObject([{ category, on: "2026-02-20", amount: yuan(800) }]);
      expect(booked(owed)).toMatchObject([{ category, on: "2026-02-10" }]);
      expect(answer(pay(transition, record))).toBe("core/not-from-here");
    }
  });

  it("is nothing where nothing is owed", () => {
    expect(answer(pay(policyEnd.payTerminationValue, aPolicy({ state: "terminated" })))).toBe("insurance/nothing-owed");
  });
});

describe("policyEnd.cancelInFreeLook, the agent's commission", () => {
  it("is given back, rounded as it was paid", () => {
    const record = aPolicy({ receiptSignedOn: "2026-02-01", agentId: "staff_1" });
    const product = aProduct({ clawsBackCommission: true });
    const covers = { standing: { covers: 0 }, cancelled: { covers: 0 } };
    const needs = { product, ...covers, claims: { made: 0 }, receipts: { paid: [{ amountMinor: 1001, currency: "CNY" }] } };
    const given = { needs, input: { requestedOn: "2026-02-10" }, ...at("2026-02-12") };
    const cancelled = done(decide(policyEnd.cancelInFreeLook, { record, ...given })).record;
    expect(cancelled.commissionClawback).toEqual({ amountMinor: 300, currency: "CNY" });
    expect(policyLedger.entries({ record: cancelled, needs: {}, ...at("2026-02-12") })).toContainEqual({
      key: "commission-clawback",
      customerId: "customer_holder",
      on: "2026-02-10",
      kind: "revenue",
      category: "commission-clawback",
      amount: { amountMinor: 300, currency: "CNY" },
    });
    const kept = { ...given, needs: { ...needs, product: aProduct() } };
    expect(done(decide(policyEnd.cancelInFreeLook, { record, ...kept })).record.commissionClawback).toBeUndefined();
    const { agentId: _, ...direct } = record;
    expect(done(decide(policyEnd.cancelInFreeLook, { record: direct, ...given })).record.commissionClawback).toBeUndefined();
  });
});

describe("policyEnd.terminateByClaim", () => {
  it("covers the day of the loss", () => {
    const given = { record: aPolicy(), input: { lossOn: "2026-02-01" } };
    expect(done(decide(policyEnd.terminateByClaim, { ...given, ...at("2026-02-20") })).record).toMatchObject({
      state: "terminated",
      since: endOf("2026-02-01"),
      endReason: "claimPaid",
    });
    expect(done(decide(policyEnd.terminateByClaim, { ...given, ...at("2026-02-01") })).record.since).toBe(at("2026-02-01").now);
  });
});

describe("policyEnd.terminateByClaim by hand", () => {
  it("takes a day of the cover that has come", () => {
    const end = (lossOn: string) =>
      answer(decide(policyEnd.terminateByClaim, { record: aPolicy(), input: { lossOn }, ...at("2026-02-20") }));
    expect([end("2024-02-29"), end("2026-02-21")]).toEqual(["insurance/dates-out-of-order", "insurance/date-in-future"]);
  });
});

describe("policyEnd.reachEndOfTerm", () => {
  const end = (record: Policy, paysAtMaturity: boolean) => {
    const moment = { record, needs: { product: aProduct({ paysAtMaturity }) } };
    const due = dueAt(policyEnd.reachEndOfTerm, { ...moment, ...at("2026-01-01") });
    return due === undefined ? undefined : [due, answer(decide(policyEnd.reachEndOfTerm, { ...moment, ...at(due) }))];
  };

  it("expires or matures at the end of the last day", () => {
    expect(end(aPolicy({ expiresOn: "2027-02-28" }), false)).toEqual([endOf("2027-02-28"), "expired"]);
    expect(end(aPolicy({ expiresOn: "2027-02-28" }), true)).toEqual([endOf("2027-02-28"), "matured"]);
  });

  it("pays nothing at maturity where the cover is suspended", () => {
    expect(end(lapsed({ expiresOn: "2027-02-28" }), true)).toEqual([endOf("2027-02-28"), "expired"]);
  });

  it("never comes for a whole life", () => {
    expect(end(aPolicy(), true)).toBeUndefined();
  });
});
