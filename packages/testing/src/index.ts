export { noteRefusal, refusalsNamedIn, refusalsRaised } from "./crm/refusals-raised.js";
export type { TestClock } from "./crm/test-clock.js";
export { type ActorOptions, type TestCrm, type TestCrmOptions, type TestSession, testCrm } from "./crm/test-crm.js";
export { testNow } from "./crm/test-now.js";
export { type CustomerInput, type GenerateCustomersOptions, generateCustomers } from "./generate/customers.js";
export type {
  BookClaim,
  BookContact,
  BookCustomer,
  BookFrequency,
  BookPolicy,
  BookPolicyState,
  BookProduct,
  BookReceipt,
  BookRelationship,
  BookStaff,
  BookStay,
  InsuranceBook,
} from "./generate/insurance-book/book.js";
export {
  type GenerateInsuranceBookOptions,
  generateInsuranceBook,
} from "./generate/insurance-book/generate-insurance-book.js";
export { generatePurchases, type MadePurchase } from "./generate/purchases.js";
export { createRandom, type Random } from "./generate/random.js";
export { testingZhCN } from "./locales/refusals.zh-CN.js";
export type { Acceptance, Finding, PackCheck } from "./pack/finding.js";
export { expectPack, type PackReport, type TestPackOptions, testPack } from "./pack/test-pack.js";
export type { GivenSamples } from "./sample/sample-value.js";
export { stored } from "./sample/stored.js";
export { type ExpectedAct, type Given, type GivenOptions, given, type Outcome, type Then, type WhenOptions } from "./scenario/given.js";
