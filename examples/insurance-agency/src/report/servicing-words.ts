import { type Both, both } from "report-kit";
import type { ServicingType } from "./gather-servicing.js";

/** What customers ask of their policies. */
export const servicingWords: Readonly<Record<ServicingType, Both>> = {
  address: both("address", "通讯地址变更"),
  beneficiaries: both("beneficiaries", "受益人变更"),
  paymentMethod: both("way of paying", "交费方式变更"),
  sumReduction: both("smaller sum assured", "减少保险金额"),
  nonForfeiture: both("choice instead of a lapse", "逾期选择变更"),
  reinstatement: both("reinstatement", "复效"),
  surrender: both("surrender", "退保"),
  policyLoan: both("policy loan", "保单贷款"),
  reissue: both("new paper", "保单补发"),
};
