import type { CalendarDate } from "../define/id.js";
import { defineRefusal } from "../define/refusal.js";
import { refused } from "../error.js";
import { amountTooLarge } from "../money.js";

/** What one customer brought, costs taken off: minor units of one currency, negative where it lost money. */
export interface CustomerProfit {
  readonly customerId: string;
  readonly profitMinor: number;
}
export interface ProfitCurve {
  readonly asOf: CalendarDate;
  readonly currency: string;
  /** The best first; of equal ones by id. */
  readonly ranked: readonly CustomerProfit[];
  /** After each customer, what they and all better ones brought together. */
  readonly cumulativeMinor: readonly number[];
  readonly totalMinor: number;
  /** Where the curve is highest: so many customers bring so much; the rest takes it down to the total. */
  readonly peak: {
    readonly customers: number;
    /** As a share of all customers; null where there is none. */
    readonly ofCustomers: number | null;
    readonly profitMinor: number;
    readonly shareOfTotal: number | null;
  };
  /** So few of the best bring as much as all together: what the others bring, they take again. Null where the total is not above zero. */
  readonly breakEven: { readonly customers: number; readonly ofCustomers: number } | null;
  /** The best and the worst fifth of the customers, rounded up to whole customers. */
  readonly bestFifth: Tail;
  readonly worstFifth: Tail;
}
export interface Tail {
  readonly customers: readonly CustomerProfit[];
  readonly profitMinor: number;
  /** Of the total; null where the total is not above zero. */
  readonly shareOfTotal: number | null;
}

export const profitNotWhole = defineRefusal(
  "core/profit-not-whole",
  "The profit of customer {customerId} is {profit}, which is no whole number of minor units; round it first.",
);

/**
 * Cumulative profit over customers, the most profitable first: "80/20" is computed here, never assumed.
 *
 * @throws KehuError `core/profit-not-whole`, `core/amount-too-large` where a sum cannot be told exactly
 * @see Kaplan & Narayanan (2001), Measuring and Managing Customer Profitability, Journal of Cost Management 15(5)
 */
export function profitCurve(
  profits: readonly CustomerProfit[],
  options: { readonly asOf: CalendarDate; readonly currency: string },
): ProfitCurve {
  const broken = profits.find((each) => !Number.isSafeInteger(each.profitMinor));
  if (broken) throw refused(profitNotWhole({ customerId: broken.customerId, profit: broken.profitMinor }));
  const ranked = [...profits].sort((a, b) => b.profitMinor - a.profitMinor || (a.customerId < b.customerId ? -1 : 1));
  const cumulativeMinor = sumsOf(ranked, options.currency);
  const totalMinor = cumulativeMinor.at(-1) ?? 0;
  const profitable = ranked.filter(({ profitMinor }) => profitMinor > 0).length;
  const peakMinor = profitable === 0 ? 0 : (cumulativeMinor[profitable - 1] as number);
  const share = (part: number): number | null => (totalMinor > 0 ? part / totalMinor : null);
  const tail = (customers: readonly CustomerProfit[]): Tail => {
    const profitMinor = sumsOf(customers, options.currency).at(-1) ?? 0;
    return { customers, profitMinor, shareOfTotal: share(profitMinor) };
  };
  const ofCustomers = (count: number): number => count / ranked.length;
  const breakEven = cumulativeMinor.findIndex((cumulative) => cumulative >= totalMinor) + 1;
  const fifth = Math.ceil(ranked.length / 5);
  return {
    ...options,
    ranked,
    cumulativeMinor,
    totalMinor,
    peak: {
      customers: profitable,
      ofCustomers: ranked.length === 0 ? null : ofCustomers(profitable),
      profitMinor: peakMinor,
      shareOfTotal: share(peakMinor),
    },
    breakEven: totalMinor > 0 ? { customers: breakEven, ofCustomers: ofCustomers(breakEven) } : null,
    bestFifth: tail(ranked.slice(0, fifth)),
    worstFifth: tail(ranked.slice(ranked.length - fifth).reverse()),
  };
}

/** After each customer, what they and those before brought. */
function sumsOf(customers: readonly CustomerProfit[], currency: string): number[] {
  let sum = 0;
  return customers.map(({ profitMinor }) => {
    sum += profitMinor;
    if (!Number.isSafeInteger(sum)) throw refused(amountTooLarge({ currency }));
    return sum;
  });
}
