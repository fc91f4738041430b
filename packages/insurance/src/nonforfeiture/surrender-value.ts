import type { CalendarDate, Money } from "@kehu/core";
import type { Policy } from "../policy/policy.js";
import type { Product } from "../policy/product.js";
import { monthsBetween } from "../premium/premium-schedule.js";

export type NonForfeitureRow = Product["nonForfeiture"][number];
type Dated = Pick<Policy, "effectiveOn">;
type Valued = Pick<Policy, "effectiveOn" | "sumAssured" | "state">;

/** Full policy years on a day. */
export function policyYears({ effectiveOn }: Pick<Policy, "effectiveOn">, on: CalendarDate): number {
  const months = monthsBetween(effectiveOn, on) - (on.slice(8) < effectiveOn.slice(8) ? 1 : 0);
  return Math.max(0, Math.floor(months / 12));
}

/**
 * The row of a product's table that holds on a day: that of the last full policy year. Between the ends of two years nothing is
 * interpolated, and a year without a row has that of the year before.
 */
export function rowOn(policy: Dated, { nonForfeiture }: Pick<Product, "nonForfeiture">, on: CalendarDate): NonForfeitureRow | undefined {
  const years = policyYears(policy, on);
  return nonForfeiture.reduce<NonForfeitureRow | undefined>(
    (best, row) => (row.year <= years && (best === undefined || row.year > best.year) ? row : best),
    undefined,
  );
}

/** Of a thousand of the sum assured, rounded down to the minor unit. */
export const perMilleOf = (sumAssured: Money, perMille: number): Money => ({
  ...sumAssured,
  amountMinor: Number((BigInt(sumAssured.amountMinor) * BigInt(perMille)) / 1000n),
});

/**
 * What a policy is worth at the end of its last full year, by the table of its product (现金价值). A reduced sum that needs no premium
 * is worth what it would cost: the cash value over what that buys as a paid-up sum.
 */
export function surrenderValue(policy: Valued, product: Pick<Product, "nonForfeiture">, on: CalendarDate): Money {
  const row = rowOn(policy, product, on);
  if (policy.state !== "reducedPaidUp" || row === undefined) return perMilleOf(policy.sumAssured, row?.cashValuePerMille ?? 0);
  const { cashValuePerMille, paidUpPerMille } = row;
  const worth = paidUpPerMille === 0 ? 0n : (BigInt(policy.sumAssured.amountMinor) * BigInt(cashValuePerMille)) / BigInt(paidUpPerMille);
  return { ...policy.sumAssured, amountMinor: Number(worth) };
}
