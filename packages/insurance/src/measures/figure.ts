import { date, group, list, type Money, money, ratio } from "@kehu/core";
import * as z from "zod";

/** Both days belong to the period. */
export const period = { from: date(), until: date() };
/** One amount for each currency. */
export const amounts = list(money(), 50).default([]);

const parts = { numerator: z.int(), denominator: z.int(), value: z.number().nullable() };
/** A figure over things that are counted. */
export const countedFigure = <const M extends string, const U extends string>(method: M, unit: U) =>
  group({ asOf: date(), method: z.literal(method), unit: z.literal(unit), ...parts });
/** A figure over money in minor units: one for each currency, in its order. */
export const moneyFigure = <const M extends string>(method: M) =>
  group({
    asOf: date(),
    method: z.literal(method),
    unit: z.literal("minorUnits"),
    figures: list(z.strictObject({ currency: z.string(), ...parts }), 50),
  });

/** Minor units by currency. */
export type Amounts = ReadonlyMap<string, number>;
export function amountsOf(sums: readonly Money[], sign: 1 | -1 = 1): Amounts {
  const found = new Map<string, number>();
  for (const { currency, amountMinor } of sums) found.set(currency, (found.get(currency) ?? 0) + sign * amountMinor);
  return found;
}
/** Each currency that one of them has, in order. */
export const currenciesOf = (...some: readonly Amounts[]): readonly string[] =>
  [...new Set(some.flatMap((each) => [...each.keys()]))].sort();
/** Of every currency one share. */
export const sharesOf = (numerators: Amounts, denominators: Amounts) =>
  currenciesOf(numerators, denominators).map((currency) => ({
    currency,
    ...ratio(numerators.get(currency) ?? 0, denominators.get(currency) ?? 0),
  }));
