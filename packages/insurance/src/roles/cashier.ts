import { defineRole, may } from "@kehu/core";
import { policyLoanLifecycle } from "../loan/policy-loan.js";
import { nonForfeiture } from "../nonforfeiture/non-forfeiture.js";
import { arrearsInterest } from "../policy/arrears-interest.js";
import { policyEnd } from "../policy/policy-end.js";
import { payPremium } from "../premium/pay-premium.js";
import { premiumCreditLifecycle } from "../premium/premium-credit.js";
import { reverseReceipt } from "../premium/reverse-receipt.js";
import { takePayment } from "../premium/take-payment.js";
import { readsTheBook, worksOnTasks } from "./bundles.js";

/** Takes money in and pays out what others decided. */
export const cashier = defineRole("insurance/cashier", [
  ...readsTheBook,
  may.call(payPremium),
  may.call(reverseReceipt),
  may.apply(premiumCreditLifecycle.refund, "all"),
  may.call(takePayment),
  may.apply(arrearsInterest.settleArrearsInterest, "all"),
  may.apply(policyEnd.paySurrenderValue, "all"),
  may.apply(policyEnd.payFreeLookRefund, "all"),
  may.apply(policyEnd.payTerminationValue, "all"),
  may.apply(policyEnd.takeBackEndValue, "all"),
  may.apply(policyEnd.recover, "all"),
  may.apply(nonForfeiture.payMaturity, "all"),
  may.apply(policyLoanLifecycle.repay, "all"),
  may.apply(policyLoanLifecycle.setOff, "all"),
  ...worksOnTasks("team"),
]);
