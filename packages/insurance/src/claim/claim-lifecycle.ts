import { act, date, defineLifecycle, defineRefusal, latest, list, money, text } from "@kehu/core";
import * as z from "zod";
import { inOrder, notInFuture } from "../policy/dates.js";
import { policyEnd } from "../policy/policy-end.js";
import { amountNotPositive, inCurrencyOf } from "../policy/policy-rules.js";
import { claim } from "./claim.js";
import { coverNeeds, coverUnknown, whyNotCovered } from "./cover.js";

export const documentsAskedFor = defineRefusal(
  "insurance/documents-asked-for",
  "Documents were asked for on {on}; the law allows that once, so decide on what has come in.",
);
export const coverIsKnown = defineRefusal(
  "insurance/cover-is-known",
  "The policy's history says whether the loss of {lossOn} was covered; there is nothing to judge by hand.",
);
export const aboveSumAssured = defineRefusal(
  "insurance/above-sum-assured",
  "The sum assured is {limit} (minor units of {currency}); approve no more than that.",
);

/** @see Insurance Law of the PRC, arts. 22–24 */
export const claimLifecycle = defineLifecycle(claim, (t) => ({
  register: t({ from: "reported", to: "registered" }),
  /** A judgement of the cover was made for the former day. */
  correctLossDate: t({
    from: ["reported", "registered"],
    input: { lossOn: date() },
    set: ({ input }) => ({ lossOn: input.lossOn, coverJudgement: undefined }),
  }),
  requestDocuments: t({
    from: ["reported", "registered"],
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
    from: ["reported", "registered"],
    input: { isCovered: z.boolean(), reason: text(500) },
    needs: coverNeeds,
    guard: (moment) => {
      const asNew = { ...moment, record: { lossOn: moment.record.lossOn } };
      return whyNotCovered(asNew)?.code === coverUnknown.code ? undefined : coverIsKnown({ lossOn: moment.record.lossOn });
    },
    set: ({ input }) => ({ coverJudgement: input }),
  }),
  approve: t({
    from: "registered",
    to: "approved",
    input: { amount: money() },
    needs: coverNeeds,
    guard: whyNotCovered,
    check: ({ input, needs }) => {
      const { sumAssured } = needs.policy;
      if (input.amount.amountMinor <= 0) return amountNotPositive({ field: "amount" });
      const wrongCurrency = inCurrencyOf(needs.policy, input.amount);
      if (wrongCurrency) return wrongCurrency;
      return input.amount.amountMinor > sumAssured.amountMinor
        ? aboveSumAssured({ limit: sumAssured.amountMinor, currency: sumAssured.currency })
        : undefined;
    },
    set: ({ input, today }) => ({ approvedAmount: input.amount, approvedOn: today }),
  }),
  deny: t({
    from: ["reported", "registered"],
    to: "denied",
    input: { reason: text(1000) },
    set: ({ input, today }) => ({ denialReason: input.reason, deniedOn: today }),
  }),
  sendDenialNotice: t({
    from: "denied",
    to: "closed",
    input: { sentOn: date() },
    check: ({ record, input, today }) =>
      inOrder(["deniedOn", record.deniedOn], ["sentOn", input.sentOn]) ?? notInFuture("sentOn", input.sentOn, today),
    set: ({ input }) => ({ denialNoticeOn: input.sentOn }),
  }),
  // the cover is judged again: a premium may have been reversed since the approval
  pay: t({
    from: "approved",
    to: "paid",
    input: { paidOn: date(), endsPolicy: z.boolean() },
    needs: coverNeeds,
    guard: whyNotCovered,
    check: ({ record, input, today }) =>
      inOrder(["approvedOn", record.approvedOn], ["paidOn", input.paidOn]) ?? notInFuture("paidOn", input.paidOn, today),
    set: ({ record, input }) => ({ paidAmount: record.approvedAmount, paidOn: input.paidOn }),
    also: ({ record, input }) =>
      input.endsPolicy ? [act.apply(policyEnd.terminateByClaim, record.policyId, { lossOn: record.lossOn })] : [],
  }),
  close: t({ from: "paid", to: "closed" }),
  withdraw: t({
    from: ["reported", "registered", "waitingForDocuments", "approved"],
    to: "withdrawn",
    input: { reason: text(500) },
    set: ({ input }) => ({ withdrawalReason: input.reason }),
  }),
}));
