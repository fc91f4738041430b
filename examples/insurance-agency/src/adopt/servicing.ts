import { type Identification, interaction } from "@kehu/core";
import { policy, type ServicingRequest, servicingRequest } from "@kehu/insurance";
import { both } from "report-kit";
import { fillIn, yuan as readYuan } from "../read-files/cells.js";
import type { Values } from "../read-files/read-table.js";
import { servicing } from "../read-files/tables.js";
import type { Step } from "../year/step.js";
import { type Intake, isRefused, type Period, type Refused, refused } from "./intake.js";
import { correctOne, policyOf } from "./journals.js";
import { type Known, learnPolicies } from "./known.js";
import { beneficiariesOf, customerWord, noSuch, policyWord, startOf, tooLate, yuan } from "./policies.js";

type Row = Values<typeof servicing.columns>;
type Change = ServicingRequest["change"];

export const servicingIntake: Intake<Row, typeof servicingRequest> = {
  record: servicingRequest,
  number: ({ request_no }) => request_no,
  prepare: (rows, known) =>
    learnPolicies(
      known,
      rows.map(({ policy_no }) => policy_no),
    ),
  take(row, known, { asOf, until }) {
    const found = policyOf(row.policy_no, known);
    if (found === undefined) return noSuch("policy_no", policyWord, row.policy_no);
    const requesterId = known.customers.get(row.requester_no);
    if (requesterId === undefined) return noSuch("requester_no", customerWord, row.requester_no);
    const incomplete = whyIncomplete(row);
    if (incomplete) return incomplete;
    const change = changeOf(row, known);
    if (isRefused(change)) return change;
    if (row.asked_date > until) return tooLate("asked_date", until);
    const later = deciding(row, { asOf, until });
    if (row.asked_date > asOf) {
      const input = { policyNumber: row.policy_no, requesterId, channel: row.channel, identifiedBy: knownBy[row.channel], change };
      return { later: [{ kind: "ask", on: row.asked_date, input }, ...later] };
    }
    if (found === "sold")
      return refused(
        "asked_date",
        both("asked_date lies before the policy was signed", "asked_date 早于投保日"),
        both("correct the date", "请更正日期"),
      );
    const told = { policyId: found.id, requesterId, requestedOn: row.asked_date, change };
    const { decided_date: decidedOn, decision, reason } = row;
    if (decidedOn === undefined || decision === undefined || decidedOn > asOf)
      return { adopt: { input: told, as: { state: "received", since: startOf(row.asked_date) } }, later };
    const input = { ...told, decidedOn, ...(decision === "refused" && reason !== undefined && { refusalReason: reason }) };
    return { adopt: { input, as: { state: decision, since: startOf(decidedOn) } } };
  },
  async adopted(rows, known, { asOf, until }) {
    for (const { values, record } of rows)
      if (deciding(values, { asOf, until }).length > 0) known.requests.set(values.request_no, record.id);
    // a request has no channel of its own: that it came stands on the timeline of who asked
    await known.session.adoptMany(
      interaction,
      rows.map(({ values, record }) => ({
        input: {
          customerId: record.requesterId,
          channel: values.channel,
          direction: "inbound",
          happenedAt: startOf(values.asked_date),
          topic: values.type,
          line: "insurance",
          aboutId: record.id,
        },
        as: { state: "logged", asOf, source: `${servicing.file}:${values.request_no}/contact` },
      })),
    );
  },
  moving: ["decidedOn", "refusalReason"],
  columns: {
    policyId: "policy_no",
    requesterId: "requester_no",
    requestedOn: "asked_date",
    change: "details",
    state: "decision",
    decidedOn: "decided_date",
    refusalReason: "reason",
  },
};

/** The files do not say how it was known who asked; an agency takes no request of a contract from who is not known. */
const knownBy: Readonly<Record<Row["channel"], Identification>> = {
  phone: "securityQuestions",
  web: "signIn",
  chat: "signIn",
  instantMessaging: "signIn",
  storeVisit: "faceToFace",
  fieldVisit: "faceToFace",
  mail: "signedLetter",
};

function deciding({ request_no: requestNumber, decision, decided_date: on, reason = "" }: Row, { asOf, until }: Period): readonly Step[] {
  if (on === undefined || decision === undefined || on <= asOf || on > until) return [];
  if (decision === "refused") return [{ kind: "refuse", on, requestNumber, reason }];
  return [{ kind: decision === "approved" ? "grant" : "takeBack", on, requestNumber }];
}

function whyIncomplete(row: Row): Refused | undefined {
  if (row.decision !== undefined && row.decided_date === undefined)
    return refused("decided_date", both("decided_date is empty though there is a decision", "已有决定但 decided_date 为空"), fillIn);
  if (row.decision === undefined && row.decided_date !== undefined)
    return refused("decision", both("decision is empty though there is a day of it", "已有决定日期但 decision 为空"), fillIn);
  if (row.decided_date !== undefined && row.decided_date < row.asked_date)
    return refused("decided_date", both("decided_date lies before asked_date", "decided_date 早于 asked_date"), correctOne);
  return row.decision === "refused" && row.reason === undefined
    ? refused("reason", both("reason is empty though the request was refused", "申请未准但 reason 为空"), fillIn)
    : undefined;
}

/** What the column `details` says, by the type of the request. */
function changeOf({ type, details, decision, asked_date: askedOn }: Row, known: Known): Change | Refused {
  if (type === "reissue") return { type };
  if (details === undefined) return refused("details", both(`details is empty for ${type}`, `${type} 的 details 为空`), fillIn);
  if (type === "address") return { type, mailingAddress: details };
  if (type === "beneficiaries") {
    const beneficiaries = beneficiariesOf("details", details, known);
    if (isRefused(beneficiaries)) return beneficiaries;
    // it was granted, so the insured had agreed
    return { type, beneficiaries: [...beneficiaries], ...(decision === "approved" && { insuredConsentedOn: askedOn }) };
  }
  return type === "paymentMethod" ? methodOf(details) : reductionOf(details);
}

const { options: methods } = policy.fields.paymentMethod.unwrap();
function methodOf(details: string): Change | Refused {
  const paymentMethod = methods.find((each) => each === details);
  if (paymentMethod !== undefined) return { type: "paymentMethod", paymentMethod };
  const words = both(`write ${methods.join(", ")}`, `请写 ${methods.join("、")} 之一`);
  return refused("details", both("details is no way of paying", "details 不是交费方式"), words);
}

/** `50000 600`: what is insured from then on, and the instalment for it. */
function reductionOf(details: string): Change | Refused {
  const [sum, premium, ...more] = details.split(/\s+/).map((part) => readYuan.read(part));
  if (more.length > 0 || sum === undefined || premium === undefined || !("value" in sum) || !("value" in premium))
    return refused(
      "details",
      both("details is not written as a sum assured and a premium", "details 不是“保险金额 保险费”的写法"),
      both("write 50000 600", "请写成 50000 600"),
    );
  return { type: "sumReduction", sumAssured: yuan(sum.value), premium: yuan(premium.value) };
}
