import type { Words } from "@kehu/core";
import { channels, identifications } from "@kehu/core/zh-CN";
import type * as definitions from "../../definitions.js";

const policyNumber = "保单号";
const customerId = "客户";
const contact = {
  channel: { name: "渠道", options: channels },
  identifiedBy: { name: "身份核验方式", options: identifications },
};
const asked = { customerId, policyNumber, subject: "主题", description: "详情", ...contact };

export const serviceWords = {
  notAParty:
    "查询人或申请人不是保单 {policyNumber} 的当事人，也不代表任何当事人；请向投保人核实，或先登记代理关系（联系人、决策人或监护人）。",
  insuranceAccess: "各渠道保险服务权限",
  enquire: { name: "保单查询", input: { policyNumber, customerId: "查询人", question: "问题", ...contact } },
  consult: { name: "咨询", input: asked },
  complain: {
    name: "投诉",
    input: { ...asked, severity: { name: "严重程度", options: { critical: "紧急", major: "重大", minor: "一般" } } },
  },
  makeAppointment: {
    name: "预约",
    input: {
      customerId,
      policyNumber,
      subject: "主题",
      staffId: "接待人员",
      startsAt: "开始时间",
      endsAt: "结束时间",
      place: "地点",
      ...contact,
    },
  },
} satisfies Partial<Words<typeof definitions>>;
