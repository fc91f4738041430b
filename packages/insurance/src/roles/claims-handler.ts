import { defineRole, interaction, may } from "@kehu/core";
import { claim } from "../claim/claim.js";
import { claimLifecycle } from "../claim/claim-lifecycle.js";
import { reportClaim } from "../claim/report-claim.js";
import { handlerApprovalLimit } from "../parameters.js";
import { enquire } from "../service/enquire.js";
import { readsTheBook, worksOnTasks } from "./bundles.js";

/** Decides on claims, up to an amount. */
export const claimsHandler = defineRole("insurance/claims-handler", [
  ...readsTheBook,
  may.read(claim, "all"),
  may.update(claim, "all"),
  may.apply(claimLifecycle.register, "all"),
  may.apply(claimLifecycle.correctLossDate, "all"),
  may.apply(claimLifecycle.requestDocuments, "all"),
  may.apply(claimLifecycle.receiveDocuments, "all"),
  may.apply(claimLifecycle.judgeCover, "all"),
  may.apply(claimLifecycle.approve, "all", ({ input, parameter, today }) => {
    const limit = parameter(handlerApprovalLimit, today);
    return input.amount.currency === limit.currency && input.amount.amountMinor <= limit.amountMinor;
  }),
  may.apply(claimLifecycle.deny, "all"),
  may.apply(claimLifecycle.sendDenialNotice, "all"),
  may.apply(claimLifecycle.pay, "all"),
  may.apply(claimLifecycle.close, "all"),
  may.apply(claimLifecycle.withdraw, "all"),
  may.call(reportClaim),
  may.call(enquire),
  may.read(interaction, "all"),
  may.create(interaction),
  ...worksOnTasks("team"),
]);
