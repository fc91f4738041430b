import type { CalendarDate } from "@kehu/core";
import { addDays } from "./days.js";
import { createRandom } from "./random.js";

/** What was bought on a day. */
export interface MadePurchase {
  readonly on: CalendarDate;
  /** Minor units of any currency. */
  readonly amountMinor: number;
}

/**
 * What one customer of a shop bought within its last 500 days, the oldest first: at a pace and around an amount of their own, until they
 * stay away. The same seed gives the same; many seeds make a cohort to which every purchase model can be fitted.
 */
export function generatePurchases({
  seed,
  asOf,
}: {
  readonly seed: number | string;
  readonly asOf: CalendarDate;
}): readonly MadePurchase[] {
  const random = createRandom(`purchases/${seed}`);
  const share = (): number => random.int(0, 999_999) / 1_000_000;
  const exponential = (mean: number): number => -mean * Math.log(1 - share());
  const [pace, usual, leaves] = [20 / (share() + share() + 0.001), 300 + exponential(2000), share() ** 3];
  const purchases: MadePurchase[] = [];
  for (let ago = 300 + 200 * share(); ago >= 0; ago -= 1 + exponential(pace)) {
    purchases.push({ on: addDays(asOf, -Math.floor(ago)), amountMinor: Math.round(usual / 2 + exponential(usual / 2)) });
    if (share() < leaves) break;
  }
  return purchases;
}
