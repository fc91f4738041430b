import { type CalendarDate, type ScoringTerms, scoring } from "@kehu/core";
import {
  checkDormancyBounds,
  checkLoyaltyCuts,
  checkTiers,
  customaryBounds,
  type DormancyBounds,
  type LoyaltyTerms,
  type Tier,
} from "@kehu/core/value";
import * as z from "zod";
import { invalid, parseInput } from "../parse.js";
import { problemOf } from "../problems.js";
import { currencyCode } from "./currency-code.js";
import { ratesInto } from "./rates.js";

/** What a scoring is asked for, and tells of itself afterwards. */
export interface AskedTerms {
  /** The last day that counts. */
  readonly asOf: CalendarDate;
  /** ISO 4217; all amounts of the scores are in it. */
  readonly currency: string;
  /** 1 to 600; 12 unless told. */
  readonly horizonMonths?: number;
  /** A fraction as a decimal: "0.01", which is the default, is 1 % a month. */
  readonly discountRatePerMonth?: string;
  /** `bg-nbd` unless told. */
  readonly model?: "bg-nbd" | "mbg-nbd" | "pareto-nbd";
  /** What one of another currency is worth, as a decimal: { USD: "7.12" }. Without it a ledger with other currencies is refused. */
  readonly rates?: Readonly<Record<string, string>>;
  /** From the lowest, which takes everybody, to the highest, in minor units. */
  readonly tiers?: readonly Tier[];
  /**
   * What a tier is given for: `turnover`, the revenue of the last year, unless told; `lifetimeValue` is profit where no model can be fitted.
   * Refused without tiers.
   */
  readonly tiersBy?: NonNullable<ScoringTerms["tiersBy"]>;
  readonly dormancy?: DormancyBounds;
  /** How loyalty is measured and cut; without it nothing is said of it. */
  readonly loyalty?: LoyaltyTerms;
}

/**
 * The terms as a scoring keeps them. What is refused without a look at the ledger leaves no run behind that others would have to go on with.
 *
 * @throws KehuError `crm/invalid-input`, `crm/rate-unusable`, `core/tiers-unusable`, `core/dormancy-unusable`, `core/loyalty-unusable`
 */
export function termsOf(given: AskedTerms): ScoringTerms {
  const asked = parseInput<AskedTerms>(askedShape, given, what);
  const { tiers, dormancy, loyalty, rates = {} } = asked;
  if (tiers || asked.tiersBy !== undefined) checkTiers(tiers ?? []);
  if (dormancy) checkDormancyBounds(dormancy);
  if (loyalty) checkLoyaltyCuts(loyalty);
  const terms = parseInput<ScoringTerms>(shape, wordsOf(asked), what);
  checkDiscount(terms);
  ratesInto({ currency: terms.currency, rates: Object.entries(rates).map(([currency, rate]) => ({ currency, rate })) });
  // names are kept without the spaces around them, and two may be one then
  if (tiers) checkTiers(ladderOf(terms));
  return terms;
}

const what = "scoreCustomers";

/** A fraction, and 0 or more of it: nobody waits for money at a gain, and 100 would be 10,000 % a month. */
function checkDiscount({ discountRatePerMonth: rate }: ScoringTerms): void {
  const place = "discountRatePerMonth";
  if (Number(rate) < 0) throw invalid([problemOf(place, "too-small", { limit: 0 })], what);
  if (Number(rate) >= mostDiscount) throw invalid([problemOf(place, "not-below", { limit: mostDiscount })], what);
}
const mostDiscount = 100;

/** The lowest tier takes everybody, whatever its bounds say. */
export const ladderOf = ({ tiers }: Pick<ScoringTerms, "tiers">): readonly Tier[] =>
  tiers.map(({ name, enterAt, leaveBelow }) => ({ name, enterAt: enterAt ?? lowest, leaveBelow: leaveBelow ?? lowest }));
const lowest = Number.NEGATIVE_INFINITY;

const { asOf, horizonMonths, discountRatePerMonth, model, rates, tiers, tiersBy, dormancy, loyalty } = scoring.fields;
const shape = {
  asOf,
  horizonMonths,
  model,
  rates,
  tiers,
  tiersBy,
  dormancy,
  loyalty,
  currency: currencyCode,
  discountRatePerMonth,
};

// the functions say more of figures than a schema could
const figure = z.custom<number>((value) => typeof value === "number", { params: { expected: "number" } });
const askedShape = {
  asOf: z.string(),
  currency: z.string(),
  horizonMonths: figure.optional(),
  discountRatePerMonth: z.string().optional(),
  model: z.string().optional(),
  rates: z.record(z.string(), z.string()).optional(),
  tiers: z.array(z.strictObject({ name: z.string(), enterAt: figure, leaveBelow: figure })).optional(),
  tiersBy: z.string().optional(),
  dormancy: z
    .strictObject({
      aliveBelow: figure.optional(),
      largeAssetsMinor: figure.optional(),
      turnoverBelow: figure.optional(),
      gaps: figure.optional(),
      fewestGaps: figure.optional(),
    })
    .optional(),
  loyalty: z
    .strictObject({
      behaviour: z.array(figure),
      attitude: z.array(figure),
      fullTenureMonths: figure,
      fullBreadth: figure,
      actions: z.array(z.array(z.string())).optional(),
    })
    .optional(),
};

/** In the shape of the record, with what is meant where nothing is said. */
function wordsOf({
  horizonMonths = 12,
  discountRatePerMonth = "0.01",
  rates = {},
  tiers,
  dormancy = {},
  loyalty,
  ...asked
}: AskedTerms): object {
  const { asOf, currency, model = "bg-nbd", tiersBy = "turnover" } = asked;
  return {
    asOf,
    currency,
    horizonMonths,
    discountRatePerMonth,
    model,
    rates: Object.entries(rates)
      .map(([from, rate]) => ({ currency: from, rate: withoutZeros(rate) }))
      .sort((one, other) => (one.currency < other.currency ? -1 : 1)),
    tiers: (tiers ?? []).map(({ name, ...bounds }, rung) => (rung === 0 ? { name } : { name, ...bounds })),
    ...(tiers && { tiersBy }),
    dormancy: { ...customaryBounds, ...finite(dormancy) },
    ...(loyalty && { loyalty }),
  };
}
/** 7.10 is 7.1. */
function withoutZeros(rate: string): string {
  let end = rate.length;
  if (rate.includes(".")) while (rate[end - 1] === "0") end -= 1;
  return rate.slice(0, rate[end - 1] === "." ? end - 1 : end);
}
/** Without what was not given, and without a bound that nothing reaches, which says the same. */
const finite = (bounds: DormancyBounds): DormancyBounds =>
  Object.fromEntries(Object.entries(bounds).filter(([, bound]) => bound !== undefined && bound !== Number.POSITIVE_INFINITY));
