import {
  type AnyReach,
  consent,
  customer,
  engagement,
  type Grant,
  interaction,
  interactionLifecycle,
  may,
  relationship,
  relationshipLifecycle,
  task,
  taskLifecycle,
} from "@kehu/core";
import { claim } from "../claim/claim.js";
import { reportClaim } from "../claim/report-claim.js";
import { coverage } from "../coverage/coverage.js";
import { medicalNote } from "../health/medical-note.js";
import { revealHealthData } from "../health/reveal-health-data.js";
import { policyLoan } from "../loan/policy-loan.js";
import { compulsoryCover } from "../motor/compulsory-cover.js";
import { insuredAsset } from "../motor/insured-asset.js";
import { endorsement } from "../policy/endorsement.js";
import { formerSum } from "../policy/former-sum.js";
import { interestReceipt } from "../policy/interest-receipt.js";
import { policy } from "../policy/policy.js";
import { product } from "../policy/product.js";
import { payPremium } from "../premium/pay-premium.js";
import { premiumCredit } from "../premium/premium-credit.js";
import { premiumReceipt } from "../premium/premium-receipt.js";
import { expiryDesk } from "../renewal/expiry-desk.js";
import { recordRenewalCall } from "../renewal/record-renewal-call.js";
import { renewalDesk } from "../renewal/renewal-desk.js";
import { complain, consult } from "../service/consult.js";
import { enquire } from "../service/enquire.js";
import { makeAppointment } from "../service/make-appointment.js";
import { requestServicing } from "../servicing/request-servicing.js";
import { servicingRequest, servicingRequestLifecycle } from "../servicing/servicing-request.js";

type Everywhere = Extract<AnyReach, "own" | "team" | "all">;

/** What happened to somebody is health data: only who decides on it sees it. */
export const health = { hide: ["cause", "suicide", "coverJudgement", "denialReason", "withdrawalReason", "reopenReason"] } as const;
export const commission = { hide: ["commissionBasisPoints", "renewalCommissionBasisPoints"] } as const;

/** Knows the customers, takes new ones in and keeps them right. */
export const keepsCustomers = (reach: Everywhere): readonly Grant[] => [
  may.read(customer, reach),
  may.create(customer),
  may.update(customer, reach),
  may.create(relationship),
  may.create(consent),
  ...(reach === "all"
    ? [may.read(relationship, "all"), may.apply(relationshipLifecycle.end, "all"), may.read(consent, "all"), may.read(engagement, "all")]
    : [
        may.read(relationship, { through: "customerId" }),
        may.read(consent, { through: "customerId" }),
        may.read(engagement, { through: "customerId" }),
      ]),
];

/** Talks to customers and keeps what was promised. */
export const answersContacts = (reach: Everywhere): readonly Grant[] => [
  may.read(interaction, reach),
  may.create(interaction),
  may.apply(interactionLifecycle.answer, reach),
  may.apply(interactionLifecycle.promise, reach),
  may.apply(interactionLifecycle.keepPromise, reach),
];

export const worksOnTasks = (reach: Everywhere): readonly Grant[] => [
  may.read(task, reach),
  may.create(task),
  may.apply(taskLifecycle.finish, reach),
];

/** Sees the whole book but not the claims. */
export const readsTheBook: readonly Grant[] = [
  may.read(customer, "all"),
  may.read(product, "all", commission),
  may.read(policy, "all"),
  may.read(premiumReceipt, "all"),
  may.read(premiumCredit, "all"),
  may.read(formerSum, "all"),
  may.read(endorsement, "all"),
  may.read(interestReceipt, "all"),
  ...[coverage, insuredAsset, compulsoryCover, policyLoan].map((record) => may.read(record, "all")),
];

/** Enters what a policy covers, and what it insures. */
export const describesCover: readonly Grant[] = [coverage, insuredAsset, compulsoryCover].map((record) => may.create(record));

/** What customers call about, and whom to call. */
export const servesCallers: readonly Grant[] = [
  may.call(renewalDesk),
  may.call(expiryDesk),
  may.call(recordRenewalCall),
  may.call(enquire),
  may.call(consult),
  may.call(complain),
  may.call(makeAppointment),
  may.call(reportClaim),
  may.call(payPremium),
];

export const readsClaimsWithoutHealth: readonly Grant[] = [may.read(claim, "all", health)];

const hidden = { hide: ["statement"] } as const;
/** Needs health data for the work, and looks at it one by one, with a reason. */
export const needsHealthData: readonly Grant[] = [
  may.read(medicalNote, "all", hidden),
  may.create(medicalNote),
  may.read(consent, "all"),
  may.call(revealHealthData),
];
/** Decides what customers ask of their policies. */
export const decidesRequests: readonly Grant[] = [
  may.read(servicingRequest, "all"),
  may.call(requestServicing),
  may.apply(servicingRequestLifecycle.approve, "all"),
  may.apply(servicingRequestLifecycle.refuse, "all"),
  may.apply(servicingRequestLifecycle.withdraw, "all"),
];
