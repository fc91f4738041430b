import type { Words } from "@kehu/core";
import type * as definitions from "../../definitions.js";

export const insurableInterest = {
  name: "保险利益（被保险人是投保人的）",
  options: {
    self: "本人",
    spouse: "配偶",
    child: "子女",
    parent: "父母",
    dependant: "有抚养、赡养或扶养关系的近亲属",
    employee: "劳动者",
    consent: "同意其为本人投保的人",
  },
};
export const deathBenefitConsent = {
  name: "被保险人对死亡给付及金额的同意",
  fields: { on: "同意日期", amount: "同意的金额" },
};
const counterOffer = {
  name: "变更条件",
  fields: { premium: "每期保险费", sumAssured: "保险金额", terms: "特别约定", exclusions: "除外责任" },
};

export const underwritingWords = {
  underwritingTerms: {
    name: "核保特别约定",
    fields: { policyId: "保单", terms: "特别约定", exclusions: "除外责任", offeredOn: "提出日期" },
    states: { active: "有效" },
  },
  exclusion: {
    name: "约定的除外责任",
    fields: { policyId: "保单", excluded: "除外的风险", agreedOn: "约定日期" },
    states: { active: "有效" },
  },
  exclusionUnjudged: "保单 {policyNumber} 约定了除外责任（{count} 项）；请认定 {lossOn} 的事故是否属于其中之一，并录入认定及理由。",
  nonDisclosureDays: "知悉未如实告知后解除期限（天）",
  contestableYears: "合同可抗辩年限",
  fullAge: "成年年龄",
  minorDeathBenefit: "未成年人死亡给付限额",
  offerDays: "核保决定有效天数",
  ageOutsideLimits: "被保险人 {age} 岁，不在险种 {product} 的投保年龄 {from} 至 {until} 岁之内；请选择其他险种。",
  deathBenefitUnconsented: "保单 {policyNumber} 的被保险人未同意以死亡为给付条件的金额 {amount}；请录入其同意，否则合同无效。",
  insuredAgeUnknown: "保单 {policyNumber} 没有被保险人的出生日期；合同取决于年龄，请录入。",
  minorBenefitTooHigh: "{age} 岁的未成年人死亡给付最多为 {limit}；请降低保险金额。",
  interestMissing: "保单 {policyNumber} 未说明投保人对被保险人的保险利益；请录入双方关系或被保险人的同意，否则合同无效。",
  interestUnproven: "保单 {policyNumber} 的保险利益为 {interest}，与记录不符；请更正，或补录所缺资料。",
  underwritingMissing: "险种 {product} 须经核保，保单 {policyNumber} 尚未核保通过；请先提交核保。",
  deferredInPast: "延期日期 {deferredUntilOn} 不在将来；请选择较晚的日期。",
  underwriting: {
    propose: "转为投保",
    expireQuotation: "报价失效",
    describeInsured: {
      name: "登记被保险人情况",
      input: {
        insurableInterest,
        insuredConsentedOn: "被保险人同意投保日期",
        beneficiariesConsentedOn: "被保险人同意指定受益人的日期",
        deathBenefitConsent,
        insuredBirthOn: "被保险人出生日期",
      },
    },
    submit: "提交核保",
    takeUp: "受理核保",
    approve: "核保通过",
    counterOffer: { name: "提出变更条件", input: { offer: counterOffer } },
    acceptCounterOffer: "接受变更条件",
    defer: { name: "延期承保", input: { deferredUntilOn: "延期至" } },
    resume: "恢复核保",
    decline: "拒保",
    lapseOffer: "核保决定失效",
  },
  nothingHidden: "保单 {policyNumber} 未登记未如实告知的情况；请先录入保险人知悉的日期。",
  rescissionTooLate: "保险人对保单 {policyNumber} 的解除权已于 {endedOn} 消灭；合同继续有效，应承担保险责任。",
  nonDisclosure: {
    learnOfNonDisclosure: {
      name: "登记未如实告知",
      input: { knownOn: "知悉日期", kind: { name: "过错", options: { deliberate: "故意", grossNegligence: "重大过失" } } },
    },
    waiveNonDisclosure: "放弃解除权",
    rescindForNonDisclosure: "因未如实告知解除合同",
  },
  rescindInTime: "行使解除权期限",
  ageWithinLimits: "保单 {policyNumber} 被保险人的真实年龄符合投保年龄；请更正保险费。",
  ageNotMisstated: "保单 {policyNumber} 没有待处理的年龄误告；请先录入真实出生日期。",
  misstatedAge: {
    correctAge: {
      name: "更正年龄",
      input: { birthOn: "真实出生日期", knownOn: "知悉日期", premiumPayable: "按真实年龄应交的每期保险费" },
    },
    rescindForAge: { name: "因年龄误告解除合同", input: { cashValue: "现金价值" } },
    collectShortfall: "补交保险费",
    refundExcess: { name: "退还多收保险费", input: { excess: "多收金额" } },
  },
  premiumCredit: {
    name: "暂收保险费",
    fields: {
      policyId: "保单",
      amount: "金额",
      receivedOn: "收款日期",
      reason: {
        name: "原因",
        options: { partial: "不足一期", overpaid: "多交", misstatedAge: "年龄误告", paidAhead: "终止后的预交", waived: "已豁免的预交" },
      },
      paymentReference: "付款凭证号",
      claimId: "扣减的赔案",
      appliedToId: "转入的收据",
      settledOn: "处理日期",
    },
    states: { held: "暂收", applied: "已转保险费", refunded: "已退还", reversed: "已冲销" },
  },
  premiumCreditLifecycle: {
    apply: { name: "转为保险费", input: { appliedToId: "转入的收据", amount: "金额" } },
    release: "恢复暂收",
    refund: "退还",
    reverse: "冲销",
  },
  moreThanHeld: "此笔付款暂收金额为 {held}；转入金额不得超过。",
  receiptNumberTaken: "收据号 {receiptNumber} 的付款已登记过；请核对是否为同一笔，否则另编收据号。",
} satisfies Partial<Words<typeof definitions>>;
