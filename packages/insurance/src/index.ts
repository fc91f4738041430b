// The public names: the definitions, which are listed one by one in definitions.ts, and the pure functions and types beside them.

export type { Claim } from "./claim/claim.js";
export { whyNotCovered } from "./claim/cover.js";
export * from "./definitions.js";
export { insurance } from "./insurance.js";
export { proposedAtEarliest } from "./policy/dates.js";
export { graceEndsAt, graceEndsOn } from "./policy/grace.js";
export type { Policy, PolicyState, PremiumFrequency } from "./policy/policy.js";
export { rescissionRightFrom } from "./policy/policy-reinstatement.js";
export type { Product } from "./policy/product.js";
export { periodPaidBy } from "./premium/pay-premium.js";
export { type Exclusion, type Persistency, type PersistencyOptions, type PersistencyRow, persistency } from "./premium/persistency.js";
export type { PremiumReceipt } from "./premium/premium-receipt.js";
export {
  type Instalment,
  monthsPerInstalment,
  nextDueOn,
  type PremiumTerms,
  paidToAfter,
  premiumSchedule,
} from "./premium/premium-schedule.js";
export { acordPolicyStatus, policyStateOfAcord } from "./standards/acord-policy-status.js";
