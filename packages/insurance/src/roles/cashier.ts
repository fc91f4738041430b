import { defineRole, may } from "@kehu/core";
import { policyEnd } from "../policy/policy-end.js";
import { payPremium } from "../premium/pay-premium.js";
import { premiumCreditLifecycle } from "../premium/premium-credit.js";
import { reverseReceipt } from "../premium/reverse-receipt.js";
import { readsTheBook, worksOnTasks } from "./bundles.js";

/** Takes money in and pays out what others decided. */
export const cashier = defineRole("insurance/cashier", [
  ...readsTheBook,
  may.call(payPremium),
  may.call(reverseReceipt),
  may.apply(premiumCreditLifecycle.apply, "all"),
  may.apply(premiumCreditLifecycle.refund, "all"),
  may.apply(policyEnd.paySurrenderValue, "all"),
  ...worksOnTasks("team"),
]);
