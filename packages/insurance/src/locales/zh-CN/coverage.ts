import type { Words } from "@kehu/core";
import type * as definitions from "../../definitions.js";
import { deathBenefitConsent, insurableInterest } from "./underwriting.js";

const cancelReasons = { deregistered: "车辆被依法注销登记", offRoad: "车辆办理停驶", lost: "经公安机关证实丢失" };

export const coverageWords = {
  coverage: {
    name: "险种责任",
    fields: {
      policyId: "保单",
      coverageCode: "责任代码",
      kind: { name: "类别", options: { base: "主险", rider: "附加险" } },
      benefit: {
        name: "附加险给付方式",
        options: {
          accelerated: "提前给付（计入保单保险金额）",
          additional: "额外给付（另计保险金额）",
          waiver: "豁免保险费（不给付金额）",
        },
      },
      insuredId: "连带被保险人",
      insurableInterest: { ...insurableInterest, name: "保险利益（连带被保险人是投保人的）" },
      insuredConsentedOn: "连带被保险人同意投保日期",
      deathBenefitConsent: { ...deathBenefitConsent, name: "连带被保险人对死亡给付及金额的同意" },
      insuredBirthOn: "连带被保险人出生日期（投保时告知）",
      sumAssured: "保险金额",
      premium: "每期保险费",
      limitPerClaim: "每次事故限额",
      deductible: "免赔额",
      effectiveOn: "责任起始日期",
      expiresOn: "责任满期日期",
      endedOn: "责任终止日期",
    },
    states: { pending: "未开始", active: "有效", suspended: "中止", ended: "终止" },
  },
  coverageLifecycle: {
    begin: "责任开始",
    suspend: { name: "责任中止", input: { suspendedOn: "中止日期" } },
    resume: "责任恢复",
    end: { name: "责任终止", input: { endedOn: "终止日期" } },
    reopen: "撤销责任终止",
    expire: "责任期满",
  },
  insuredByPolicy: "保单 {policyNumber} 的被保险人与险种责任 {coverageCode} 为同一人；请将该责任的连带被保险人留空。",
  ownSumMissing: "险种责任 {coverageCode} 的被保险人不是保单 {policyNumber} 的被保险人，不能计入保单保险金额；请改为额外给付。",
  policyNotConcluded: "保单 {policyNumber} 的状态为 {state}，其责任尚不能开始；请先承保。",
  policyCoverages: { followCoverages: "随险种责任变化" },
  compulsoryCover: {
    name: "交强险保障",
    fields: {
      policyId: "保单",
      vin: "车辆识别代号",
      startsOn: "起保日期",
      endsOn: "终保日期",
      cancelReason: { name: "解除事由", options: cancelReasons },
      cancelledOn: "解除日期",
      certificate: "证明文件",
    },
    states: { current: "有效", cancelled: "已解除", ended: "已满期" },
  },
  compulsoryCoverLifecycle: {
    cancel: {
      name: "解除交强险",
      input: { cancelReason: { name: "解除事由", options: cancelReasons }, cancelledOn: "解除日期", certificate: "证明文件" },
    },
    release: "释放车辆",
    end: "满期",
  },
  compulsoryStands: "交强险仅在车辆注销登记、办理停驶或证实丢失时方可解除；请先凭证明解除保单 {policyNumber} 的车辆保障。",
  vehicleMissing: "保单 {policyNumber} 的交强险未录入车辆；请先录入车辆识别代号。",
  insuredAsset: {
    name: "保险标的",
    fields: {
      policyId: "保单",
      kind: { name: "类别", options: { vehicle: "机动车", building: "房屋", contents: "室内财产" } },
      vin: "车辆识别代号",
      plateNumber: "号牌号码",
      address: "坐落地址",
      insuredValue: "保险价值",
    },
    states: { insured: "承保中", removed: "已移除" },
  },
  insuredAssetLifecycle: { remove: "移除标的" },
  vinWrong: "{vin} 不是 17 位车辆识别代号；请与登记证书核对。",
  vinCheckDigitWrong: "{vin} 的第 9 位应为 {expected}；请与登记证书核对。",
  assetUnidentified: "机动车以车辆识别代号、房屋以地址识别；请录入 {field}。",
  vinHasCheckDigit: "车辆识别代号含校验位",
  compulsoryDocumentDays: "交强险告知所需资料期限（天）",
  compulsoryDecisionDays: "交强险核定期限（天）",
  compulsoryPaymentDays: "交强险赔付期限（天）",
} satisfies Partial<Words<typeof definitions>>;
