import type { Words } from "@kehu/core";
import type * as definitions from "../../definitions.js";
import { paymentMethods, receiptMethods } from "./servicing.js";

export const premiumWords = {
  premiumReceipt: {
    name: "保险费收据",
    fields: {
      receiptNumber: "收据号",
      policyId: "保单",
      amount: "金额",
      paidOn: "交费日期",
      periodFrom: "所属期起",
      paidToOn: "交至日",
      method: { name: "交费渠道", options: receiptMethods },
      claimId: "扣减的赔案",
      paysArrears: "复效补交",
      reversedOn: "冲销日期",
      reversalReason: "冲销原因",
    },
    states: { posted: "已入账", reversed: "已冲销" },
  },
  laterReceiptsFirst: "保单已交至 {paidToOn}，晚于本收据；请先冲销较晚的收据。",
  premiumReceiptLifecycle: { reverse: { name: "冲销收据", input: { reason: "冲销原因" } }, returnToBenefit: "退回赔款" },
  premiumGivenBack: "其中 {amount} 因豁免或终止前预交已退回，不能再整笔冲销；请由投保人补足该笔款项，收据保持不变。",
  lentPremium: { fallWithEarlier: "随前一收据冲销" },
  notWholeInstalments: "{amount} 不是每期保险费 {premium} 的整数倍；请按整期录入。",
  notSoMuchDue: "保单 {policyNumber} 剩余应交期数不足 {instalments} 期；请核对金额和保单号。",
  paidTooFarAhead: "如此多期将使保单 {policyNumber} 交至 {until} 之后才到期的保险费；请减少期数，或按实收登记，余额暂收至到期。",
  applyHeld: { name: "暂收转保险费", input: { creditId: "暂收保险费" } },
  creditFallsDue: { payDue: "到期转保险费" },
  refundCredit: "退还暂收保险费期限",
  payPremium: {
    name: "收取保险费",
    input: {
      policyNumber: "保单号",
      receiptNumber: "收据号",
      amount: "金额",
      paidOn: "交费日期",
      method: { name: "交费渠道", options: paymentMethods },
    },
  },
  unknownReceipt: "没有有效的付款 {receiptNumber}；请核对收据号，以及是否已冲销。",
  reverseReceipt: { name: "冲销收据", input: { receiptNumber: "收据号", reason: "冲销原因" } },
  cohortsOutOfRange: "从 {cohortFrom} 到 {cohortUntil} 没有月份或超过 {most} 个月；请缩短区间。",
  persistencyFigure: { name: "继续率", input: { month: "保单月", cohortFrom: "生效月份起", cohortUntil: "生效月份止", currency: "币种" } },
} satisfies Partial<Words<typeof definitions>>;
