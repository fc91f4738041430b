export { type CustomerProfit, type ProfitCurve, profitCurve, type Tail } from "./profit-curve.js";
