import type { Words } from "@kehu/core";
import type * as definitions from "../../definitions.js";

const period = { from: "起始日期", until: "截止日期" };
const ibnrChange = "已发生未报告赔款准备金变动";
const adjustmentExpense = "理赔费用";
const expense = "承保费用";
export const measureWords = {
  lossRatioFigure: { name: "赔付率", input: { ...period, ibnrChange, adjustmentExpense } },
  lossRatioByProduct: { name: "分险种赔付率", input: period },
  expenseRatioFigure: { name: "费用率", input: { ...period, expense } },
  combinedRatioFigure: { name: "综合成本率", input: { ...period, ibnrChange, adjustmentExpense, expense } },
  earnedPremiumFigure: { name: "已赚保险费", input: period },
  lapseFigure: { name: "失效率", input: period },
  lapseByPremiumFigure: { name: "保险费失效率", input: period },
  renewalFigure: { name: "续保率", input: { ...period, lines: "险类" } },
  complaintFigure: { name: "万张保单投诉量", input: period },
  claimFigures: { name: "理赔时效与拒赔率", input: period },
  placementFigure: { name: "成单率", input: { from: "提交日期起", until: "提交日期止" } },
  persistencyByCountFigure: { name: "件数继续率", input: { months: "月数" } },
  persistencyOnReducingBalance: {
    name: "逐年递减口径继续率",
    input: { cohortFrom: "生效月份起", cohortUntil: "生效月份止", currency: "币种" },
  },
} satisfies Partial<Words<typeof definitions>>;
