import {
  act,
  type CalendarDate,
  date,
  defineLifecycle,
  defineRefusal,
  earliest,
  latest,
  type Money,
  money,
  type Refusal,
} from "@kehu/core";
import { automaticLoanOf, loanRoom } from "../loan/loan-value.js";
import { policyLoan } from "../loan/policy-loan.js";
import { afterLoans, itsLoans, setOffAll } from "../loan/set-off.js";
import { inOrder, notBeforeProposal, notInFuture } from "../policy/dates.js";
import { endorse } from "../policy/endorsement.js";
import { keepFormerSum } from "../policy/former-sum.js";
import { graceEndsAt, itsProduct } from "../policy/grace.js";
import { type Policy, type PolicyState, policy } from "../policy/policy.js";
import { isPaidUp } from "../policy/policy-premium.js";
import { withoutApplication } from "../policy/policy-reinstatement.js";
import { inCurrencyOf, notNegative } from "../policy/policy-rules.js";
import type { Product } from "../policy/product.js";
import { returnPaidAhead } from "../premium/paid-ahead.js";
import { premiumCredit } from "../premium/premium-credit.js";
import { premiumReceipt } from "../premium/premium-receipt.js";
import { nextDueOn, paidToAfter } from "../premium/premium-schedule.js";
import { perMilleOf, rowOn } from "./surrender-value.js";
import { dueBeforeWaiver, endOfWaiver, notLapsedForWaived, paidForWaived, waiverOver, waiversBefore } from "./waiver.js";

export const noSurrenderValue = defineRefusal(
  "insurance/no-surrender-value",
  "Policy {policyNumber} has no value that would pay for this yet; pay the premium, or surrender it.",
);

const payable = ["inForce", "grace"] as const;
/** In which a death is looked into. */
const withCover = [...payable, "paidUp", "reducedPaidUp", "extendedTerm", "premiumWaived"] as const;

/** What else may become of a policy whose premium is not paid, and of one that needs none any more. */
export const nonForfeiture = defineLifecycle(policy, (t) => ({
  chooseOption: t({
    from: ["proposed", "issued", ...payable],
    input: { nonForfeiture: policy.fields.nonForfeiture },
    set: ({ input }) => input,
  }),
  /** Its last premium is paid; only where the product keeps such policies apart. */
  becomePaidUp: t({
    from: "inForce",
    to: "paidUp",
    needs: itsProduct,
    due: ({ record, needs }) =>
      needs.product.showsPaidUp && record.paidToOn !== undefined && nextDueOn(record) === undefined ? record.paidToOn : undefined,
  }),
  /** 减额缴清: a smaller sum, and no more premium. */
  electReducedPaidUp: t({
    from: payable,
    to: "reducedPaidUp",
    needs: itsProduct,
    guard: ({ record, needs, today }) =>
      (rowOn(record, needs.product, today)?.paidUpPerMille ?? 0) > 0 ? undefined : noSurrenderValue({ policyNumber: record.policyNumber }),
    set: ({ record, needs, today }) => reduced(record, needs.product, today),
    also: ({ record, today }) => [keepFormerSum(record, today), endorse(record, "sumAssured", today)],
  }),
  /** The whole sum for a shorter time, and no more premium. */
  electExtendedTerm: t({
    from: payable,
    to: "extendedTerm",
    needs: itsProduct,
    guard: ({ record, needs, today }) =>
      (rowOn(record, needs.product, today)?.extendedTermDays ?? 0) > 0
        ? undefined
        : noSurrenderValue({ policyNumber: record.policyNumber }),
    set: ({ record, needs, calendar, today }) => ({
      extendedUntilOn: extendedUntil(record, {
        product: needs.product,
        on: today,
        after: (on, days) => calendar.dayOf(calendar.after(on, `P${days}D`)),
      }),
    }),
    also: ({ record, today }) => [endorse(record, "term", today)],
  }),
  expireExtendedTerm: t({
    from: "extendedTerm",
    to: "expired",
    due: ({ record }) => record.extendedUntilOn,
    set: ({ record }) => ({ endedOn: record.extendedUntilOn, endReason: "endOfTerm" }),
  }),
  /**
   * At the end of the grace period what was chosen instead of a lapse: the sum is reduced, its time is, or a loan pays the premium.
   * Where the value does not reach, the policy lapses.
   *
   * @see Insurance Law of the PRC, art. 36: suspended, or the sum assured reduced as the contract says
   */
  applyOption: t({
    from: "grace",
    to: ["reducedPaidUp", "extendedTerm", "inForce", "lapsed"],
    needs: { ...itsProduct, ...itsLoans },
    due: (moment) => (hasOption(moment.record) ? graceEndsAt(moment) : undefined),
    choose: ({ record, needs, today }) => outcomeOf(record, { ...needs, on: today }),
    set: ({ record, needs, today, calendar }) => {
      const after = (on: CalendarDate, days: number) => calendar.dayOf(calendar.after(on, `P${days}D`));
      switch (outcomeOf(record, { ...needs, on: today })) {
        case "reducedPaidUp":
          return reduced(record, needs.product, today);
        case "extendedTerm":
          return { extendedUntilOn: extendedUntil(record, { product: needs.product, on: today, after }) };
        case "inForce":
          return { paidToOn: paidToAfter(record, 1, calendar), demandedOn: undefined };
        default:
          return { lapsedOn: today };
      }
    },
    also: ({ record, needs, today, calendar, parameter }) => {
      const outcome = outcomeOf(record, { ...needs, on: today });
      if (outcome === "reducedPaidUp") return [keepFormerSum(record, today), endorse(record, "sumAssured", today)];
      if (outcome === "extendedTerm") return [endorse(record, "term", today)];
      const periodFrom = nextDueOn(record);
      const paidToOn = paidToAfter(record, 1, calendar);
      if (periodFrom === undefined || paidToOn === undefined || outcome !== "inForce") return [];
      const { id: policyId, premium: amount } = record;
      return [
        act.create(policyLoan, automaticLoanOf(record, { on: today, parameter })),
        act.create(premiumReceipt, {
          // the version tells a second loan for the same premium from one that was reversed
          receiptNumber: `APL-${record.policyNumber}-${periodFrom}-${record.version}`,
          policyId,
          amount,
          paidOn: today,
          periodFrom,
          paidToOn,
          method: "policyLoan",
        }),
      ];
    },
  }),
  /**
   * The insured is disabled: the cover goes on and nothing is due. What was due before has to be paid, and what was paid for later goes back. One
   * that lapsed for such a premium, while the disability was looked into, never did, and whoever applied for its reinstatement meanwhile gets back
   * what was paid for it.
   */
  waivePremium: t({
    from: [...payable, "lapsed", "reinstatementPending"],
    to: "premiumWaived",
    input: { waivedFromOn: date(), waivedUntilOn: date().optional() },
    check: ({ record, input, today, calendar, parameter }) =>
      notBeforeProposal("waivedFromOn", input.waivedFromOn, { policy: record, calendar, parameter }) ??
      notInFuture("waivedFromOn", input.waivedFromOn, today) ??
      (input.waivedUntilOn !== undefined && input.waivedUntilOn < today ? waiverOver({ waivedUntilOn: input.waivedUntilOn }) : undefined) ??
      whyOwedBefore(record, input.waivedFromOn) ??
      whyLapsedOtherwise(record, input.waivedFromOn),
    // a demand was for what is waived now
    set: ({ record, input: { waivedFromOn, waivedUntilOn }, calendar }) => {
      const paid = paidForWaived(record, waivedFromOn, calendar);
      return {
        ...withoutApplication(),
        waivedFromOn,
        waivedUntilOn,
        earlierWaivers: waiversBefore(record),
        demandedOn: undefined,
        lapsedOn: undefined,
        ...(paid && { paidToOn: paid.dueOn > record.effectiveOn ? paid.dueOn : undefined }),
      };
    },
    also: ({ record, input, calendar, today: receivedOn }) =>
      [paidForWaived(record, input.waivedFromOn, calendar)?.amount, interestPaid(record)].flatMap((amount) =>
        amount ? [act.create(premiumCredit, { policyId: record.id, amount, receivedOn, reason: "waived" })] : [],
      ),
    effective: ({ record, now, calendar }) => {
      const dueOn = isSuspended(record) ? missingOn(record) : undefined;
      return dueOn === undefined ? now : (earliest(now, calendar.endOf(dueOn)) ?? now);
    },
  }),
  /** The insured has recovered, or the waiver was granted for too long: it ends with a day to come. */
  limitWaiver: t({
    from: "premiumWaived",
    input: { waivedUntilOn: date() },
    check: ({ input: { waivedUntilOn }, today }) => (waivedUntilOn < today ? waiverOver({ waivedUntilOn }) : undefined),
    set: ({ input }) => input,
  }),
  /** The next premium that falls due from there on is owed again. */
  endWaiver: t({
    from: "premiumWaived",
    to: "inForce",
    due: ({ record }) => record.waivedUntilOn,
    set: ({ record, today, calendar }) => endOfWaiver(record, record.waivedUntilOn ?? today, calendar),
  }),
  /** What was agreed for the end of the term, less loans and their interest to that day. */
  payMaturity: t({
    from: "matured",
    to: "maturityPaid",
    input: { amount: money() },
    needs: itsLoans,
    check: ({ record, input }) => notNegative("amount", input.amount) ?? inCurrencyOf(record, input.amount),
    set: ({ record, input, needs, today }) => ({
      ...afterLoans(input.amount, { loans: needs.loans, on: record.endedOn ?? today }),
      endValuePaidOn: today,
    }),
    also: ({ needs }) => setOffAll(needs.loans),
  }),
  openDeathClaim: t({
    from: withCover,
    to: "deathClaimPending",
    input: { diedOn: date() },
    check: ({ record, input, today }) =>
      inOrder(["effectiveOn", record.effectiveOn], ["diedOn", input.diedOn]) ?? notInFuture("diedOn", input.diedOn, today),
    set: ({ input }) => ({ diedOn: input.diedOn }),
    effective: ({ record, input, now, calendar }) => {
      return earliest(now, latest(calendar.endOf(input.diedOn), record.since)) ?? now;
    },
  }),
  /** Premium that was kept of a benefit; the policy stays where it is. */
  keepArrears: t({
    from: ["deathClaimPending", "deathClaimPaid", "surrendered", "surrenderPaid", "terminated", "terminationPaid", "expired"],
    input: { paidToOn: date() },
    check: ({ record, input }) => inOrder(["paidToOn", record.paidToOn], ["periodPaidTo", input.paidToOn]),
    set: ({ input }) => input,
  }),
  /** The claim on the death named the wrong day. */
  correctDeathDate: t({
    from: "deathClaimPending",
    input: { diedOn: date() },
    check: ({ record, input, today }) =>
      inOrder(["effectiveOn", record.effectiveOn], ["diedOn", input.diedOn]) ?? notInFuture("diedOn", input.diedOn, today),
    set: ({ input }) => input,
  }),
  /** It is where it was before, unless the premium that was missing then has been paid. */
  refuseDeathClaim: t({
    from: "deathClaimPending",
    to: withCover,
    choose: ({ record, today }) => {
      const before = withCover.find((state) => state === record.origin?.state) ?? "inForce";
      return before === "grace" && isPaidUp(record, today) ? "inForce" : before;
    },
    set: () => ({ diedOn: undefined }),
    effective: ({ record, now }) => record.origin?.since ?? now,
  }),
  /** The cover ended with the day of the death, however long that was looked into. */
  payDeathClaim: t({
    from: "deathClaimPending",
    to: "deathClaimPaid",
    set: ({ record, today }) => ({ endedOn: record.diedOn ?? today, endReason: "claimPaid" }),
    also: ({ record, today, calendar }) => returnPaidAhead(record, { on: record.diedOn ?? today, calendar }),
    effective: ({ record, today, now, calendar }) => earliest(now, calendar.endOf(record.diedOn ?? today)) ?? now,
  }),
}));

const isSuspended = ({ state }: Pick<Policy, "state">): boolean => state === "lapsed" || state === "reinstatementPending";
/** The due date of the premium that is missing; while a reinstatement is under way, of that which was, whatever has been paid since. */
const missingOn = (record: Policy): CalendarDate | undefined =>
  record.state === "reinstatementPending" ? record.arrearsFromOn : nextDueOn(record);
const interestPaid = ({ arrearsInterest, arrearsInterestPaidOn }: Policy): Money | undefined =>
  arrearsInterestPaidOn === undefined ? undefined : arrearsInterest;

function whyOwedBefore(record: Policy, waivedFromOn: CalendarDate): Refusal | undefined {
  const dueOn = missingOn(record);
  return dueOn !== undefined && dueOn < waivedFromOn && record.state !== "reinstatementPending"
    ? dueBeforeWaiver({ dueOn, waivedFromOn })
    : undefined;
}

/** For a loan, with its covers, or for a premium that is not waived. */
function whyLapsedOtherwise(record: Policy, waivedFromOn: CalendarDate): Refusal | undefined {
  if (!isSuspended(record)) return undefined;
  const { policyNumber, lapsedOn, lapsedWithCoverages } = record;
  const dueOn = missingOn(record);
  const isWaived = dueOn !== undefined && lapsedOn !== undefined && dueOn <= lapsedOn && dueOn >= waivedFromOn;
  return isWaived && lapsedWithCoverages !== true
    ? undefined
    : notLapsedForWaived({ policyNumber, lapsedOn: lapsedOn ?? "", waivedFromOn });
}

const hasOption = ({ nonForfeiture: option }: Policy): boolean => option !== undefined && option !== "lapse";

interface Standing {
  readonly product: Product;
  readonly loans: Parameters<typeof loanRoom>[1]["loans"];
  readonly on: CalendarDate;
}
function outcomeOf(record: Policy, { product, loans, on }: Standing): PolicyState {
  const row = rowOn(record, product, on);
  if (record.nonForfeiture === "reducedPaidUp" && (row?.paidUpPerMille ?? 0) > 0) return "reducedPaidUp";
  if (record.nonForfeiture === "extendedTerm" && (row?.extendedTermDays ?? 0) > 0) return "extendedTerm";
  if (record.nonForfeiture === "automaticPremiumLoan" && record.premium.amountMinor <= loanRoom(record, { product, loans, on }))
    return "inForce";
  return "lapsed";
}

const reduced = (record: Policy, product: Product, on: CalendarDate): { readonly sumAssured: Money } => ({
  sumAssured: perMilleOf(record.sumAssured, rowOn(record, product, on)?.paidUpPerMille ?? 0),
});

interface Extension {
  readonly product: Product;
  readonly on: CalendarDate;
  after(on: CalendarDate, days: number): CalendarDate;
}
function extendedUntil(record: Policy, { product, on, after }: Extension): CalendarDate {
  const until = after(nextDueOn(record) ?? on, rowOn(record, product, on)?.extendedTermDays ?? 0);
  return record.expiresOn !== undefined && record.expiresOn < until ? record.expiresOn : until;
}
