import type { Acceptance, GivenSamples } from "@kehu/testing";

const reported = { lossOn: "2026-02-02", knownOn: "2026-02-02", reportedOn: "2026-02-03", coverageId: undefined, cause: undefined };
const asked = { documentsRequestedOn: "2026-02-04", documentsReceivedOn: "2026-02-10" };
const decided = { approvedOn: "2026-02-20", paidOn: "2026-02-21", deniedOn: "2026-02-20", denialNoticeOn: "2026-02-21" };
const consented = { channel: "any", decision: "given", decidedAt: "2026-01-01T00:00:00.000Z" };
const misstated = { birthOn: "1980-01-01", knownOn: "2026-02-02", premiumPayable: { amountMinor: 5_000, currency: "CNY" } };

/** What chance does not come to: numbers with a check digit, days in their order, the consent to health data, an age that was wrong. */
export const samples: GivenSamples = {
  consent: [{ ...consented, purpose: "health-data-for-claim" }],
  "insurance/medical-note": [{ purpose: "claim" }],
  "service/appointment": [{ startsAt: "2026-03-03T01:00:00.000Z", endsAt: "2026-03-03T02:00:00.000Z" }],
  "insurance/compulsory-cover": [{ vin: "1M8GDM9AXKP042788" }],
  "insurance/policy": [
    {},
    { misstatedAge: { ...misstated, consequence: "underpaid" } },
    { misstatedAge: { ...misstated, consequence: "overpaid" } },
  ],
  "insurance/claim": [
    { ...reported, ...asked, ...decided },
    { ...reported, ...decided, documentsRequestedOn: undefined, documentsReceivedOn: undefined },
  ],
};

const policyActs =
  "changeAddress changePaymentMethod reduceSumAssured reissue terminateByClaim endByExcludedDeath reopenDeath revive takeIntoBenefit undoTermination endByEarlierLoss endByLoan postPremium reversePremium".split(
    " ",
  );
const creditActs = "apply release reverse".split(" ");
const inside = [
  ...policyActs.map((name) => `The transition "insurance/policy#${name}"`),
  ...creditActs.map((name) => `The transition "insurance/premium-credit#${name}"`),
  'The transition "insurance/policy-loan#undo"',
  'The transition "insurance/premium-receipt#fallWithEarlier"',
  'The transition "insurance/premium-receipt#reverse"',
  'The transition "insurance/premium-receipt#returnToBenefit"',
  'The operation "insurance/apply-held"',
  'The record "insurance/servicing-request"',
  'The record "insurance/health-disclosure"',
];
/** What follows in operations and by itself, and nobody does by hand; chance does not come so far in each of them. */
export const accept: readonly Acceptance[] = inside.map((place) => ({
  check: "right-missing",
  place,
  because: "It follows from what people do, and is not done by itself",
}));
