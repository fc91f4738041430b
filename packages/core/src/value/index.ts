export { type Concentration, concentration } from "./concentration/concentration.js";
export { type CostToServe, costToServe, type ServedContact } from "./cost-to-serve.js";
// all of it for each customer
export {
  type CustomerColumns,
  type CustomerScore,
  type CustomerScoreOptions,
  type CustomerScores,
  customerScores,
  type TierMeasure,
} from "./customer-scores/customer-scores.js";
export type { BuyerHistories, Forecast, ForecastOptions } from "./customer-scores/forecast.js";
export type { CustomerLoyalty, LoyaltyColumns, LoyaltyTerms } from "./customer-scores/loyalty-of.js";
export { type Explain, type ScoreContribution, type ScoreInput, whyLifetimeValue } from "./customer-scores/why-worth.js";
// tiers, dormancy, loyalty and what to do
export {
  type ActivityProfile,
  checkDormancyBounds,
  customaryBounds,
  type DormancyBounds,
  type DormancyReason,
  type DormantCustomer,
  dormantCustomers,
} from "./dormancy/dormant-customers.js";
export {
  type Columns,
  type Contribution,
  type Explanation,
  type Explanations,
  explainScore,
  explainScores,
  type Inputs,
  medianCustomer,
} from "./explain/explain-score.js";
export {
  checkLoyaltyCuts,
  type LoyaltyCell,
  type LoyaltyCuts,
  type LoyaltyProfile,
  loyaltyCells,
  loyaltyMovements,
} from "./loyalty/loyalty-cells.js";
// how customers buy and what they are worth
export { type BackTest, backTest, type FrequencyGroup, type Week } from "./models/back-test.js";
export { type FitOptions, fitPurchaseModel } from "./models/fit-purchase-model.js";
export {
  expectedSpend,
  fitSpendModel,
  type SpendFitOptions,
  type SpendHistories,
  type SpendModel,
} from "./models/gamma-gamma.js";
export { type LifetimeOptions, lifetimeValues } from "./models/lifetime-values.js";
export {
  discountedPurchases,
  expectedPurchases,
  expectedPurchasesOfNew,
  logLikelihoods,
  probabilitiesAlive,
  probabilityOfPurchases,
} from "./models/predict-purchases.js";
export type { ModelParameters, PurchaseModel, PurchaseModelName } from "./models/purchase-model.js";
export {
  type ActionRule,
  checkActionRules,
  nextBestActions,
  type SpokenChannel,
  type SuggestedAction,
} from "./next-action/next-best-action.js";
export { type CustomerProfit, type ProfitCurve, profitCurve, type Tail } from "./profit-curve.js";
// from purchases to columns
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
// who is best
export { rankGroups } from "./rfm/rank-groups.js";
export { type RfmSegment, rfmSegments, segmentsOf } from "./rfm/rfm-segments.js";
export { type RfmBounds, type RfmScores, rfmByBounds, rfmByRank, rfmColumns } from "./rfm/score-rfm.js";
export { type RfmColumns, sumTransactions, type Transactions } from "./rfm/sum-transactions.js";
export { customerEffort, customerSatisfaction, netPromoterScore, type Scale, type SurveyFigure } from "./surveys/survey-metrics.js";
// how long contracts last
export {
  kaplanMeier,
  kaplanMeierByGroup,
  type Lifetimes,
  type SurvivalCurve,
  type SurvivalStep,
  survivalAt,
} from "./survival/kaplan-meier.js";
export { type CustomerActivity, type RetentionCohort, retentionTriangle } from "./survival/retention-triangle.js";
export { assignTiers, checkTiers, type Tier, type TierAssignment, type TieredCustomer, tierMovements } from "./tiers/assign-tiers.js";
export { bestHidden, type HiddenCustomer, type PlacedCustomer } from "./tiers/best-hidden.js";
