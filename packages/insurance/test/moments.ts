import { type Circumstances, type Customer, circumstances, type Instant, type Money } from "@kehu/core";
import { createCalendar } from "@kehu/core/calendar";
import type { Claim } from "../src/claim/claim.js";
import type { PolicyLoan } from "../src/loan/policy-loan.js";
import type { Policy } from "../src/policy/policy.js";
import type { Product } from "../src/policy/product.js";
import type { PremiumReceipt } from "../src/premium/premium-receipt.js";

export const calendar = createCalendar({ timeZone: "Asia/Shanghai", mode: "provisional" });
export const yuan = (amount: number): Money => ({ amountMinor: amount * 100, currency: "CNY" });

/** Noon in Shanghai on a day, or an instant. */
export const at = (time: string, jurisdiction = "CN"): Circumstances =>
  circumstances({
    now: time.length === 10 ? `${time}T04:00:00.000Z` : time,
    calendar,
    actor: { id: "staff_1", tenant: "t1", roles: [] },
    jurisdiction,
  });

const kept = { version: 1, createdAt: "2024-01-01T00:00:00.000Z", updatedAt: "2024-01-01T00:00:00.000Z" };
export const startOf = (on: string): Instant => calendar.startOf(on);
export const endOf = (on: string): Instant => calendar.endOf(on);

export const aProduct = (changes: Partial<Product> = {}): Product => ({
  ...kept,
  id: "product_1",
  state: "active",
  since: startOf("2024-01-01"),
  code: "L1",
  name: "Life",
  line: "life",
  isUnderwritten: false,
  isFlexiblePremium: false,
  paysOnDeath: false,
  accidentsWait: false,
  waitsAfterReinstatement: true,
  showsPaidUp: false,
  nonForfeiture: [],
  loanPerMille: 800,
  clawsBackCommission: false,
  terminatesAfterTwoYears: true,
  paysAtMaturity: false,
  commissionBasisPoints: 3000,
  renewalCommissionBasisPoints: 500,
  ...changes,
});
export const aCustomer = (id: string, kind: Customer["kind"] = "person"): Customer => ({
  ...kept,
  id,
  state: "active",
  since: startOf("2024-01-01"),
  kind,
  displayName: "Li Na",
  contactPoints: [],
  identifiers: [],
  tags: [],
});
/** An annual policy of 2024-03-01, paid to 2026-03-01 and in force. */
export const aPolicy = (changes: Partial<Policy> = {}): Policy => ({
  ...kept,
  id: "policy_1",
  state: "inForce",
  since: startOf("2024-03-01"),
  policyNumber: "P1",
  holderId: "customer_holder",
  insuredId: "customer_insured",
  beneficiaries: [],
  productId: "product_1",
  sumAssured: yuan(100_000),
  premium: yuan(1_000),
  premiumFrequency: "annual",
  effectiveOn: "2024-03-01",
  paidToOn: "2026-03-01",
  ...changes,
});
/** In grace since the due date of 2026-03-01. */
export const inGrace = (changes: Partial<Policy> = {}): Policy =>
  aPolicy({ state: "grace", since: endOf("2026-03-01"), origin: { state: "inForce", since: startOf("2024-03-01") }, ...changes });
/** Lapsed sixty days after the due date of 2026-03-01. */
export const lapsed = (changes: Partial<Policy> = {}): Policy =>
  aPolicy({ state: "lapsed", since: endOf("2026-04-30"), origin: { state: "grace", since: endOf("2026-03-01") }, ...changes });

export const aReceipt = (changes: Partial<PremiumReceipt> = {}): PremiumReceipt => ({
  ...kept,
  id: "receipt_1",
  state: "posted",
  since: startOf("2025-03-01"),
  receiptNumber: "R1",
  policyId: "policy_1",
  amount: yuan(1_000),
  paidOn: "2025-03-01",
  periodFrom: "2025-03-01",
  paidToOn: "2026-03-01",
  method: "bankTransfer",
  ...changes,
});
export const aClaim = (changes: Partial<Claim> = {}): Claim => ({
  ...kept,
  id: "claim_1",
  state: "registered",
  since: startOf("2026-02-10"),
  claimNumber: "P1-C1",
  policyId: "policy_1",
  lossOn: "2026-02-01",
  reportedOn: "2026-02-10",
  cause: "A fall",
  ...changes,
});

/** What a claim on it is decided by, where nothing else was approved, paid or set aside. */
export const noOtherClaims = {
  coverageStays: [],
  vehicles: [],
  exclusions: [],
  coverage: undefined,
  approvedBefore: { approved: [] },
  paidBefore: { paid: [] },
  approvedBeside: { approved: [] },
  paidBeside: { paid: [] },
  approvedOnCover: { approved: [] },
  paidOnCover: { paid: [] },
  payments: { paid: [] },
  reserves: [],
  loans: [],
  formerSums: [],
};

/** Of a year ago, at five per cent: 1,000 yuan with 50 of interest on the day a year later. */
export const aLoan = (grantedOn: string, changes: Partial<PolicyLoan> = {}): PolicyLoan => ({
  ...kept,
  id: "loan_1",
  state: "outstanding",
  since: startOf(grantedOn),
  policyId: "policy_1",
  kind: "requested",
  principal: yuan(1_000),
  grantedOn,
  annualRate: "5",
  ...changes,
});

/** What a decision refused, or the state it came to. */
export const answer = (
  decision:
    | { readonly ok: true; readonly record: { readonly state: string } }
    | { readonly ok: false; readonly refusal: { readonly code: string } },
): string => (decision.ok ? decision.record.state : decision.refusal.code);
/** The outcome of a decision that has to succeed. */
export function done<D extends { readonly ok: boolean }>(decision: D): Extract<D, { readonly ok: true }> {
  if (!decision.ok) throw new Error(JSON.stringify(decision));
  return decision as never;
}
