import { definePack } from "@kehu/core";
import { insurance } from "@kehu/insurance";
import { aboutToLapse } from "./about-to-lapse.js";
import { bookValue } from "./book-value.js";
import { commissionByAgent } from "./commission-by-agent.js";
import { claimNotTakenIn, policyNotTakenIn } from "./not-taken-in.js";
import { analyst, importer } from "./roles.js";

/** What this agency adds to the insurance pack: three questions, two roles and two refusals. */
export const agency = definePack({
  name: "agency",
  version: "0.1.0",
  requires: [insurance],
  definitions: { aboutToLapse, bookValue, commissionByAgent, policyNotTakenIn, claimNotTakenIn, importer, analyst },
  locales: {
    "zh-CN": {
      aboutToLapse: { name: "催缴名单", input: {} },
      bookValue: { name: "客户价值", input: { currency: "币种" } },
      commissionByAgent: { name: "代理人佣金", input: { from: "起始日期", until: "截止日期", currency: "币种" } },
      policyNotTakenIn: "没有保单 {number}；请查看它被拒收的那一行。",
      claimNotTakenIn: "没有赔案 {number}；请查看它被拒收的那一行。",
      importer: "导入员",
      analyst: "分析员",
    },
  },
});
