import { interaction } from "@kehu/core";
import { claim, premiumReceipt } from "@kehu/insurance";
import { both } from "report-kit";
import { dayOf } from "../agency/open-agency.js";
import { fillIn } from "../read-files/cells.js";
import type { Values } from "../read-files/read-table.js";
import type { calls, claims, receipts } from "../read-files/tables.js";
import { claimSteps, standingOn } from "./claim-story.js";
import { adoptHealthConsents } from "./health-consents.js";
import { type Intake, type Refused, refused, type Taken } from "./intake.js";
import { type Known, type KnownPolicy, learnPolicies } from "./known.js";
import { agentWord, customerWord, noSuch, policyWord, tooLate, yuan } from "./policies.js";

export const correctOne = both("correct one of them", "请更正其中之一");

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
    if (policy === undefined) return noSuch("policy_no", policyWord, row.policy_no);
    if (row.paid_date > until) return tooLate("paid_date", until);
    const paid = { receiptNumber: row.receipt_no, amount: yuan(row.amount), paidOn: row.paid_date, method: row.method };
    if (row.paid_date > asOf) return { later: [{ kind: "pay", on: row.paid_date, input: { ...paid, policyNumber: row.policy_no } }] };
    if (policy === "sold")
      return refused(
        "paid_date",
        both("paid_date lies before the policy was signed, and before the change-over", "paid_date 早于投保日，也早于切换日"),
        both("correct the date", "请更正日期"),
      );
    if (row.period_from === undefined)
      return refused(
        "period_from",
        both("period_from is empty for a receipt from before the change-over", "切换日之前的收据缺少 period_from"),
        fillIn,
      );
    if (row.paid_to === undefined)
      return refused("paid_to", both("paid_to is empty for a receipt from before the change-over", "切换日之前的收据缺少 paid_to"), fillIn);
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
  async prepare(rows, known, { asOf }) {
    await learnPolicies(
      known,
      rows.map(({ policy_no }) => policy_no),
    );
    await adoptHealthConsents(rows, known, asOf);
  },
  take(row, known, { asOf, until }): Taken<typeof claim> | Refused {
    const policy = policyOf(row.policy_no, known);
    if (policy === undefined) return noSuch("policy_no", policyWord, row.policy_no);
    const reporterId = known.customers.get(row.reporter_no);
    if (reporterId === undefined) return noSuch("reporter_no", customerWord, row.reporter_no);
    const incomplete = whyIncomplete(row);
    if (incomplete) return incomplete;
    if (row.reported_date > until) return tooLate("reported_date", until);
    const told = {
      claimNumber: row.claim_no,
      lossOn: row.loss_date,
      ...(row.health_consent && { cause: row.cause }),
      ...(row.claimed_amount !== undefined && { claimedAmount: yuan(row.claimed_amount) }),
    };
    const later = claimSteps(row, { asOf, until }, { ...told, policyNumber: row.policy_no, reporterId, channel: "phone" });
    if (row.reported_date > asOf) return { later };
    if (policy === "sold")
      return refused(
        "reported_date",
        both("reported_date lies before the policy was signed", "reported_date 早于投保日"),
        both("correct the date", "请更正日期"),
      );
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
    return refused("decided_date", both("decided_date is empty though there is a decision", "已有决定但 decided_date 为空"), fillIn);
  if (row.decision === undefined && row.decided_date !== undefined)
    return refused("decision", both("decision is empty though there is a day of it", "已有决定日期但 decision 为空"), fillIn);
  if (row.decided_date !== undefined && row.decided_date < row.reported_date)
    return refused("decided_date", both("decided_date lies before reported_date", "decided_date 早于 reported_date"), correctOne);
  if (row.decision === "approved" && row.approved_amount === undefined)
    return refused(
      "approved_amount",
      both("approved_amount is empty though the claim was approved", "赔案已核准但 approved_amount 为空"),
      fillIn,
    );
  if (row.decision !== undefined && row.decision !== "approved" && row.reason === undefined)
    return refused("reason", both("reason is empty though the claim was denied or withdrawn", "赔案已拒赔或撤回但 reason 为空"), fillIn);
  if (row.notice_date !== undefined && (row.decision !== "denied" || row.notice_date < (row.decided_date ?? "")))
    return refused(
      "notice_date",
      both("notice_date is filled in though the claim was not denied by then", "填写了 notice_date，但当时并未拒赔"),
      correctOne,
    );
  if (row.paid_date === undefined) return undefined;
  if (row.decision !== "approved")
    return refused(
      "paid_date",
      both("paid_date is filled in though the claim was not approved", "填写了 paid_date，但赔案未核准"),
      both("correct the decision", "请更正决定"),
    );
  return row.decided_date !== undefined && row.paid_date < row.decided_date
    ? refused("paid_date", both("paid_date lies before decided_date", "paid_date 早于 decided_date"), correctOne)
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
    if (customerId === undefined) return noSuch("customer_no", customerWord, row.customer_no);
    const policy = row.policy_no === undefined ? undefined : policyOf(row.policy_no, known);
    if (row.policy_no !== undefined && policy === undefined) return noSuch("policy_no", policyWord, row.policy_no);
    const staffId = row.agent_no === undefined ? undefined : known.agents.get(row.agent_no);
    if (row.agent_no !== undefined && staffId === undefined) return noSuch("agent_no", agentWord, row.agent_no);
    if ((row.promise === undefined) !== (row.promised_until === undefined))
      return refused(
        "promised_until",
        both("promise and promised_until are not both filled in", "promise 与 promised_until 未同时填写"),
        both("fill in both or none", "请同时填写或都留空"),
      );
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

export const policyOf = (number: string, known: Known): KnownPolicy | "sold" | undefined =>
  known.sold.has(number) ? "sold" : known.policies.get(number);
