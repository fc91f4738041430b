import type { Words } from "@kehu/core";
import { channels, identifications } from "@kehu/core/zh-CN";
import type * as definitions from "../../definitions.js";

export const paymentMethods = {
  bankTransfer: "银行转账",
  directDebit: "代扣",
  card: "银行卡",
  onlinePayment: "网上支付",
  cash: "现金",
  cheque: "支票",
};
export const methods = { ...paymentMethods, policyLoan: "自动垫交" };
export const receiptMethods = { ...methods, claimDeduction: "赔款抵扣", heldPremium: "暂收转入" };

export const servicingWords = {
  policyChanges: {
    changeAddress: { name: "变更通讯地址", input: { mailingAddress: "通讯地址" } },
    changePaymentMethod: { name: "变更交费渠道", input: { paymentMethod: { name: "交费渠道", options: methods } } },
    reduceSumAssured: { name: "减少保险金额", input: { sumAssured: "保险金额", premium: "每期保险费" } },
    reissue: "补发保单",
  },
  ageUnsettled: "保单 {policyNumber} 的被保险人年龄误告，保险费尚未更正；请先办结，再减少保险金额。",
  notReduced: "保险金额现为 {current}，此处只能减少；增加须另行投保。",
  formerSum: {
    name: "原保险金额",
    fields: { policyId: "保单", sumAssured: "保险金额", untilOn: "适用截止日期" },
    states: { active: "已记录" },
  },
  servicingRequest: {
    name: "保全申请",
    fields: {
      policyId: "保单",
      requesterId: "申请人",
      requestedOn: "申请日期",
      change: "变更内容",
      documents: "所附资料",
      decidedOn: "决定日期",
      refusalReason: "不予办理原因",
    },
    states: { received: "已受理", approved: "已办理", refused: "不予办理", withdrawn: "已撤回" },
  },
  servicingRequestLifecycle: { approve: "同意并办理", refuse: { name: "不予办理", input: { reason: "原因" } }, withdraw: "撤回" },
  requestServicing: {
    name: "申请保全",
    input: {
      policyNumber: "保单号",
      requesterId: "申请人",
      channel: { name: "渠道", options: channels },
      identifiedBy: { name: "身份核验方式", options: identifications },
      change: "变更内容",
    },
  },
  servicingRequesters: "各类保全的申请资格",
  notTheirsToAsk:
    "保单 {policyNumber} 的此项保全只能由下列人员或其代表申请：{entitled}；请由其申请，或先登记代理关系（联系人、决策人或监护人）。",
  persistencyTriangle: { name: "继续率三角", input: { cohortFrom: "生效月份起", cohortUntil: "生效月份止", currency: "币种" } },
  recordRenewalCall: {
    name: "登记续期通话结果",
    input: {
      policyNumber: "保单号",
      channel: { name: "渠道", options: channels },
      result: {
        name: "结果",
        options: {
          promised: "承诺交费",
          refuses: "拒绝续保",
          unreachable: "未联系上",
          wrongNumber: "号码有误",
          alreadyPaid: "称已交费",
          wantsHelp: "需要协助",
        },
      },
      payBy: "承诺交费时间",
    },
  },
  renewalSteps: "续期与续保提醒天数",
  expiryDesk: { name: "到期续保名单", input: { withinDays: "到期天数", limit: "最多条数", after: "上一页之后" } },
  renewalDesk: { name: "续期催收名单", input: { withinDays: "到期天数", limit: "最多条数", after: "上一页之后" } },
  medicalNote: {
    name: "健康资料",
    fields: {
      customerId: "当事人",
      policyId: "保单",
      purpose: { name: "目的", options: { underwriting: "核保", claim: "理赔" } },
      statement: "内容",
      notedOn: "记录日期",
    },
    states: { active: "已记录" },
  },
  healthConsentMissing: "当事人未就健康信息用于 {purpose} 作出单独同意；请征得并录入同意，否则不得使用健康资料。",
  healthDisclosure: {
    name: "健康资料查阅记录",
    fields: { noteId: "健康资料", reason: "查阅理由", revealedAt: "查阅时间", revealedTo: "查阅人" },
    states: { active: "已记录" },
  },
  revealHealthData: { name: "查阅健康资料", input: { noteId: "健康资料", reason: "查阅理由" } },
} satisfies Partial<Words<typeof definitions>>;
