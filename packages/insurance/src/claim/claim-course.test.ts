import { decide, type Money, type NeedsOf } from "@kehu/core";
import { stored } from "@kehu/testing";
import { describe, expect, it } from "vitest";
import { aClaim, answer, aPolicy, aProduct, at, calendar, done, endOf, inGrace, noOtherClaims, startOf, yuan } from "../../test/moments.js";
import { policyLoan, policyLoanLifecycle } from "../loan/policy-loan.js";
import { nonForfeiture } from "../nonforfeiture/non-forfeiture.js";
import type { Policy } from "../policy/policy.js";
import { policyEnd } from "../policy/policy-end.js";
import type { Claim } from "./claim.js";
import { claimLifecycle } from "./claim-lifecycle.js";
import { claimPayment } from "./claim-payment.js";
import { arrearsOn } from "./deduct-arrears.js";
import { claimableUntil } from "./limitation.js";
import { stillToPay } from "./payable.js";

const now = at("2026-02-15");
type Loaded = NeedsOf<typeof claimLifecycle.approve> & NeedsOf<typeof claimLifecycle.pay> & NeedsOf<typeof claimLifecycle.reopen>;
const base: Loaded = {
  ...noOtherClaims,
  policy: aPolicy(),
  product: aProduct(),
  stays: [{ state: "inForce", from: startOf("2024-03-01") }],
  deaths: { open: 1 },
  met: { claims: 0 },
};
const approve = (changes: Partial<Claim>, needs: Partial<Loaded> = {}, amount = yuan(500)) =>
  decide(claimLifecycle.approve, { record: aClaim(changes), needs: { ...base, ...needs }, input: { amount }, ...now });

describe("claimLifecycle, from the registration to the decision", () => {
  it("investigates and assesses", () => {
    const investigated = done(decide(claimLifecycle.investigate, { record: aClaim(), ...now })).record;
    expect(investigated.state).toBe("investigating");
    expect(answer(decide(claimLifecycle.investigate, { record: aClaim({ state: "approved" }), ...now }))).toBe("core/not-from-here");
    const assess = (input: object, record: Claim = investigated) =>
      decide(claimLifecycle.assess, {
        record,
        needs: base,
        input: { assessedAmount: yuan(400), assessedOn: "2026-02-15", ...input },
        ...now,
      });
    expect(done(assess({})).record).toMatchObject({ state: "assessed", assessedAmount: yuan(400) });
    expect(answer(assess({ assessedOn: "2026-02-16" }))).toBe("insurance/date-in-future");
    expect(answer(assess({ assessedOn: "2026-02-09" }))).toBe("insurance/dates-out-of-order");
    expect(answer(assess({ assessedAmount: yuan(-1) }))).toBe("insurance/amount-negative");
    expect(answer(assess({}, aClaim({ state: "reported" })))).toBe("core/not-from-here");
  });

  it("approves a part and says why not the rest", () => {
    const partly = decide(claimLifecycle.approvePartly, {
      record: aClaim({ state: "assessed" }),
      needs: base,
      input: { amount: yuan(300), reason: "Private room" },
      ...now,
    });
    expect(done(partly).record).toMatchObject({ state: "partiallyApproved", approvedAmount: yuan(300), denialReason: "Private room" });
    const lapsedThen: Loaded = { ...base, stays: [{ state: "lapsed", from: startOf("2024-03-01") }] };
    const input = { amount: yuan(300), reason: "?" };
    expect(answer(decide(claimLifecycle.approvePartly, { record: aClaim(), needs: lapsedThen, input, ...now }))).toBe(
      "insurance/not-covered",
    );
  });

  it("is opened again with a reason, and decided anew", () => {
    const closed = aClaim({ state: "closed", approvedAmount: yuan(1) });
    const reopen = (record: Claim) =>
      done(decide(claimLifecycle.reopen, { record, needs: base, input: { reason: "A second opinion" }, ...now }));
    const { record: reopened, acts } = reopen(closed);
    expect(acts).toEqual([]);
    const paid = reopen({ ...closed, paidAmount: yuan(1), paidOn: "2026-02-10" });
    expect([paid.record.paidAmount, paid.record.paidOn]).toEqual([undefined, undefined]);
    expect(paid.acts).toMatchObject([
      { on: claimPayment, input: { claimId: "claim_1", kind: "part", amount: yuan(1), paidOn: "2026-02-10" } },
    ]);
    expect(reopened).toMatchObject({ state: "reopened", reopenReason: "A second opinion" });
    expect(reopened.approvedAmount).toBeUndefined();
    expect(answer(approve(reopened))).toBe("approved");
    expect(answer(decide(claimLifecycle.reopen, { record: aClaim(), needs: base, input: { reason: "?" }, ...now }))).toBe(
      "core/not-from-here",
    );
  });
});

describe("whyNotPayable, by way of approve", () => {
  it("leaves what other claims left of the sum assured", () => {
    const before = { approvedBefore: { approved: [yuan(99_600)] } };
    expect(answer(approve({}, before, yuan(400)))).toBe("approved");
    expect(answer(approve({}, before, yuan(401)))).toBe("insurance/sum-assured-used-up");
    // a rider of 1,000 of which 600 are approved and 100 were paid, 50 of them on this claim
    const rider = {
      coverage: { sumAssured: yuan(1_000), effectiveOn: "2024-03-01" } as never,
      approvedOnCover: { approved: [yuan(600)] },
      paidOnCover: { paid: [yuan(100)] },
      payments: { paid: [yuan(50)] },
      paidBefore: { paid: [yuan(50)] },
    };
    expect(answer(approve({}, rider, yuan(350)))).toBe("approved");
    expect(answer(approve({}, rider, yuan(351)))).toBe("insurance/sum-assured-used-up");
  });

  it("counts what was paid on claims of which nothing is approved, but not on this one twice", () => {
    const paid = (here: number, everywhere: number) => ({
      payments: { paid: [yuan(here)] },
      paidBefore: { paid: [yuan(everywhere)] },
      approvedBefore: { approved: [yuan(1_000)] },
    });
    expect(answer(approve({}, paid(500, 99_000), yuan(500)))).toBe("approved");
    expect(answer(approve({}, paid(500, 99_000), yuan(501)))).toBe("insurance/sum-assured-used-up");
    expect(answer(approve({}, paid(500, 500), yuan(499)))).toBe("insurance/below-paid");
  });

  it("reduces the sum while too little premium was paid for the true age", () => {
    const misstatedAge = { birthOn: "1970-01-01", knownOn: "2026-01-01", consequence: "underpaid", premiumPayable: yuan(1_250) } as const;
    const policy = { policy: aPolicy({ misstatedAge }) };
    expect([answer(approve({}, policy, yuan(80_000))), answer(approve({}, policy, yuan(80_001)))]).toEqual([
      "approved",
      "insurance/above-sum-assured",
    ]);
  });

  it("judges the cover that is claimed on, too", () => {
    const suspended: Partial<Loaded> = { coverageStays: [{ state: "suspended", from: startOf("2025-01-01") }] };
    expect(answer(approve({}, suspended))).toBe("insurance/coverage-not-active");
    expect(answer(approve({}, { coverageStays: [{ state: "active", from: startOf("2025-01-01") }] }))).toBe("approved");
  });
});

describe("claimableUntil", () => {
  const until = (changes: Partial<Claim>, line: "life" | "motor" = "life") =>
    claimableUntil({ record: aClaim(changes), needs: { product: aProduct({ line }) }, ...now });

  it("ends five years after the loss was known of, two in other lines", () => {
    expect(until({ lossOn: "2021-02-10" })).toBe(endOf("2026-02-10"));
    expect(until({ lossOn: "2024-02-10" }, "motor")).toBe(endOf("2026-02-10"));
    expect(until({ lossOn: "2020-01-01", knownOn: "2024-02-29" }, "motor")).toBe(endOf("2026-02-28"));
  });

  it("bars an approval from the day after, unless the insurer does not plead it", () => {
    const policy: Partial<Loaded> = {
      policy: aPolicy({ effectiveOn: "2020-01-01" }),
      stays: [{ state: "inForce", from: startOf("2020-01-01") }],
    };
    expect(answer(approve({ lossOn: "2021-02-10", reportedOn: "2026-02-10" }, policy))).toBe("approved");
    expect(answer(approve({ lossOn: "2021-02-09", reportedOn: "2026-02-10" }, policy))).toBe("insurance/time-barred");
    const late = aClaim({ lossOn: "2021-02-09", reportedOn: "2026-02-10" });
    const waived = done(decide(claimLifecycle.waiveLimitation, { record: late, ...now })).record;
    expect(answer(approve(waived, policy))).toBe("approved");
    expect(answer(decide(claimLifecycle.waiveLimitation, { record: aClaim({ state: "closed" }), ...now }))).toBe("core/not-from-here");
  });
});

describe("claimLifecycle.payInAdvance, payPart and pay", () => {
  const approved = aClaim({ state: "approved", approvedAmount: yuan(500), approvedOn: "2026-02-15" });
  const input = { amount: yuan(200), paidOn: "2026-02-15" };

  it("pays what is certain before the decision", () => {
    const advance = (given: object = input, needs: Loaded = base) =>
      decide(claimLifecycle.payInAdvance, { record: aClaim(), needs, input: given as typeof input, ...now });
    const { record, acts } = done(advance());
    expect(record).toMatchObject({ state: "registered", advancePaidOn: "2026-02-15" });
    expect(acts).toMatchObject([{ on: claimPayment, input: { claimId: "claim_1", kind: "advance", amount: yuan(200) } }]);
    expect(record.paidInAdvance).toEqual(yuan(200));
    expect(answer(advance({ ...input, paidOn: "2026-02-16" }))).toBe("insurance/date-in-future");
    expect(answer(advance({ ...input, paidOn: "2026-02-09" }))).toBe("insurance/dates-out-of-order");
    expect(answer(advance(input, { ...base, stays: [{ state: "lapsed", from: startOf("2024-03-01") }] }))).toBe("insurance/not-covered");
  });

  it("adds up what was paid in advance before, up to what may be approved", () => {
    const paid = { paid: [yuan(99_900)] };
    const again = (amount: number) =>
      decide(claimLifecycle.payInAdvance, {
        record: aClaim(),
        needs: { ...base, payments: paid, paidBefore: paid },
        input: { ...input, amount: yuan(amount) },
        ...now,
      });
    expect(done(again(100)).record.paidInAdvance).toEqual(yuan(100_000));
    expect(answer(again(101))).toBe("insurance/above-sum-assured");
    expect(answer(again(-1))).toBe("insurance/amount-not-positive");
  });

  it("pays in parts, never more than was approved", () => {
    const part = (amount: ReturnType<typeof yuan>, paid: readonly Money[] = [], record: Claim = approved) =>
      decide(claimLifecycle.payPart, { record, needs: { ...base, payments: { paid } }, input: { ...input, amount }, ...now });
    expect(done(part(yuan(500))).acts).toMatchObject([{ input: { kind: "part", amount: yuan(500) } }]);
    expect(answer(part(yuan(501)))).toBe("insurance/nothing-approved");
    expect([answer(part(yuan(300), [yuan(200)])), answer(part(yuan(301), [yuan(200)]))]).toEqual([
      "approved",
      "insurance/nothing-approved",
    ]);
    expect(answer(part(yuan(0)))).toBe("insurance/amount-not-positive");
    expect(answer(part(yuan(1), [], aClaim()))).toBe("core/not-from-here");
  });

  it("pays the rest, less the premium that was due on the day of the loss", () => {
    const policy = inGrace({ paidToOn: "2026-01-01", effectiveOn: "2024-01-01" });
    const pay = (deductArrears: boolean, paid: readonly Money[] = []) =>
      done(
        decide(claimLifecycle.pay, {
          record: { ...approved, approvedAmount: yuan(5_000) },
          needs: { ...base, policy, payments: { paid } },
          input: { paidOn: "2026-02-15", endsPolicy: false, deductArrears },
          ...now,
        }),
      ).record;
    expect(pay(true, [yuan(200)])).toMatchObject({ paidAmount: yuan(3_800), arrearsDeducted: yuan(1_000) });
    expect(pay(false).paidAmount).toEqual(yuan(5_000));
    // no more is kept than is paid
    expect(pay(true, [yuan(4_500)])).toMatchObject({ paidAmount: yuan(0), arrearsDeducted: yuan(500) });
    expect(arrearsOn({ ...policy, state: "reducedPaidUp" }, "2026-02-01", calendar)).toEqual(yuan(0));
    expect(arrearsOn(aPolicy(), "2026-02-01", calendar)).toEqual(yuan(0));
    expect(arrearsOn({ ...policy, premiumFrequency: "monthly" }, "2026-02-01", calendar)).toEqual(yuan(2_000));
    // died while premiums were waived: none of those that fell due since is kept of the benefit
    const waived = { ...policy, state: "deathClaimPending", premiumFrequency: "monthly", waivedFromOn: "2026-01-02" } as const;
    expect(arrearsOn({ ...waived, paidToOn: "2026-01-01" }, "2026-04-02", calendar)).toEqual(yuan(1_000));
    expect(arrearsOn({ ...waived, paidToOn: "2026-02-01" }, "2026-04-02", calendar)).toEqual(yuan(0));
    expect(stillToPay(yuan(500), [yuan(600)])).toEqual(yuan(0));
  });

  it("pays a benefit that ends the policy less its loans and their interest, which are over with it", () => {
    const loan = stored(policyLoan, { principal: yuan(1_000), grantedOn: "2025-02-15", annualRate: "5" });
    const pay = (endsPolicy: boolean, approvedAmount = yuan(5_000)) =>
      done(
        decide(claimLifecycle.pay, {
          record: { ...approved, approvedAmount },
          needs: { ...base, loans: [loan] },
          input: { paidOn: "2026-02-15", endsPolicy },
          ...now,
        }),
      );
    const { record, acts } = pay(true);
    expect(record).toMatchObject({ paidAmount: yuan(3_950), loansDeducted: yuan(1_050) });
    expect(acts).toMatchObject([
      { on: claimPayment, input: { kind: "loan", amount: yuan(1_050) } },
      { on: policyLoanLifecycle.setOff, id: loan.id },
      { on: policyEnd.terminateByClaim },
    ]);
    expect(pay(false).record.paidAmount).toEqual(yuan(5_000));
    expect(pay(false).acts).toEqual([]);
    // more than the benefit is not owed
    expect(pay(true, yuan(500)).record).toMatchObject({ paidAmount: yuan(0), loansDeducted: yuan(500) });
  });

  it("keeps the premium first, and for the loans no more than what is left of the benefit", () => {
    const loan = stored(policyLoan, { principal: yuan(2_000), grantedOn: "2026-02-15", annualRate: "5" });
    const owing = aPolicy({ state: "grace", paidToOn: "2025-03-01", premium: yuan(1_000) });
    const { record } = done(
      decide(claimLifecycle.pay, {
        record: { ...approved, approvedAmount: yuan(2_500) },
        needs: { ...base, policy: owing, loans: [loan] },
        input: { paidOn: "2026-02-15", endsPolicy: true, deductArrears: true },
        ...now,
      }),
    );
    expect(record).toMatchObject({ arrearsDeducted: yuan(1_000), loansDeducted: yuan(1_500), paidAmount: yuan(0) });
  });
});

describe("a claim on a death", () => {
  const before = { state: "inForce", since: startOf("2024-03-01") } as const;
  const pending: Policy = aPolicy({ state: "deathClaimPending", diedOn: "2026-02-01", origin: before });
  const death = aClaim({ kind: "death", state: "reported" });
  const onPolicy = (policy: Policy) => ({ ...base, policy });

  it("is looked into on the policy while its cover stands", () => {
    const register = (policy: Policy) => done(decide(claimLifecycle.register, { record: death, needs: onPolicy(policy), ...now })).acts;
    expect(register(aPolicy())).toMatchObject([{ on: nonForfeiture.openDeathClaim, input: { diedOn: "2026-02-01" } }]);
    expect([register(pending), register(aPolicy({ state: "lapsed" }))]).toEqual([[], []]);
  });

  it("ends the policy when it is paid, and not when it is denied", () => {
    const approved: Claim = { ...death, state: "approved", approvedAmount: yuan(100_000) };
    const paying = { paidOn: "2026-02-15", endsPolicy: true };
    expect(done(decide(claimLifecycle.pay, { record: approved, needs: onPolicy(pending), input: paying, ...now })).acts).toMatchObject([
      { on: nonForfeiture.payDeathClaim },
    ]);
    const deny = { record: death, input: { reason: "Excluded" }, ...now };
    expect(done(decide(claimLifecycle.deny, { ...deny, needs: onPolicy(pending) })).acts).toMatchObject([
      { on: nonForfeiture.refuseDeathClaim },
    ]);
    expect(done(decide(claimLifecycle.deny, { ...deny, needs: base })).acts).toEqual([]);
  });

  it("leaves the policy alone while another claim on the death is open, and when another one has ended it", () => {
    const two = { ...onPolicy(pending), deaths: { open: 2 } };
    const approved: Claim = { ...death, state: "approved", approvedAmount: yuan(100_000) };
    const pay = (needs: Partial<Loaded>, endsPolicy: boolean) =>
      done(
        decide(claimLifecycle.pay, {
          record: approved,
          needs: { ...base, ...needs },
          input: { paidOn: "2026-02-15", endsPolicy },
          ...now,
        }),
      ).acts;
    const withdraw = (needs: Partial<Loaded>) =>
      done(decide(claimLifecycle.withdraw, { record: death, needs: { ...base, ...needs }, input: { reason: "Twice" }, ...now })).acts;
    const deny = (needs: Partial<Loaded>) =>
      done(decide(claimLifecycle.deny, { record: death, needs: { ...base, ...needs }, input: { reason: "Twice" }, ...now })).acts;
    expect([deny(two), withdraw(two), pay(onPolicy(aPolicy({ state: "deathClaimPaid", endReason: "claimPaid" })), true)]).toEqual([
      [],
      [],
      [],
    ]);
    expect(withdraw(onPolicy(pending))).toMatchObject([{ on: nonForfeiture.refuseDeathClaim }]);
  });

  it("is looked into again when it is opened again, within the contract only", () => {
    const reopen = (policy: Policy) =>
      done(
        decide(claimLifecycle.reopen, {
          record: { ...death, state: "closed" },
          needs: onPolicy(policy),
          input: { reason: "An autopsy" },
          ...now,
        }),
      ).acts;
    expect(reopen(aPolicy())).toMatchObject([{ on: nonForfeiture.openDeathClaim, input: { diedOn: "2026-02-01" } }]);
    expect([reopen(pending), reopen(aPolicy({ effectiveOn: "2026-02-02" }))]).toEqual([[], []]);
  });

  it("corrects the day on the policy with its own, not with that of another claim", () => {
    const correct = (policy: Policy) =>
      done(decide(claimLifecycle.correctLossDate, { record: death, needs: onPolicy(policy), input: { lossOn: "2026-01-31" }, ...now }))
        .acts;
    expect(correct(pending)).toMatchObject([{ on: nonForfeiture.correctDeathDate, input: { diedOn: "2026-01-31" } }]);
    expect([correct({ ...pending, diedOn: "2026-01-30" }), correct(aPolicy())]).toEqual([[], []]);
  });
});
