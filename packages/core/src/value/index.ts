export { type CustomerProfit, type ProfitCurve, profitCurve, type Tail } from "./profit-curve.js";
export { type CompressedHistories, compressHistories, type Distinct } from "./purchases/compress-histories.js";
export { checkHistories, type PurchaseHistories } from "./purchases/purchase-histories.js";
export {
  type Holdout,
  type Purchase,
  type PurchaseSummary,
  type SummaryOptions,
  summarisePurchases,
  type TimeUnit,
} from "./purchases/summarise-purchases.js";
