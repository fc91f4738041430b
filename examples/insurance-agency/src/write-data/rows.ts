import type { CalendarDate, Money } from "@kehu/core";
import type { BookClaim, BookContact, BookCustomer, BookPolicy, BookReceipt, BookStay, InsuranceBook } from "@kehu/testing";

export type FileRow = Readonly<Record<string, string>>;

const yuan = (amount: Money | undefined): string => (amount === undefined ? "" : (amount.amountMinor / 100).toFixed(2));
const inShanghai = (at: string): string => new Date(Date.parse(at) + 8 * 3_600_000).toISOString();
export const dayOf = (at: string): string => inShanghai(at).slice(0, 10);
const timeOf = (at: string): string => inShanghai(at).slice(0, 16).replace("T", " ");
const endOf = (on: string): string => `${on}T15:59:59.999Z`;
const documentKinds = {
  residentId: "resident_id",
  passport: "passport",
  unifiedSocialCreditCode: "credit_code",
  taxNumber: "tax_number",
  externalId: "",
} as const;

/** Every third customer was never asked whether the agency may call. */
export function customerRow({ customerNumber, customer }: BookCustomer, index: number): FileRow {
  const point = (kind: string): string => customer.contactPoints?.find((each) => each.kind === kind)?.value ?? "";
  const [identifier] = customer.identifiers ?? [];
  const mayBeCalled = ["yes", "yes", "unknown", "yes", "no", "unknown", "yes"][index % 7] as string;
  return {
    customer_no: customerNumber,
    kind: customer.kind,
    name: customer.displayName,
    document_kind: identifier ? documentKinds[identifier.kind] : "",
    document_no: identifier?.value ?? "",
    birth_date: customer.birthOn ?? "",
    phone: point("phone"),
    email: point("email"),
    wechat: point("instantMessaging"),
    address: point("address"),
    may_be_called: mayBeCalled,
    consent_date: mayBeCalled === "unknown" ? "" : `2024-0${1 + (index % 9)}-15`,
  };
}

/** A policy as the old system has it on the day of the change-over; only what somebody asked for later is known before. */
export function policyRow(policy: BookPolicy, receipts: readonly BookReceipt[], asOf: CalendarDate): FileRow {
  const own = receipts.filter(({ policyNumber }) => policyNumber === policy.policyNumber);
  const signedOn = [policy.effectiveOn, ...own.map(({ paidOn }) => paidOn)].sort()[0] ?? policy.effectiveOn;
  const paid = own.filter(({ paidOn }) => paidOn <= asOf).at(-1);
  const stay = stayOn(policy.stays, asOf);
  const isAsked = policy.endReason === "surrender" || policy.endReason === "freeLook";
  const showsEnd = policy.endedOn !== undefined && (isAsked || policy.endedOn <= asOf);
  const applied = policy.stays.filter(({ state }) => state === "reinstatementPending").at(-1);
  return {
    policy_no: policy.policyNumber,
    holder_no: policy.holderNumber,
    insured_no: policy.insuredNumber,
    beneficiaries: policy.beneficiaries
      .map(({ customerNumber, shareBasisPoints }) => `${customerNumber} ${shareBasisPoints / 100}`)
      .join("; "),
    product_code: policy.productCode,
    agent_no: policy.agentNumber,
    sum_assured: yuan(policy.sumAssured),
    premium: yuan(policy.premium),
    frequency: policy.premiumFrequency,
    signed_date: signedOn,
    effective_date: policy.effectiveOn,
    expiry_date: policy.expiresOn ?? "",
    premiums_until: policy.premiumsUntilOn ?? "",
    paid_to: paid?.paidToOn ?? "",
    state: stay?.state ?? "proposed",
    state_since: stay ? dayOf(stay.from) : signedOn <= asOf ? signedOn : asOf,
    reinstatement_applied: applied ? dayOf(applied.from) : "",
    ended_date: showsEnd ? (policy.endedOn ?? "") : "",
    end_reason: showsEnd ? (policy.endReason ?? "") : "",
    end_value: showsEnd ? yuan(policy.endValue) : "",
  };
}
const stayOn = (stays: readonly BookStay[], on: CalendarDate): BookStay | undefined =>
  stays.filter(({ from }) => from <= endOf(on) && dayOf(from) <= on).at(-1);

export const receiptRow = (receipt: BookReceipt): FileRow => ({
  receipt_no: receipt.receiptNumber,
  policy_no: receipt.policyNumber,
  amount: yuan(receipt.amount),
  paid_date: receipt.paidOn,
  period_from: receipt.periodFrom,
  paid_to: receipt.paidToOn,
  method: receipt.method,
});

/** Of the denied claims every fifth never had its notice sent; of all every ninth came without the separate consent. */
export function claimRow(claim: BookClaim, index: number): FileRow {
  const decision =
    claim.deniedOn !== undefined ? "denied" : claim.approvedOn !== undefined ? "approved" : claim.state === "withdrawn" ? "withdrawn" : "";
  return {
    claim_no: claim.claimNumber,
    policy_no: claim.policyNumber,
    reporter_no: claim.reporterNumber,
    loss_date: claim.lossOn,
    reported_date: claim.reportedOn,
    cause: claim.cause,
    health_consent: index % 9 === 4 ? "no" : "yes",
    claimed_amount: yuan(claim.claimedAmount),
    decision,
    decided_date: claim.deniedOn ?? claim.approvedOn ?? (decision === "withdrawn" ? claim.sinceOn : ""),
    approved_amount: yuan(claim.approvedAmount),
    reason: claim.denialReason ?? (decision === "withdrawn" ? "客户撤回" : ""),
    paid_date: claim.paidOn ?? "",
    notice_date: claim.state === "closed" && decision === "denied" && index % 5 > 0 ? claim.sinceOn : "",
    ends_policy: /身故/.test(claim.cause) && claim.paidOn !== undefined ? "yes" : "no",
  };
}

export const callRow = (contact: BookContact): FileRow => ({
  call_no: contact.contactNumber,
  customer_no: contact.customerNumber,
  policy_no: contact.policyNumber ?? "",
  agent_no: contact.staffNumber,
  time: timeOf(contact.happenedAt),
  channel: contact.channel,
  direction: contact.direction,
  topic: contact.topic,
  outcome: contact.outcome ?? "",
  seconds: contact.durationSeconds === undefined ? "" : String(contact.durationSeconds),
  cost: yuan(contact.cost),
  promise: contact.promise ?? "",
  promised_until: contact.promisedUntil === undefined ? "" : timeOf(contact.promisedUntil),
  kept_date: contact.state === "kept" && contact.promisedUntil !== undefined ? dayOf(contact.promisedUntil) : "",
});

export const agentRow = ({ staffNumber, displayName }: InsuranceBook["staff"][number]): FileRow => ({
  agent_no: staffNumber,
  name: displayName,
});
export const productRow = (product: InsuranceBook["products"][number]): FileRow => ({
  product_code: product.code,
  name: product.name,
  grace_days: "",
  waiting_days: product.waitingDays === undefined ? "" : String(product.waitingDays),
  cooling_off_days: product.coolingOffDays === undefined ? "" : String(product.coolingOffDays),
  pays_at_maturity: product.paysAtMaturity ? "yes" : "no",
  commission_percent: String(product.commissionBasisPoints / 100),
  renewal_commission_percent: String(product.renewalCommissionBasisPoints / 100),
});
