import { defineRole, interaction, type Money, may, type Transition, transitionsOf } from "@kehu/core";
import { type Claim, claim } from "../claim/claim.js";
import { claimItem, claimItemLifecycle } from "../claim/claim-item.js";
import { claimLifecycle } from "../claim/claim-lifecycle.js";
import { claimPayment, claimPaymentLifecycle } from "../claim/claim-payment.js";
import { claimRecovery, claimRecoveryLifecycle } from "../claim/claim-recovery.js";
import { claimReserve } from "../claim/claim-reserve.js";
import { reportClaim } from "../claim/report-claim.js";
import { handlerApprovalLimit } from "../parameters.js";
import { enquire } from "../service/enquire.js";
import { exclusion } from "../underwriting/exclusion.js";
import { needsHealthData, readsTheBook, worksOnTasks } from "./bundles.js";

const withoutLimit = transitionsOf(claimLifecycle).filter(
  ({ name }) => !/#(approve|approvePartly|payInAdvance|reopen|waiveLimitation)$/.test(name),
);
type Amounted = Transition<typeof claim, { readonly amount: Money }>;
/** As far as the house lets a handler decide alone, of one claim: with what was paid on it in advance before. */
const upToLimit = (transition: Amounted, before: (record: Claim) => Money | undefined = () => undefined) =>
  may.apply(transition, "all", ({ record, input, parameter, today }) => {
    const limit = parameter(handlerApprovalLimit, today);
    return input.amount.currency === limit.currency && input.amount.amountMinor + (before(record)?.amountMinor ?? 0) <= limit.amountMinor;
  });

/** Decides on claims, up to an amount. */
export const claimsHandler = defineRole("insurance/claims-handler", [
  ...readsTheBook,
  may.read(claim, "all"),
  may.update(claim, "all"),
  ...withoutLimit.map((transition) => may.apply(transition, "all")),
  ...[claimLifecycle.approve, claimLifecycle.approvePartly].map((transition) => upToLimit(transition)),
  upToLimit(claimLifecycle.payInAdvance, ({ paidInAdvance }) => paidInAdvance),
  ...[claimItem, claimPayment, claimRecovery, claimReserve].map((record) => may.read(record, "all")),
  ...[claimItem, claimRecovery, claimReserve].map((record) => may.create(record)),
  may.apply(claimItemLifecycle.assess, "all"),
  may.apply(claimPaymentLifecycle.takeBack, "all"),
  may.apply(claimPaymentLifecycle.payAgain, "all"),
  may.apply(claimRecoveryLifecycle.receive, "all"),
  may.call(reportClaim),
  may.call(enquire),
  may.read(interaction, "all"),
  may.create(interaction),
  // what the contract excludes, and not why
  may.read(exclusion, "all"),
  ...needsHealthData,
  ...worksOnTasks("team"),
]);
