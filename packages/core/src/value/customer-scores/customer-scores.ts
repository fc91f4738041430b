import { parseDay } from "../../calendar/day-number.js";
import type { CalendarDate } from "../../define/id.js";
import { phrase } from "../../define/refusal.js";
import { checkDormancyBounds, type DormancyBounds, type DormancyReason, dormantCustomers } from "../dormancy/dormant-customers.js";
import { rfmSegments, segmentsOf } from "../rfm/rfm-segments.js";
import { type RfmScores, rfmByRank } from "../rfm/score-rfm.js";
import { checkTiers, type Tier } from "../tiers/assign-tiers.js";
import { type Forecast, type ForecastOptions, forecast, historiesOf } from "./forecast.js";
import { type CustomerLoyalty, type LoyaltyColumns, type LoyaltyTerms, loyaltyOf } from "./loyalty-of.js";
import { tiersOf } from "./tiers-of.js";
import { type ScoreContribution, whyLifetimeValue, whyProfit } from "./why-worth.js";

/** What a ledger says of customers until a day: a column for each figure, a row for each customer. Amounts are whole minor units of one currency. */
export interface CustomerColumns {
  readonly customerIds: readonly string[];
  /** Days on which something was bought; 0 for who only cost. */
  readonly purchases: Int32Array;
  /** Whole days since 1970-01-01; not read without a purchase. */
  readonly firstDay: Int32Array;
  readonly lastDay: Int32Array;
  /** Over the days of purchase, and on the first of them. */
  readonly spendMinor: Float64Array;
  readonly firstSpendMinor: Float64Array;
  /** Of everything, what was taken back included. */
  readonly revenueMinor: Float64Array;
  /** Of it what the last year brought. */
  readonly turnoverMinor: Float64Array;
  readonly costMinor: Float64Array;
  /** The median of the days between purchases; not read with fewer than two of them. */
  readonly usualGapDays: Float64Array;
  /** What they hold with us on that day. */
  readonly assetsMinor: Float64Array;
  /** What loyalty is told by; needed where its terms are given. */
  readonly loyalty?: LoyaltyColumns;
}
export interface CustomerScoreOptions extends ForecastOptions {
  readonly asOf: CalendarDate;
  /** From the lowest to the highest. */
  readonly tiers?: readonly Tier[];
  /**
   * What a tier is given for: `turnover`, which is what the last year brought, unless told. By `lifetimeValue`, or by profit where there is no
   * model, hardly anybody is worth a higher tier, for the worth is what the tier was given for.
   */
  readonly tiersBy?: TierMeasure;
  /** The tier until now, by row. */
  readonly tierBefore?: (row: number) => string | undefined;
  readonly dormancy?: DormancyBounds;
  readonly loyalty?: LoyaltyTerms;
  /** The cell of loyalty until now, by row. */
  readonly loyaltyBefore?: (row: number) => string | undefined;
}
export type TierMeasure = "turnover" | "profit" | "assets" | "lifetimeValue";
/** What one customer is worth, and why. */
export interface CustomerScore {
  readonly customerId: string;
  readonly purchases: number;
  readonly firstDay?: number;
  readonly lastDay?: number;
  readonly revenueMinor: number;
  readonly costMinor: number;
  readonly profitMinor: number;
  /** Absent where nothing is held. */
  readonly assetsMinor?: number;
  /** 1, the best hundredth, to 100. */
  readonly profitRank: number;
  readonly recency?: number;
  readonly frequency?: number;
  readonly monetary?: number;
  readonly segment?: string;
  readonly aliveProbability?: number;
  readonly expectedPurchases?: number;
  /** Whole minor units. */
  readonly lifetimeValueMinor?: number;
  readonly tier?: string;
  readonly tierBefore?: string;
  /** The highest tier above the own whose median customer, like those of the own tier and of all between, is worth no more. */
  readonly worthOfTier?: string;
  readonly dormancy: readonly DormancyReason[];
  readonly loyalty?: CustomerLoyalty["loyalty"];
  readonly loyaltyCell?: string;
  readonly loyaltyCellBefore?: string;
  readonly explanation: readonly ScoreContribution[];
}
export interface CustomerScores {
  /** The models that were fitted, and why not where there are none. */
  readonly forecast: Forecast;
  readonly customers: number;
  /** The scores of some rows, in their order: made when asked for, so that a million need not be held at once. */
  rows(from: number, until: number): readonly CustomerScore[];
}

/**
 * Scores customers by what a ledger says of them: profit and its rank, RFM by fifths, P(alive), expected purchases and lifetime value
 * over a horizon, tier, dormancy, loyalty, and why. The same for any order of the rows but for ties, which go by row.
 *
 * @throws KehuError those of `rfmByRank`, `assignTiers`, `dormantCustomers`, `loyaltyCells` and `lifetimeValues`; a model that cannot be fitted is no error but `unfitted`
 */
export function customerScores(columns: CustomerColumns, options: CustomerScoreOptions): CustomerScores {
  const { customerIds, purchases, firstDay, lastDay, revenueMinor, costMinor, assetsMinor, turnoverMinor } = columns;
  const customers = customerIds.length;
  const today = parseDay(options.asOf, phrase("The day of the scores"));
  if (options.dormancy) checkDormancyBounds(options.dormancy);
  if (options.tiers) checkTiers(options.tiers);
  const profitMinor = revenueMinor.map((revenue, row) => revenue - (costMinor[row] as number));
  const profitRank = hundredthsOf(profitMinor);
  const buyers = Int32Array.from(purchases.keys()).filter((row) => (purchases[row] as number) > 0);
  const place = new Int32Array(customers).fill(-1);
  for (let at = 0; at < buyers.length; at += 1) place[buyers[at] as number] = at;
  const rfm = rfmOf(columns, buyers, today);
  const segments = segmentsOf(rfm, rfmSegments);
  const histories = historiesOf(columns, buyers, today);
  const future = forecast(histories, options);
  const worth = future.lifetimeValueMinor
    ? Float64Array.from(place, (at) => (at < 0 ? 0 : (future.lifetimeValueMinor?.[at] as number)))
    : profitMinor;
  const measured = { turnover: turnoverMinor, profit: profitMinor, assets: assetsMinor, lifetimeValue: worth };
  const tiers = tiersOf({ customerIds, worth, value: measured[options.tiersBy ?? "turnover"] }, options);
  const loyalty = loyaltyOf(columns, options, today);
  const whyLifetime = whyLifetimeValue(histories, future, options);
  const whyBrought = whyProfit({ revenue: revenueMinor, cost: costMinor });
  const silence = (row: number): number => today - (lastDay[row] as number);

  const dormancyOf = (row: number, alive: number | undefined): readonly DormancyReason[] => {
    const gaps = (purchases[row] as number) - 1;
    const profile = {
      customerId: customerIds[row] as string,
      ...(alive !== undefined && { probabilityAlive: alive }),
      assetsMinor: assetsMinor[row] as number,
      turnoverMinor: turnoverMinor[row] as number,
      ...(gaps > 0 && { usualGap: { days: columns.usualGapDays[row] as number, of: gaps }, silenceDays: silence(row) }),
    };
    return dormantCustomers([profile], options.dormancy)[0]?.reasons ?? [];
  };
  const scoreOf = (row: number): CustomerScore => {
    const at = place[row] as number;
    const alive = at < 0 ? undefined : future.aliveProbability?.[at];
    return {
      customerId: customerIds[row] as string,
      purchases: purchases[row] as number,
      revenueMinor: revenueMinor[row] as number,
      costMinor: costMinor[row] as number,
      profitMinor: profitMinor[row] as number,
      profitRank: profitRank[row] as number,
      ...(assetsMinor[row] !== 0 && { assetsMinor: assetsMinor[row] as number }),
      ...(at >= 0 && {
        firstDay: firstDay[row] as number,
        lastDay: lastDay[row] as number,
        recency: rfm.recency[at] as number,
        frequency: rfm.frequency[at] as number,
        monetary: rfm.monetary[at] as number,
        ...(segments[at] && { segment: segments[at].name }),
      }),
      ...(alive !== undefined && {
        aliveProbability: alive,
        expectedPurchases: future.expectedPurchases?.[at] as number,
      }),
      ...(at >= 0 && future.lifetimeValueMinor && { lifetimeValueMinor: Math.round(future.lifetimeValueMinor[at] as number) }),
      ...tiers(row),
      ...loyalty(row),
      dormancy: dormancyOf(row, alive),
      explanation: at >= 0 && whyLifetime ? whyLifetime(at) : whyBrought(row),
    };
  };
  return {
    forecast: future,
    customers,
    rows(from, until) {
      return Array.from({ length: Math.max(0, Math.min(until, customers) - from) }, (_, index) => scoreOf(from + index));
    },
  };
}

/** In which hundredth each value stands, the largest in the first: so that the best fifth, rounded up, is 1 to 20. Of equal values the earlier row comes first. */
function hundredthsOf(values: Float64Array): Uint8Array {
  const rising = values.slice().sort();
  const equals = new Map<number, number>();
  return Uint8Array.from(values, (value) => {
    let [from, to] = [0, rising.length];
    while (from < to) {
      const middle = (from + to) >> 1;
      if ((rising[middle] as number) <= value) from = middle + 1;
      else to = middle;
    }
    const before = equals.get(value) ?? 0;
    equals.set(value, before + 1);
    return 1 + Math.floor((100 * (rising.length - from + before)) / rising.length);
  });
}

function rfmOf(columns: CustomerColumns, buyers: Int32Array, today: number): RfmScores {
  if (buyers.length === 0) return { bins: 5, recency: new Uint8Array(), frequency: new Uint8Array(), monetary: new Uint8Array() };
  return rfmByRank({
    recencyDays: buyers.map((row) => today - (columns.lastDay[row] as number)),
    frequency: buyers.map((row) => columns.purchases[row] as number),
    monetaryMinor: Float64Array.from(buyers, (row) => columns.spendMinor[row] as number),
  });
}
