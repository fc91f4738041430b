import type { Words } from "@kehu/core";
import type * as definitions from "../../definitions.js";
import { paymentMethods } from "./servicing.js";

export const nonForfeitureWords = {
  nonForfeiture: {
    chooseOption: {
      name: "选择逾期处理方式",
      input: {
        nonForfeiture: {
          name: "逾期未交时的选择",
          options: { lapse: "效力中止", reducedPaidUp: "减额缴清", extendedTerm: "展期定期", automaticPremiumLoan: "自动垫交" },
        },
      },
    },
    becomePaidUp: "缴清",
    electReducedPaidUp: "办理减额缴清",
    electExtendedTerm: "办理展期定期",
    expireExtendedTerm: "展期届满",
    applyOption: "按选择处理逾期",
    waivePremium: { name: "豁免保险费", input: { waivedFromOn: "豁免起始日期", waivedUntilOn: "豁免截止日期" } },
    limitWaiver: { name: "限定豁免期间", input: { waivedUntilOn: "豁免截止日期" } },
    endWaiver: "豁免结束",
    payMaturity: { name: "给付满期金", input: { amount: "金额" } },
    openDeathClaim: { name: "身故报案", input: { diedOn: "身故日期" } },
    keepArrears: { name: "赔款抵扣欠交保险费", input: { paidToOn: "交至日" } },
    correctDeathDate: { name: "更正身故日期", input: { diedOn: "身故日期" } },
    refuseDeathClaim: "身故理赔不成立",
    payDeathClaim: "身故给付完成",
  },
  noSurrenderValue: "保单 {policyNumber} 尚无足够的现金价值办理；请交纳保险费，或退保。",
  valueInTable: "按险种现金价值表，保单 {policyNumber} 的现金价值为 {value}；请勿填写现金价值。",
  valueNotInTable: "保单 {policyNumber} 的险种没有适用的现金价值表；请填写现金价值。",
  interestReceipt: {
    name: "欠交保险费利息收据",
    fields: { policyId: "保单", amount: "金额", paidOn: "收取日期" },
    states: { active: "已收取" },
  },
  arrearsInterest: { settleArrearsInterest: "收取欠交保险费利息" },
  arrearsInterestOwed: "保单 {policyNumber} 欠交保险费的利息 {amount} 尚未交付；请先收取，再办理复效。",
  noArrearsInterest: "保单 {policyNumber} 没有应收的欠交保险费利息；无需办理。",
  waiverOver: "豁免截止日期 {waivedUntilOn} 已过；请录入将来的日期，终身豁免则留空。",
  notLapsedForWaived: "保单 {policyNumber} 于 {lapsedOn} 中止，原因不是自 {waivedFromOn} 起豁免的保险费；请先办理复效。",
  dueBeforeWaiver: "{dueOn} 应交的保险费早于豁免起始日期 {waivedFromOn}；请先收取，或更正日期。",
  loanTooHigh: "保单 {policyNumber} 最多还可贷款 {room}；请降低金额。",
  loanUnconsented: "保单 {policyNumber} 以投保人以外的人死亡为给付条件；请录入被保险人书面同意贷款的日期。",
  loanNeedsConsent: "保单贷款须经被保险人书面同意",
  overloanTerms: "贷款本息超过现金价值的后果",
  overloaned: "保单 {policyNumber} 的贷款本息超过现金价值 {excess}；请先还款，再申请复效。",
  notOverloaned: "保单 {policyNumber} 的贷款本息未超过现金价值，或通知期未满；请勿处理。",
  policyOverloan: {
    sendOverloanNotice: { name: "通知贷款本息超过现金价值", input: { sentOn: "通知日期" } },
    endByLoan: "因贷款本息超过现金价值中止或终止",
  },
  policyLoanOverloan: { outgrow: "本息超过现金价值", endPolicy: "因本息超过现金价值终结保单" },
  loanRate: "保单贷款年利率（%）",
  policyLending: { lend: { name: "保单贷款", input: { amount: "贷款金额", insuredConsentedOn: "被保险人书面同意日期" } } },
  policyLoan: {
    name: "保单贷款",
    fields: {
      policyId: "保单",
      kind: { name: "类别", options: { requested: "客户申请", automaticPremium: "自动垫交" } },
      principal: "本金",
      grantedOn: "放款日期",
      annualRate: "年利率（%）",
      insuredConsentedOn: "被保险人书面同意日期",
      overloanOn: "本息超过现金价值之日",
      settledOn: "结清日期",
    },
    states: { outstanding: "未还", repaid: "已还清", setOff: "已抵扣", undone: "已撤销" },
  },
  policyLoanLifecycle: { repay: "还清", setOff: "抵扣", undo: "撤销自动垫交", restore: "撤销抵扣" },
  takePayment: {
    name: "收款",
    input: {
      policyNumber: "保单号",
      receiptNumber: "收据号",
      amount: "金额",
      paidOn: "交费日期",
      method: { name: "交费渠道", options: paymentMethods },
    },
  },
} satisfies Partial<Words<typeof definitions>>;
