import { channels } from "@kehu/core";
import { choice, day, lenient, number, optional, percent, required, text, time, whole, yesOrNo, yuan } from "./cells.js";
import { table } from "./read-table.js";

// The files of an agency, described for people in the README beside this example.

export const agents = table("agents.csv", { agent_no: required(number(40)), name: required(text(200)) });

export const products = table("products.csv", {
  product_code: required(number(32)),
  name: required(text(120)),
  grace_days: optional(whole(3650)),
  waiting_days: optional(whole(3650)),
  cooling_off_days: optional(whole(3650)),
  pays_at_maturity: required(yesOrNo),
  commission_percent: required(percent),
  renewal_commission_percent: required(percent),
});

export const customers = table("customers.csv", {
  customer_no: required(number(40)),
  kind: required(choice(["person", "organization"])),
  name: required(text(200)),
  document_kind: lenient(choice(["resident_id", "passport", "credit_code", "tax_number"])),
  document_no: lenient(text(64)),
  birth_date: lenient(day),
  phone: lenient(text(80)),
  email: lenient(text(200)),
  wechat: lenient(text(100)),
  address: lenient(text(300)),
  may_be_called: required(choice(["yes", "no", "unknown"])),
  consent_date: lenient(day),
});

export const policies = table("policies.csv", {
  policy_no: required(number(32)),
  holder_no: required(number(40)),
  insured_no: required(number(40)),
  beneficiaries: optional(text(1000)),
  product_code: required(number(32)),
  agent_no: optional(number(40)),
  sum_assured: required(yuan),
  premium: required(yuan),
  frequency: required(choice(["single", "monthly", "quarterly", "semiannual", "annual"])),
  signed_date: required(day),
  effective_date: required(day),
  expiry_date: optional(day),
  premiums_until: optional(day),
  paid_to: optional(day),
  state: required(
    choice([
      "proposed",
      "inForce",
      "grace",
      "lapsed",
      "reinstatementPending",
      "surrendered",
      "surrenderPaid",
      "freeLookCancelled",
      "terminated",
      "expired",
      "matured",
    ]),
  ),
  state_since: required(day),
  reinstatement_applied: optional(day),
  ended_date: optional(day),
  end_reason: optional(choice(["surrender", "freeLook", "twoYearsLapsed", "claimPaid", "endOfTerm"])),
  end_value: optional(yuan),
});

export const receipts = table("premium-receipts.csv", {
  receipt_no: required(number(40)),
  policy_no: required(number(32)),
  amount: required(yuan),
  paid_date: required(day),
  period_from: optional(day),
  paid_to: optional(day),
  method: required(choice(["bankTransfer", "directDebit", "card", "onlinePayment", "cash", "cheque"])),
});

export const claims = table("claims.csv", {
  claim_no: required(number(40)),
  policy_no: required(number(32)),
  reporter_no: required(number(40)),
  loss_date: required(day),
  reported_date: required(day),
  cause: required(text(1000)),
  health_consent: required(yesOrNo),
  claimed_amount: optional(yuan),
  decision: optional(choice(["approved", "denied", "withdrawn"])),
  decided_date: optional(day),
  approved_amount: optional(yuan),
  reason: optional(text(500)),
  paid_date: optional(day),
  notice_date: optional(day),
  ends_policy: required(yesOrNo),
});

export const calls = table("calls.csv", {
  call_no: required(number(40)),
  customer_no: required(number(40)),
  policy_no: optional(number(32)),
  agent_no: optional(number(40)),
  time: required(time),
  channel: required(choice(channels)),
  direction: required(choice(["inbound", "outbound"])),
  topic: required(text(200)),
  outcome: optional(text(200)),
  seconds: lenient(whole(604_800)),
  cost: optional(yuan),
  promise: optional(text(300)),
  promised_until: optional(time),
  kept_date: optional(day),
});

export const servicing = table("servicing.csv", {
  request_no: required(number(40)),
  policy_no: required(number(32)),
  type: required(choice(["address", "beneficiaries", "paymentMethod", "sumReduction", "reissue"])),
  requester_no: required(number(40)),
  asked_date: required(day),
  channel: required(choice(["phone", "web", "chat", "instantMessaging", "storeVisit", "fieldVisit", "mail"])),
  decision: optional(choice(["approved", "refused", "withdrawn"])),
  decided_date: optional(day),
  details: optional(text(1000)),
  reason: optional(text(300)),
});

export const tables = { agents, products, customers, policies, receipts, claims, servicing, calls } as const;
