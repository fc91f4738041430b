import {
  act,
  date,
  defineLifecycle,
  defineRefusal,
  latest,
  list,
  type Money,
  many,
  money,
  one,
  party,
  personal,
  ref,
  text,
} from "@kehu/core";
import * as z from "zod";
import { coverage } from "../coverage/coverage.js";
import { policyLoan } from "../loan/policy-loan.js";
import { inOrder, notInFuture } from "../policy/dates.js";
import { amountNotPositive, inCurrencyOf, notNegative } from "../policy/policy-rules.js";
import { type Claim, claim, openClaimStates } from "./claim.js";
import { claimPayment, nothingApproved } from "./claim-payment.js";
import { coverNeeds, itsPolicy, lossAfterDeath, toBeJudged, whyNotCovered } from "./cover.js";
import {
  afterDenial,
  afterPayment,
  contractNeeds,
  correctDeath,
  deathNeeds,
  moveDeath,
  openDeath,
  releaseDeath,
  reopenDeath,
  reopeningNeeds,
  whyNoDeathToEnd,
  whyPolicyEnds,
} from "./death-on-policy.js";
import { arrearsKept, deductArrears, whyNothingKept } from "./deduct-arrears.js";
import { cashValueKept, deductCashValue, whyCashValueExceeds } from "./deduct-cash-value.js";
import { deductLoans, loansKept } from "./deduct-loans.js";
import { whyTimeBarred } from "./limitation.js";
import { amountNeeds, minorOf, paymentNeeds, stillToPay, whyNotInAdvance, whyNotPayable, whyRestUnexplained } from "./payable.js";
import { drawReserve, releaseReserves, reserveNeeds } from "./release-reserve.js";
import { arrearsNeeds, returnArrears, whyNotReturned } from "./return-arrears.js";
import { waiveByClaim, whyNotWaived } from "./waive-by-claim.js";

export const documentsAskedFor = defineRefusal(
  "insurance/documents-asked-for",
  "Documents were asked for on {on}; the law allows that once, so decide on what has come in.",
);
export const coverIsKnown = defineRefusal(
  "insurance/cover-is-known",
  "The policy's history says whether the loss of {lossOn} was covered; there is nothing to judge by hand.",
);
export const denialUntold = defineRefusal(
  "insurance/denial-untold",
  "The rest of claim {claimNumber} was denied on {deniedOn}, and its claimant has not been told why; send the notice, then close the claim.",
);
export const nothingDenied = defineRefusal(
  "insurance/nothing-denied",
  "Nothing of claim {claimNumber} was denied that its claimant has not been told of; there is no notice to send.",
);
export const stillCovered = defineRefusal(
  "insurance/still-covered",
  "The loss of {lossOn} is covered, so what was approved stands; pay the claim, or have it withdrawn by who made it.",
);

const judged = ["registered", "investigating", "assessed", "reopened"] as const;
const approvedOnes = ["approved", "partiallyApproved"] as const;
const loanNeeds = { loans: many(policyLoan, "policyId", { of: itsPolicy, where: { state: "outstanding" } }) };
const decisionNeeds = { ...coverNeeds, ...amountNeeds };
const settlementNeeds = { ...deathNeeds, ...reserveNeeds };

/** That somebody died all the same, and what the policy was worth where no table says it. */
const denial = { reason: personal("health", text(1000)), deathStands: z.boolean().optional(), cashValue: money().optional() };

/** @see Insurance Law of the PRC, arts. 22–24 */
export const claimLifecycle = defineLifecycle(claim, (t) => ({
  register: t({
    from: "reported",
    to: "registered",
    needs: contractNeeds,
    also: openDeath,
  }),
  investigate: t({ from: ["registered", "reopened"], to: "investigating" }),
  assess: t({
    from: ["registered", "investigating"],
    to: "assessed",
    input: { assessedAmount: money(), assessedOn: date() },
    needs: { policy: itsPolicy },
    check: ({ record, input, needs, today }) =>
      notNegative("assessedAmount", input.assessedAmount) ??
      inCurrencyOf(needs.policy, input.assessedAmount) ??
      inOrder(["reportedOn", record.reportedOn], ["assessedOn", input.assessedOn]) ??
      notInFuture("assessedOn", input.assessedOn, today),
    set: ({ input }) => input,
  }),
  waiveLimitation: t({ from: judged, set: ({ today }) => ({ limitationWaivedOn: today }) }),
  /** What was found out about a death. @see Insurance Law of the PRC, art. 44 */
  findSuicide: t({ from: judged, input: { suicide: claim.fields.suicide }, set: ({ input }) => input }),
  /** A judgement of the cover was made for the former day. */
  correctLossDate: t({
    from: ["reported", "registered"],
    input: { lossOn: date(), knownOn: claim.fields.knownOn },
    needs: contractNeeds,
    set: ({ record, input }) => ({ lossOn: input.lossOn, knownOn: input.knownOn ?? record.knownOn, coverJudgement: undefined }),
    also: (moment) => correctDeath(moment, moment.input.lossOn),
  }),
  /** Which of the policy's covers it is claimed on, and so whose life it is about; the judgement was made for the former one. */
  nameCover: t({
    from: ["reported", ...judged],
    input: { coverageId: ref("insurance/coverage") },
    needs: { ...deathNeeds, named: one(coverage, "input.coverageId") },
    set: ({ input }) => ({ coverageId: input.coverageId, coverJudgement: undefined }),
    also: (moment) => moveDeath(moment, moment.needs.named),
  }),
  requestDocuments: t({
    from: ["reported", "registered", "investigating"],
    to: "waitingForDocuments",
    input: { documents: list(text(200), 50).min(1), requestedOn: date() },
    guard: ({ record }) => (record.documentsRequestedOn === undefined ? undefined : documentsAskedFor({ on: record.documentsRequestedOn })),
    check: ({ record, input, today }) =>
      inOrder(["reportedOn", record.reportedOn], ["requestedOn", input.requestedOn]) ??
      notInFuture("requestedOn", input.requestedOn, today),
    set: ({ input }) => ({ documentsRequested: input.documents, documentsRequestedOn: input.requestedOn }),
    effective: ({ record, input, calendar }) => latest(calendar.startOf(input.requestedOn), record.since) ?? record.since,
  }),
  receiveDocuments: t({
    from: "waitingForDocuments",
    to: "origin",
    input: { receivedOn: date() },
    check: ({ record, input, today }) =>
      inOrder(["documentsRequestedOn", record.documentsRequestedOn], ["receivedOn", input.receivedOn]) ??
      notInFuture("receivedOn", input.receivedOn, today),
    set: ({ input }) => ({ documentsReceivedOn: input.receivedOn }),
    effective: ({ record, input, calendar }) => latest(calendar.startOf(input.receivedOn), record.since) ?? record.since,
  }),
  /** By hand and with a reason, only where the history does not say it. */
  judgeCover: t({
    from: ["reported", ...judged, ...approvedOnes],
    input: { isCovered: z.boolean(), reason: personal("health", text(500)) },
    needs: coverNeeds,
    guard: (moment) => {
      const why = whyNotCovered({ ...moment, record: { ...moment.record, coverJudgement: undefined } });
      return why !== undefined && toBeJudged.includes(why.code) ? undefined : coverIsKnown({ lossOn: moment.record.lossOn });
    },
    set: ({ input }) => ({ coverJudgement: input }),
  }),
  approve: t({
    from: judged,
    to: "approved",
    input: { amount: money(), reason: personal("health", text(1000)).optional() },
    needs: decisionNeeds,
    guard: (moment) => whyNotCovered(moment) ?? whyTimeBarred(moment),
    check: ({ record, input: { amount, reason }, needs }) =>
      whyNotPayable(record, amount, needs) ?? (reason === undefined ? whyRestUnexplained(record, amount, needs) : undefined),
    set: ({ input: { amount, reason }, today }) => ({
      approvedAmount: amount,
      approvedOn: today,
      ...(reason !== undefined && { denialReason: reason }),
    }),
  }),
  /** What a rider for it promises (豁免保险费): no money is paid, and the premium of the policy is waived from the day of the loss on. */
  grantWaiver: t({
    from: judged,
    to: "closed",
    input: { waivedUntilOn: date().optional() },
    needs: { ...coverNeeds, ...settlementNeeds },
    guard: (moment) => whyNotCovered(moment) ?? whyTimeBarred(moment) ?? whyPolicyEnds(moment, false),
    check: whyNotWaived,
    set: ({ record, today }) => ({ approvedOn: today, waivedFromOn: record.lossOn }),
    also: (moment) => [...waiveByClaim(moment), ...afterPayment(moment, false), ...releaseReserves(moment, moment.today)],
  }),
  /** The rest is denied, with its reason. */
  approvePartly: t({
    from: judged,
    to: "partiallyApproved",
    input: { amount: money(), reason: personal("health", text(1000)) },
    needs: decisionNeeds,
    guard: (moment) => whyNotCovered(moment) ?? whyTimeBarred(moment),
    check: ({ record, input, needs }) => whyNotPayable(record, input.amount, needs),
    set: ({ input, today }) => ({ approvedAmount: input.amount, approvedOn: today, denialReason: input.reason, deniedOn: today }),
  }),
  /** What is certain, while the amount is not settled. @see Insurance Law of the PRC, art. 25 */
  payInAdvance: t({
    from: judged,
    input: { amount: money(), paidOn: date(), payeeId: party("payee").optional() },
    needs: { ...decisionNeeds, ...reserveNeeds },
    guard: (moment) => whyNotCovered(moment) ?? whyTimeBarred(moment),
    check: ({ record, input, needs, today }) =>
      whyNotInAdvance(record, input.amount, needs) ??
      inOrder(["reportedOn", record.reportedOn], ["paidOn", input.paidOn]) ??
      notInFuture("paidOn", input.paidOn, today),
    set: ({ input, needs }) => ({
      advancePaidOn: input.paidOn,
      paidInAdvance: { ...input.amount, amountMinor: input.amount.amountMinor + minorOf(needs.payments.paid, input.amount.currency) },
    }),
    also: (moment) => {
      const { record, input } = moment;
      const payment = act.create(claimPayment, { ...input, claimId: record.id, kind: "advance" });
      return [payment, ...drawReserve(moment, input.amount, input.paidOn)];
    },
  }),
  payPart: t({
    from: approvedOnes,
    input: { amount: money(), paidOn: date(), payeeId: party("payee").optional() },
    needs: { ...coverNeeds, ...paymentNeeds, ...reserveNeeds },
    guard: whyNotCovered,
    check: ({ record, input, needs, today }) => {
      if (input.amount.amountMinor <= 0) return amountNotPositive({ field: "amount" });
      const left = record.approvedAmount && stillToPay(record.approvedAmount, needs.payments.paid);
      const isTooMuch = left === undefined || left.currency !== input.amount.currency || input.amount.amountMinor > left.amountMinor;
      if (isTooMuch) return nothingApproved({ claimNumber: record.claimNumber });
      return inOrder(["approvedOn", record.approvedOn], ["paidOn", input.paidOn]) ?? notInFuture("paidOn", input.paidOn, today);
    },
    also: (moment) => {
      const { record, input } = moment;
      const payment = act.create(claimPayment, { ...input, claimId: record.id, kind: "part" });
      return [payment, ...drawReserve(moment, input.amount, input.paidOn)];
    },
  }),
  /**
   * The policy goes on, unless the insured has died all the same: of a suicide that is excluded, or as is entered of another death for which
   * nothing is owed. Then it ends, and what it was worth goes back.
   */
  deny: t({
    from: ["reported", ...judged],
    to: "denied",
    input: denial,
    needs: settlementNeeds,
    check: whyNoDeathToEnd,
    set: ({ input, today }) => ({ denialReason: input.reason, deniedOn: today }),
    also: (moment) => [...afterDenial(moment), ...releaseReserves(moment, moment.today)],
  }),
  /** Its cover fell away, as was found out after the approval: it is denied after all, and told so. What was paid of it may be taken back. */
  reviseToDenied: t({
    from: approvedOnes,
    to: "denied",
    input: denial,
    needs: { ...coverNeeds, ...settlementNeeds },
    check: whyNoDeathToEnd,
    guard: (moment) => {
      const why = whyNotCovered(moment);
      if (why === undefined) return stillCovered({ lossOn: moment.record.lossOn });
      return toBeJudged.includes(why.code) || why.code === lossAfterDeath.code ? why : undefined;
    },
    set: ({ input, today }) => ({
      approvedAmount: undefined,
      approvedOn: undefined,
      denialReason: input.reason,
      deniedOn: today,
      denialNoticeOn: undefined,
    }),
    also: (moment) => [...afterDenial(moment), ...releaseReserves(moment, moment.today)],
  }),
  /** With it a denied claim is over; one of which only the rest was denied goes on. */
  sendDenialNotice: t({
    from: ["denied", "partiallyApproved", "paid"],
    to: ["closed", "partiallyApproved", "paid"],
    input: { sentOn: date() },
    guard: ({ record }) => (record.state === "denied" || isUntold(record) ? undefined : nothingDenied({ claimNumber: record.claimNumber })),
    choose: ({ record: { state } }) => (state === "partiallyApproved" || state === "paid" ? state : "closed"),
    check: ({ record, input, today }) =>
      inOrder(["deniedOn", record.deniedOn], ["sentOn", input.sentOn]) ?? notInFuture("sentOn", input.sentOn, today),
    needs: reserveNeeds,
    set: ({ input }) => ({ denialNoticeOn: input.sentOn }),
    also: (moment) => (moment.record.state === "denied" ? releaseReserves(moment, moment.today) : []),
  }),
  // the cover is judged again: a premium may have been reversed since the approval
  pay: t({
    from: approvedOnes,
    to: "paid",
    input: { paidOn: date(), endsPolicy: z.boolean(), deductArrears: z.boolean().optional() },
    needs: { ...coverNeeds, ...paymentNeeds, ...settlementNeeds, ...loanNeeds },
    guard: whyNotCovered,
    check: (moment) => {
      const { record, input, today } = moment;
      return (
        inOrder(["approvedOn", record.approvedOn], ["paidOn", input.paidOn]) ??
        notInFuture("paidOn", input.paidOn, today) ??
        whyPolicyEnds(moment, input.endsPolicy) ??
        whyNothingKept(moment) ??
        whyCashValueExceeds(moment, leftToPay(moment))
      );
    },
    set: (moment) => {
      const { record, input, needs } = moment;
      const arrears = arrearsKept(moment);
      const loans = loansKept(moment, arrears);
      const cashValue = cashValueKept(moment);
      return {
        paidAmount: record.approvedAmount && stillToPay(record.approvedAmount, needs.payments.paid, arrears, loans, cashValue),
        paidOn: input.paidOn,
        ...(arrears && { arrearsDeducted: arrears }),
        ...(loans && { loansDeducted: loans }),
        ...(cashValue && { cashValueDeducted: cashValue }),
      };
    },
    also: (moment) => {
      const { record, input, needs, calendar } = moment;
      const arrears = arrearsKept(moment);
      const deduction = arrears ? deductArrears({ record, policy: needs.policy, arrears, paidOn: input.paidOn, calendar }) : [];
      const kept = loansKept(moment, arrears);
      const loans = input.endsPolicy ? deductLoans({ record, loans: needs.loans, kept, paidOn: input.paidOn }) : [];
      const reserve = releaseReserves(moment, input.paidOn, ["indemnity"]);
      return [...deduction, ...loans, ...deductCashValue(moment), ...afterPayment(moment, input.endsPolicy), ...reserve];
    },
  }),
  /** Premium was kept that had been paid, or more than was owed: it goes back to the benefit while the claim is open (again). */
  returnArrears: t({
    from: [...judged, ...approvedOnes],
    needs: arrearsNeeds,
    guard: whyNotReturned,
    set: () => ({ arrearsDeducted: undefined }),
    also: returnArrears,
  }),
  close: t({
    from: "paid",
    to: "closed",
    needs: reserveNeeds,
    guard: ({ record }) =>
      isUntold(record) ? denialUntold({ claimNumber: record.claimNumber, deniedOn: record.deniedOn ?? "" }) : undefined,
    also: (moment) => releaseReserves(moment, moment.today),
  }),
  /** Something new came to light. What was paid stays paid: as a part of what is approved now. A denial is taken back, and may be pronounced anew. */
  reopen: t({
    from: "closed",
    to: "reopened",
    input: { reason: personal("health", text(500)) },
    needs: reopeningNeeds,
    set: ({ input }) => ({
      reopenReason: input.reason,
      approvedAmount: undefined,
      approvedOn: undefined,
      waivedFromOn: undefined,
      paidAmount: undefined,
      paidOn: undefined,
      denialReason: undefined,
      deniedOn: undefined,
      denialNoticeOn: undefined,
      // what came to light may need papers of its own
      documentsRequested: undefined,
      documentsRequestedOn: undefined,
      documentsReceivedOn: undefined,
    }),
    also: (moment) => {
      const { id, paidAmount, paidOn } = moment.record;
      const isPaid = paidAmount !== undefined && paidOn !== undefined && paidAmount.amountMinor > 0;
      const payment = isPaid ? [act.create(claimPayment, { claimId: id, kind: "part", amount: paidAmount, paidOn })] : [];
      return [...payment, ...reopenDeath(moment)];
    },
  }),
  withdraw: t({
    from: openClaimStates,
    to: "withdrawn",
    input: { reason: personal("health", text(500)) },
    needs: settlementNeeds,
    set: ({ input }) => ({ withdrawalReason: input.reason }),
    also: (moment) => [...releaseDeath(moment), ...releaseReserves(moment, moment.today)],
  }),
}));

/** Of what was approved, after what is kept for premium and loans. */
function leftToPay(moment: Parameters<typeof arrearsKept>[0] & Parameters<typeof loansKept>[0]): Money | undefined {
  const { approvedAmount } = moment.record;
  const arrears = arrearsKept(moment);
  return approvedAmount && stillToPay(approvedAmount, moment.needs.payments.paid, arrears, loansKept(moment, arrears));
}

const isUntold = ({ deniedOn, denialNoticeOn }: Pick<Claim, "deniedOn" | "denialNoticeOn">): boolean =>
  deniedOn !== undefined && denialNoticeOn === undefined;
