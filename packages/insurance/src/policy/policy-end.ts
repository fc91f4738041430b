import {
  addMoney,
  allocateMoney,
  type CalendarDate,
  count,
  date,
  defineLifecycle,
  defineRefusal,
  earliest,
  latest,
  latestOf,
  type Money,
  money,
  negateMoney,
  type Refusal,
  sum,
  text,
  totals,
  type Where,
} from "@kehu/core";
import { type Claim, claim, openClaimStates } from "../claim/claim.js";
import { afterLoans, itsLoans, setOffAll } from "../loan/set-off.js";
import { compulsoryStands, itsCompulsoryCovers } from "../motor/compulsory-cover.js";
import { whyNotWorth, worthOf } from "../nonforfeiture/cash-value.js";
import { coolingOffFee } from "../parameters.js";
import { returnPaidAhead } from "../premium/paid-ahead.js";
import { premiumReceipt } from "../premium/premium-receipt.js";
import { inOrder, notBeforeProposal, notInFuture } from "./dates.js";
import { freeLookEndsOn } from "./free-look.js";
import { itsProduct } from "./grace.js";
import { coveredStates, isOver, overStates, type Policy, policy, standingStates, unendedStates } from "./policy.js";
import { inCurrencyOf, notNegative } from "./policy-rules.js";

export const openClaims = defineRefusal("insurance/open-claims", "{count} claims are open; settle them before the surrender.");
export const transferredWithClaims = defineRefusal(
  "insurance/transferred-with-claims",
  "{count} claims are open on policy {policyNumber}; settle or withdraw them, then transfer it.",
);
export const endsBeforeLoss = defineRefusal(
  "insurance/ends-before-loss",
  "A claim for a loss of {lossOn} stands on this policy, so that it cannot have ended before; correct the day.",
);
export const claimedInFreeLook = defineRefusal(
  "insurance/claimed-in-free-look",
  "{count} claims were made on this policy; it cannot be undone any more, only surrendered.",
);
export const freeLookOver = defineRefusal(
  "insurance/free-look-over",
  "The cooling-off period ended on {endedOn}; the policy can only be surrendered.",
);
export const feeTooHigh = defineRefusal("insurance/fee-too-high", "At most {limit} may be kept for handling; lower the fee.");

export const endValueOut = defineRefusal(
  "insurance/end-value-out",
  "{amount} were paid on {paidOn} when policy {policyNumber} ended; have them paid back and enter that, then go on.",
);
export const nothingToRecover = defineRefusal(
  "insurance/nothing-to-recover",
  "The policyholder of {policyNumber} owes nothing since its end; there is nothing to take in.",
);
export const nothingOwed = defineRefusal(
  "insurance/nothing-owed",
  "Nothing is owed for policy {policyNumber}; there is nothing to pay out.",
);

/** Rounded down to the minor unit, as it was paid. */
function firstCommission(received: Money | undefined, rate: number): Money | undefined {
  return received === undefined || rate === 0 ? undefined : allocateMoney(received, [10_000 - rate, rate])[1];
}
const openOnes = { claims: totals(claim, "policyId", { where: { state: { in: openClaimStates } }, measures: { open: count() } }) };
/** Claims that were met or may be: a closed one on which nothing was approved or waived was denied. */
const standing: Where<Claim> = {
  state: { notIn: ["withdrawn", "denied"] },
  or: [{ state: { not: "closed" } }, { approvedAmount: { not: null } }, { waivedFromOn: { not: null } }],
};
const made = { claims: totals(claim, "policyId", { where: standing, measures: { made: count() } }) };
const losses = { losses: totals(claim, "policyId", { where: standing, measures: { last: latestOf("lossOn") } }) };
/** No cover ends before a loss for which it was claimed on. */
const endsBeforeItsLoss = (on: CalendarDate, { losses: { last } }: { readonly losses: { readonly last: CalendarDate | null } }) =>
  last !== null && last > on ? endsBeforeLoss({ lossOn: last }) : undefined;
/** Why a contract does not go on: what was paid at its end is not back. */
export const whyEndValueOut = ({ policyNumber, endValue, endValuePaidOn: paidOn }: Policy): Refusal | undefined =>
  endValue === undefined || paidOn === undefined ? undefined : endValueOut({ policyNumber, amount: endValue, paidOn });
const paid = { receipts: totals(premiumReceipt, "policyId", { where: { state: "posted" }, measures: { paid: sum("amount") } }) };

interface Ending {
  readonly product: { readonly line: string };
  readonly standing: { readonly covers: number };
  readonly cancelled: { readonly covers: number };
}
const mayEndEarly = ({ product, standing, cancelled }: Ending): boolean =>
  product.line !== "compulsoryMotor" || (standing.covers === 0 && cancelled.covers > 0);

/** How a policy ends. */
export const policyEnd = defineLifecycle(policy, (t) => ({
  /** For the cash value of the day of the notice, less loans and their interest. @see Insurance Law of the PRC, arts. 15 and 47 */
  surrender: t({
    from: ["inForce", "grace", "lapsed", "paidUp", "reducedPaidUp", "extendedTerm", "premiumWaived"],
    to: "surrendered",
    input: { noticeOn: date(), cashValue: money().optional() },
    needs: { ...openOnes, ...losses, ...itsProduct, ...itsCompulsoryCovers, ...itsLoans },
    guard: ({ record, needs }) => {
      if (!mayEndEarly(needs)) return compulsoryStands({ policyNumber: record.policyNumber });
      return needs.claims.open > 0 ? openClaims({ count: needs.claims.open }) : undefined;
    },
    check: ({ record, input, needs, today }) =>
      inOrder(["effectiveOn", record.effectiveOn], ["noticeOn", input.noticeOn]) ??
      notInFuture("noticeOn", input.noticeOn, today) ??
      endsBeforeItsLoss(input.noticeOn, needs) ??
      whyNotWorth(record, { product: needs.product, on: input.noticeOn, given: input.cashValue }),
    set: ({ record, input: { noticeOn: on, cashValue: given }, needs: { product, loans } }) => ({
      endedOn: on,
      endReason: "surrender",
      ...afterLoans(worthOf(record, { product, on, given }), { loans, on }),
    }),
    also: ({ record, input, needs, calendar }) => [...setOffAll(needs.loans), ...returnPaidAhead(record, { on: input.noticeOn, calendar })],
    effective: ({ record, input, calendar }) => latest(calendar.startOf(input.noticeOn), record.since) ?? record.since,
  }),
  /**
   * 保单迁出: another branch or insurer keeps it from that day on. It ends on this book only: nothing is owed, its loans and its cover of a
   * vehicle go on as they are.
   */
  transferOut: t({
    from: ["inForce", "grace", "lapsed", "paidUp", "reducedPaidUp", "extendedTerm", "premiumWaived"],
    to: "terminated",
    input: { transferredOn: date(), transferredTo: text(200) },
    needs: { ...openOnes, ...losses },
    guard: ({ record: { policyNumber }, needs }) =>
      needs.claims.open > 0 ? transferredWithClaims({ count: needs.claims.open, policyNumber }) : undefined,
    check: ({ record, input, needs, today }) =>
      inOrder(["effectiveOn", record.effectiveOn], ["transferredOn", input.transferredOn]) ??
      notInFuture("transferredOn", input.transferredOn, today) ??
      endsBeforeItsLoss(input.transferredOn, needs),
    set: ({ input }) => ({ endedOn: input.transferredOn, endReason: "transferredOut", transferredTo: input.transferredTo }),
    effective: ({ record, input, calendar }) => latest(calendar.startOf(input.transferredOn), record.since) ?? record.since,
  }),
  paySurrenderValue: t({ from: "surrendered", to: "surrenderPaid", set: ({ today }) => ({ endValuePaidOn: today }) }),
  payFreeLookRefund: t({ from: "freeLookCancelled", to: "freeLookRefunded", set: ({ today }) => ({ endValuePaidOn: today }) }),
  /** What the insurer owes after it rescinded. */
  payTerminationValue: t({
    from: "terminated",
    to: "terminationPaid",
    guard: ({ record }) => (record.endValue === undefined ? nothingOwed({ policyNumber: record.policyNumber }) : undefined),
    set: ({ today }) => ({ endValuePaidOn: today }),
  }),
  /** What was paid at the end came back: from the bank, which leaves it owed, or from the policyholder of a contract that goes on. */
  takeBackEndValue: t({
    from: ["surrenderPaid", "freeLookRefunded", "terminationPaid", ...unendedStates],
    to: ["surrendered", "freeLookCancelled", "terminated", ...unendedStates],
    guard: ({ record }) => (record.endValuePaidOn === undefined ? nothingOwed({ policyNumber: record.policyNumber }) : undefined),
    choose: ({ record: { state } }) => {
      if (state === "surrenderPaid") return "surrendered";
      if (state === "freeLookRefunded") return "freeLookCancelled";
      return state === "terminationPaid" ? "terminated" : state;
    },
    set: ({ record }) => ({ endValuePaidOn: undefined, ...(!isOver(record) && { endValue: undefined, loansSetOff: undefined }) }),
  }),
  /** What was paid out of premium that bounced later came back from the policyholder. */
  recover: t({
    from: overStates,
    guard: ({ record: { recoverable, policyNumber } }) => (recoverable === undefined ? nothingToRecover({ policyNumber }) : undefined),
    set: ({ record: { recoverable, recovered }, today }) => ({
      recoverable: undefined,
      recovered: recoverable && recovered ? addMoney(recovered, recoverable) : recoverable,
      recoveredOn: today,
    }),
  }),
  /** 犹豫期: the premium goes back, less a fee for the paper. A policy that nobody signed for counts as delivered some days after its conclusion. */
  cancelInFreeLook: t({
    // what was paid at once may be paid up from its first day
    from: ["issued", "inForce", "grace", "paidUp"],
    to: "freeLookCancelled",
    input: { requestedOn: date(), handlingFee: money().optional() },
    needs: { ...itsProduct, ...itsCompulsoryCovers, ...made, ...paid },
    guard: ({ record, needs }) => {
      if (!mayEndEarly(needs)) return compulsoryStands({ policyNumber: record.policyNumber });
      return needs.claims.made > 0 ? claimedInFreeLook({ count: needs.claims.made }) : undefined;
    },
    check: ({ record, input, needs, parameter, calendar, today }) => {
      const { requestedOn, handlingFee: fee } = input;
      const wrong =
        notBeforeProposal("requestedOn", requestedOn, { policy: record, calendar, parameter }) ??
        inOrder(["receiptSignedOn", record.receiptSignedOn], ["requestedOn", requestedOn]) ??
        notInFuture("requestedOn", requestedOn, today);
      if (wrong) return wrong;
      const endedOn = freeLookEndsOn(record, needs.product, { calendar, parameter });
      if (requestedOn > endedOn) return freeLookOver({ endedOn });
      if (fee === undefined) return undefined;
      const { amountMinor, currency } = parameter(coolingOffFee, requestedOn);
      const received = needs.receipts.paid.find((paid) => paid.currency === fee.currency)?.amountMinor ?? 0;
      const limit = currency === fee.currency ? Math.min(amountMinor, received) : 0;
      return (
        notNegative("handlingFee", fee) ??
        inCurrencyOf(record, fee) ??
        (fee.amountMinor > limit ? feeTooHigh({ limit: { ...fee, amountMinor: limit } }) : undefined)
      );
    },
    set: ({ record, input, needs }) => {
      const received = needs.receipts.paid.find(({ currency }) => currency === record.premium.currency);
      const refund = received && input.handlingFee ? addMoney(received, negateMoney(input.handlingFee)) : received;
      const isGivenBack = needs.product.clawsBackCommission && record.agentId !== undefined;
      const clawback = isGivenBack ? firstCommission(received, needs.product.commissionBasisPoints) : undefined;
      return { endedOn: input.requestedOn, endReason: "freeLook", endValue: refund, commissionClawback: clawback };
    },
    effective: ({ record, input, calendar }) => latest(calendar.startOf(input.requestedOn), record.since) ?? record.since,
  }),
  /** Applied together with the payment of the claim that ends the contract, such as a death. The day of the loss is still covered. */
  terminateByClaim: t({
    from: standingStates,
    to: "terminated",
    input: { lossOn: date() },
    check: ({ record, input, today }) =>
      inOrder(["effectiveOn", record.effectiveOn], ["lossOn", input.lossOn]) ?? notInFuture("lossOn", input.lossOn, today),
    set: ({ record: { lapsedOn }, input: { lossOn } }) => ({
      endedOn: lossOn,
      endReason: "claimPaid",
      // it had ended before the grace period had
      ...(lapsedOn !== undefined && lossOn <= lapsedOn && { lapsedOn: undefined }),
    }),
    also: ({ record, input, calendar }) => returnPaidAhead(record, { on: input.lossOn, calendar }),
    effective: ({ input, now, calendar }) => earliest(now, calendar.endOf(input.lossOn)) ?? now,
  }),
  /** A policy whose cover is suspended at the end of its term expires, whatever it was to pay at maturity. */
  reachEndOfTerm: t({
    from: ["inForce", "grace", "lapsed", "reinstatementPending", "paidUp", "reducedPaidUp", "premiumWaived"],
    to: ["expired", "matured"],
    needs: itsProduct,
    due: ({ record }) => record.expiresOn,
    choose: ({ record, needs }) => (coveredStates.includes(record.state) && needs.product.paysAtMaturity ? "matured" : "expired"),
    set: ({ record }) => ({ endedOn: record.expiresOn, endReason: "endOfTerm" }),
  }),
}));
