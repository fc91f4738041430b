import { interaction } from "@kehu/core";
import { claim, premiumReceipt } from "@kehu/insurance";
import { dayOf } from "../agency/open-agency.js";
import type { Values } from "../read-files/read-table.js";
import type { calls, claims, receipts } from "../read-files/tables.js";
import { claimSteps, standingOn } from "./claim-story.js";
import { type Intake, type Refused, refused, type Taken } from "./intake.js";
import { type Known, type KnownPolicy, learnPolicies } from "./known.js";
import { noSuch, yuan } from "./policies.js";

const tooLate = (column: string, until: string): Refused =>
  refused(column, `${column} lies after ${until}, until when the book is run`, "give a later --until");

type ReceiptRow = Values<typeof receipts.columns>;
export const receiptIntake: Intake<ReceiptRow, typeof premiumReceipt> = {
  record: premiumReceipt,
  number: ({ receipt_no }) => receipt_no,
  prepare: (rows, known) =>
    learnPolicies(
      known,
      rows.map(({ policy_no }) => policy_no),
    ),
  take(row, known, { asOf, until }) {
    const policy = policyOf(row.policy_no, known);
    if (policy === undefined) return noSuch("policy_no", "policy", row.policy_no);
    if (row.paid_date > until) return tooLate("paid_date", until);
    const paid = { receiptNumber: row.receipt_no, amount: yuan(row.amount), paidOn: row.paid_date, method: row.method };
    if (row.paid_date > asOf) return { later: [{ kind: "pay", on: row.paid_date, input: { ...paid, policyNumber: row.policy_no } }] };
    if (policy === "sold")
      return refused("paid_date", "paid_date lies before the policy was signed, and before the change-over", "correct the date");
    if (row.period_from === undefined)
      return refused("period_from", "period_from is empty for a receipt from before the change-over", "fill it in");
    if (row.paid_to === undefined) return refused("paid_to", "paid_to is empty for a receipt from before the change-over", "fill it in");
    return {
      adopt: { input: { ...paid, policyId: policy.id, periodFrom: row.period_from, paidToOn: row.paid_to }, as: { state: "posted" } },
    };
  },
  find: async (numbers, { session }) => {
    const { items } = await session.find(premiumReceipt, { where: { receiptNumber: { in: numbers } }, limit: 1000 });
    return new Map(items.map((each) => [each.receiptNumber, each]));
  },
  columns: {
    receiptNumber: "receipt_no",
    policyId: "policy_no",
    amount: "amount",
    paidOn: "paid_date",
    periodFrom: "period_from",
    paidToOn: "paid_to",
    method: "method",
  },
};

type ClaimRow = Values<typeof claims.columns>;
export const claimIntake: Intake<ClaimRow, typeof claim> = {
  record: claim,
  number: ({ claim_no }) => claim_no,
  prepare: (rows, known) =>
    learnPolicies(
      known,
      rows.map(({ policy_no }) => policy_no),
    ),
  take(row, known, { asOf, until }): Taken<typeof claim> | Refused {
    const policy = policyOf(row.policy_no, known);
    if (policy === undefined) return noSuch("policy_no", "policy", row.policy_no);
    const reporterId = known.customers.get(row.reporter_no);
    if (reporterId === undefined) return noSuch("reporter_no", "customer", row.reporter_no);
    const incomplete = whyIncomplete(row);
    if (incomplete) return incomplete;
    if (row.reported_date > until) return tooLate("reported_date", until);
    const told = {
      claimNumber: row.claim_no,
      lossOn: row.loss_date,
      cause: row.cause,
      ...(row.claimed_amount !== undefined && { claimedAmount: yuan(row.claimed_amount) }),
    };
    const later = claimSteps(row, { asOf, until }, { ...told, policyNumber: row.policy_no, reporterId, channel: "phone" });
    if (row.reported_date > asOf) return { later };
    if (policy === "sold") return refused("reported_date", "reported_date lies before the policy was signed", "correct the date");
    const { state, since, fields } = standingOn(row, asOf);
    return {
      adopt: { input: { ...told, policyId: policy.id, reporterId, reportedOn: row.reported_date, ...fields }, as: { state, since } },
      later,
    };
  },
  find: async (numbers, { session }) => {
    const { items } = await session.find(claim, { where: { claimNumber: { in: numbers } }, limit: 1000 });
    return new Map(items.map((each) => [each.claimNumber, each]));
  },
  moving: ["approvedAmount", "approvedOn", "deniedOn", "denialReason", "withdrawalReason", "paidOn", "denialNoticeOn"],
  columns: {
    claimNumber: "claim_no",
    policyId: "policy_no",
    reporterId: "reporter_no",
    lossOn: "loss_date",
    reportedOn: "reported_date",
    cause: "cause",
    claimedAmount: "claimed_amount",
    approvedAmount: "approved_amount",
    amount: "approved_amount",
    state: "decision",
    approvedOn: "decided_date",
    deniedOn: "decided_date",
    denialReason: "reason",
    withdrawalReason: "reason",
    paidOn: "paid_date",
    denialNoticeOn: "notice_date",
  },
};

function whyIncomplete(row: ClaimRow): Refused | undefined {
  if (row.decision !== undefined && row.decided_date === undefined)
    return refused("decided_date", "decided_date is empty though there is a decision", "fill it in");
  if (row.decision === undefined && row.decided_date !== undefined)
    return refused("decision", "decision is empty though there is a day of it", "fill it in");
  if (row.decided_date !== undefined && row.decided_date < row.reported_date)
    return refused("decided_date", "decided_date lies before reported_date", "correct one of them");
  if (row.decision === "approved" && row.approved_amount === undefined)
    return refused("approved_amount", "approved_amount is empty though the claim was approved", "fill it in");
  if (row.decision !== undefined && row.decision !== "approved" && row.reason === undefined)
    return refused("reason", "reason is empty though the claim was denied or withdrawn", "fill it in");
  if (row.notice_date !== undefined && (row.decision !== "denied" || row.notice_date < (row.decided_date ?? "")))
    return refused("notice_date", "notice_date is filled in though the claim was not denied by then", "correct one of them");
  if (row.paid_date === undefined) return undefined;
  if (row.decision !== "approved")
    return refused("paid_date", "paid_date is filled in though the claim was not approved", "correct the decision");
  return row.decided_date !== undefined && row.paid_date < row.decided_date
    ? refused("paid_date", "paid_date lies before decided_date", "correct one of them")
    : undefined;
}

type CallRow = Values<typeof calls.columns>;
export const callIntake: Intake<CallRow, typeof interaction> = {
  record: interaction,
  number: ({ call_no }) => call_no,
  prepare: (rows, known) =>
    learnPolicies(
      known,
      rows.map(({ policy_no }) => policy_no),
    ),
  take(row, known, { asOf, until }) {
    const customerId = known.customers.get(row.customer_no);
    if (customerId === undefined) return noSuch("customer_no", "customer", row.customer_no);
    const policy = row.policy_no === undefined ? undefined : policyOf(row.policy_no, known);
    if (row.policy_no !== undefined && policy === undefined) return noSuch("policy_no", "policy", row.policy_no);
    const staffId = row.agent_no === undefined ? undefined : known.agents.get(row.agent_no);
    if (row.agent_no !== undefined && staffId === undefined) return noSuch("agent_no", "agent", row.agent_no);
    if ((row.promise === undefined) !== (row.promised_until === undefined))
      return refused("promised_until", "promise and promised_until are not both filled in", "fill in both or none");
    const on = dayOf(row.time);
    if (on > until) return tooLate("time", until);
    const input = {
      customerId,
      channel: row.channel,
      direction: row.direction,
      happenedAt: row.time,
      topic: row.topic,
      line: "insurance",
      ...(row.outcome !== undefined && { outcome: row.outcome }),
      ...(row.seconds !== undefined && { durationSeconds: row.seconds }),
      ...(row.cost !== undefined && row.cost > 0 && { cost: yuan(row.cost) }),
      ...(typeof policy === "object" && { aboutId: policy.id }),
      ...(staffId !== undefined && { staffId }),
      ...(row.promise !== undefined && { promise: row.promise }),
      ...(row.promised_until !== undefined && { promisedUntil: row.promised_until }),
    };
    const keptOn = row.promise === undefined ? undefined : row.kept_date;
    const keeps = keptOn !== undefined && keptOn > asOf && keptOn >= on && keptOn <= until;
    const later = keeps ? [{ kind: "keepPromise" as const, on: keptOn, callNumber: row.call_no }] : [];
    const isPromise = row.promise !== undefined;
    const about = row.policy_no !== undefined && (known.sold.get(row.policy_no) ?? until) <= on ? { policyNumber: row.policy_no } : {};
    if (on > asOf)
      return { later: [{ kind: "call" as const, on, input, ...about, state: isPromise ? "promised" : "logged", keeps }, ...later] };
    return { adopt: { input, as: { state: !isPromise ? "logged" : keptOn !== undefined && keptOn <= asOf ? "kept" : "promised" } }, later };
  },
  async adopted(rows, known, { asOf, until }) {
    for (const { values, record } of rows)
      if (values.promise !== undefined && values.kept_date !== undefined && values.kept_date > asOf && values.kept_date <= until)
        known.promises.set(values.call_no, record.id);
  },
  columns: {
    customerId: "customer_no",
    happenedAt: "time",
    topic: "topic",
    promise: "promise",
    promisedUntil: "promised_until",
    durationSeconds: "seconds",
  },
};

const policyOf = (number: string, known: Known): KnownPolicy | "sold" | undefined =>
  known.sold.has(number) ? "sold" : known.policies.get(number);
