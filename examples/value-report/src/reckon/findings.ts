import type {
  BackTest,
  Concentration,
  Explain,
  ProfitCurve,
  PurchaseModel,
  PurchaseSummary,
  RfmScores,
  SpendModel,
} from "@kehu/core/value";
import type { Both } from "report-kit";
import type { Book } from "../read/read-purchases.js";

/** What was asked of the models beyond their parameters. */
export interface Terms {
  readonly horizonWeeks: number;
  /** The horizon of the lifetime value, in equal months that fill it. */
  readonly months: number;
  readonly weeksPerMonth: number;
  readonly discountRatePerMonth: number;
}
/** How often customers buy, and who still does. */
export interface Buying {
  readonly model: PurchaseModel<"week">;
  readonly aliveProbability: Float64Array;
  readonly expectedPurchases: Float64Array;
  /** Undefined where nothing was held back. */
  readonly backTest: BackTest | undefined;
}
/** What customers spend; amounts are minor units. */
export interface Spending {
  readonly model: SpendModel;
  readonly expectedSpend: Float64Array;
  readonly lifetimeValue: Float64Array;
  readonly why: Explain;
}
/** Why there is no model. */
export interface Missing {
  /** Of what refused to fit; null where nothing was asked. */
  readonly code: string | null;
  readonly sentence: Both;
}
/** All that the files are written of: columns in the order of the summary. */
export interface Findings {
  readonly book: Book;
  /** The name of the file; undefined for the made-up shop. */
  readonly file: string | undefined;
  readonly currency: string;
  readonly unitMinor: number;
  readonly summary: PurchaseSummary;
  readonly terms: Terms;
  readonly buying: Buying | Missing;
  readonly spending: Spending | Missing;
  readonly rfm: RfmScores;
  /** Of what they spent, or of the days on which they bought where there are no amounts. */
  readonly curve: ProfitCurve;
  readonly concentration: Concentration;
}
export const isKnown = <Known extends Buying | Spending>(part: Known | Missing): part is Known => "model" in part;
