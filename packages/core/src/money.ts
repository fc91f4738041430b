import { add as addDinero, allocate as allocateDinero, dinero, toSnapshot } from "dinero.js";
import type { Money } from "./define/id.js";
import { defineRefusal } from "./define/refusal.js";
import { refused } from "./error.js";
import { compareText } from "./filter/compare.js";

export const differentCurrencies = defineRefusal(
  "core/different-currencies",
  "Amounts in {one} and {other} never add; convert one of them first, with its rate.",
);
export const weightsUnusable = defineRefusal(
  "core/weights-unusable",
  "The weights cannot split an amount; give whole numbers of at least 0, not all of them 0.",
);
export const amountTooLarge = defineRefusal(
  "core/amount-too-large",
  "An amount in {currency} is beyond what can be counted exactly (2^53 minor units); split the sum.",
);

/** An amount: integer minor units of an ISO 4217 currency, checked to be exact. */
export const amountOf = (amountMinor: number, currency: string): Money => exact({ amountMinor, currency });

function exact(amount: Money): Money {
  if (!Number.isSafeInteger(amount.amountMinor)) throw refused(amountTooLarge({ currency: amount.currency }));
  return amount;
}
// the exponent plays no part in integer arithmetic; it would in conversions, which name theirs
const wrap = (amount: Money) => dinero({ amount: amount.amountMinor, currency: { code: amount.currency, base: 10, exponent: 2 } });
const unwrap = (value: ReturnType<typeof wrap>): Money => {
  const { amount, currency } = toSnapshot(value);
  return exact({ amountMinor: amount, currency: currency.code });
};

/** @throws KehuError `core/different-currencies`, `core/amount-too-large` */
export function addMoney(one: Money, other: Money): Money {
  if (one.currency !== other.currency) throw refused(differentCurrencies({ one: one.currency, other: other.currency }));
  return unwrap(addDinero(wrap(one), wrap(other)));
}

/** The same amount with the other sign. */
export const negateMoney = (amount: Money): Money => ({ amountMinor: 0 - amount.amountMinor, currency: amount.currency });

/**
 * Splits an amount by weights; the parts add up to it exactly. The weights are non-negative integers, not all zero.
 *
 * @throws KehuError `core/weights-unusable`
 */
export function allocateMoney(amount: Money, weights: readonly number[]): readonly Money[] {
  if (!weights.every((weight) => Number.isSafeInteger(weight) && weight >= 0) || !weights.some((weight) => weight > 0))
    throw refused(weightsUnusable());
  return allocateDinero(wrap(amount), weights).map(unwrap);
}

/**
 * One sum per currency, in order of the currency; whatever the order of the amounts.
 *
 * @throws KehuError `core/amount-too-large` where a sum cannot be told exactly
 */
export function sumMoney(amounts: readonly Money[]): readonly Money[] {
  const sums = new Map<string, bigint>();
  for (const { amountMinor, currency } of amounts)
    sums.set(currency, (sums.get(currency) ?? 0n) + BigInt(exact({ amountMinor, currency }).amountMinor));
  return [...sums]
    .map(([currency, amount]) => exact({ amountMinor: Number(amount), currency }))
    .sort((a, b) => compareText(a.currency, b.currency));
}
