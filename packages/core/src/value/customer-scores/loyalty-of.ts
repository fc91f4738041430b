import { checkLoyaltyCuts, type LoyaltyCuts, type LoyaltyProfile, loyaltyCells } from "../loyalty/loyalty-cells.js";
import type { CustomerColumns, CustomerScoreOptions } from "./customer-scores.js";

/** What a ledger and surveys say of loyalty: a row for each customer. */
export interface LoyaltyColumns {
  /** Days of the last year on which something was bought, and of how many categories. */
  readonly yearPurchases: Int32Array;
  readonly yearCategories: Int32Array;
  /** The latest answers as shares of their scales; NaN where nothing was said. */
  readonly satisfaction: Float64Array;
  readonly recommendation: Float64Array;
}
/** How the two sides are measured and cut. */
export interface LoyaltyTerms extends LoyaltyCuts {
  /** So many months from the first purchase to the last are full tenure. */
  readonly fullTenureMonths: number;
  /** So many categories in a year are full breadth. */
  readonly fullBreadth: number;
}
/** One customer's loyalty: both sides, what each is the mean of, and the cell. */
export interface CustomerLoyalty {
  readonly loyalty: LoyaltyProfile["behaviour"] & LoyaltyProfile["attitude"] & { readonly behaviour?: number; readonly attitude?: number };
  /** Degrees of behaviour and attitude: "1-0". */
  readonly loyaltyCell?: string;
  readonly loyaltyCellBefore?: string;
}

const [daysPerMonth, daysPerYear] = [365.2425 / 12, 365];

/**
 * What customers do, of the last year so that a silent one falls: repeats as a part of their purchases, the time from the first purchase to the
 * last, and how many categories they buy; and what they say. Who never bought behaves neither well nor badly.
 */
export function loyaltyOf(
  columns: CustomerColumns,
  { loyalty: terms, loyaltyBefore }: Pick<CustomerScoreOptions, "loyalty" | "loyaltyBefore">,
  today: number,
): (row: number) => CustomerLoyalty | undefined {
  const { loyalty: measured, customerIds, purchases, firstDay, lastDay } = columns;
  if (!terms || !measured) return () => undefined;
  checkLoyaltyCuts(terms);
  const behaviourOf = (row: number): LoyaltyProfile["behaviour"] => {
    if (purchases[row] === 0) return {};
    const [first, last, bought] = [firstDay[row], lastDay[row], measured.yearPurchases[row]] as [number, number, number];
    const repeats = first > today - daysPerYear ? bought - 1 : bought;
    return {
      repeatShare: bought === 0 ? 0 : repeats / bought,
      tenure: Math.min(1, (last - first) / daysPerMonth / terms.fullTenureMonths),
      breadth: Math.min(1, (measured.yearCategories[row] as number) / terms.fullBreadth),
    };
  };
  const said = (name: "satisfaction" | "recommendation", row: number): LoyaltyProfile["attitude"] => {
    const share = measured[name][row] as number;
    return Number.isNaN(share) ? {} : { [name]: share };
  };
  return (row) => {
    const behaviour = behaviourOf(row);
    const attitude = { ...said("satisfaction", row), ...said("recommendation", row) };
    if (Object.keys(behaviour).length + Object.keys(attitude).length === 0) return undefined;
    const [told] = loyaltyCells([{ customerId: customerIds[row] as string, behaviour, attitude }], terms);
    const before = loyaltyBefore?.(row);
    return {
      loyalty: {
        ...behaviour,
        ...attitude,
        ...(told?.behaviour != null && { behaviour: told.behaviour }),
        ...(told?.attitude != null && { attitude: told.attitude }),
      },
      ...(told?.cell && { loyaltyCell: `${told.cell.behaviour}-${told.cell.attitude}` }),
      ...(before !== undefined && { loyaltyCellBefore: before }),
    };
  };
}
