import { phrase } from "../../define/refusal.js";
import { refused } from "../../error.js";
import { amountTooLarge } from "../../money.js";
import { shareUnusable, valueNotFinite } from "../rfm/rfm-problems.js";

/** How unevenly a total is spread over customers. */
export interface Concentration {
  readonly customers: number;
  readonly total: number;
  /** 0 where all are equal, near 1 where one has everything; null where an amount is below 0 or there is no total, for which it says nothing. */
  readonly gini: number | null;
  /** Sum of the squared shares (Herfindahl and Hirschman); null in the same cases. */
  readonly herfindahl: number | null;
  /** Share of the total that the best hold, for the share of customers that was asked: rounded up to whole customers. */
  readonly topShare: readonly { readonly ofCustomers: number; readonly ofTotal: number | null }[];
  /** The fewest customers that make 80 % of the total: computed, never assumed to be 20 %. Null where there is no total. */
  readonly makersOf80: { readonly customers: number; readonly ofCustomers: number } | null;
  /** Cumulative share of the total after each twentieth of the customers, the poorest first; empty where there is no total. */
  readonly lorenz: readonly { readonly ofCustomers: number; readonly ofTotal: number }[];
}

/**
 * Lorenz curve, Gini coefficient and what the best hold, of whole minor units. Where customers can lose money the profit curve says more.
 *
 * @param options.topShares - shares of customers between 0 and 1; 1 %, 10 % and 20 % unless told
 * @throws KehuError `core/value-not-finite`, `core/share-unusable`, `core/amount-too-large` where the sums cannot be told exactly
 * @see Gini (1912), Variabilità e mutabilità; Hirschman (1964), The Paternity of an Index, American Economic Review 54(5), 761
 */
export function concentration(amounts: ArrayLike<number>, options: { readonly topShares?: readonly number[] } = {}): Concentration {
  const { topShares = [0.01, 0.1, 0.2] } = options;
  const sorted = Float64Array.from(amounts).sort();
  const odd = Array.from(amounts).findIndex((amount) => !Number.isFinite(amount));
  if (odd >= 0) throw refused(valueNotFinite({ position: odd + 1, value: amounts[odd] as number }));
  const wrong = topShares.find((share) => !(share >= 0 && share <= 1));
  if (wrong !== undefined) throw refused(shareUnusable({ share: wrong }));
  const customers = sorted.length;
  const cumulative = new Float64Array(customers + 1);
  let [weighted, squares, volume] = [0, 0, 0];
  for (let rank = 0; rank < customers; rank += 1) {
    const amount = sorted[rank] as number;
    cumulative[rank + 1] = (cumulative[rank] as number) + amount;
    weighted += (2 * (rank + 1) - customers - 1) * amount;
    squares += amount * amount;
    volume += Math.abs(amount);
  }
  if (volume > Number.MAX_SAFE_INTEGER) throw refused(amountTooLarge({ currency: phrase("one currency") }));
  const total = cumulative[customers] as number;
  const isDefined = total > 0 && (sorted[0] as number) >= 0;
  const ofBest = (count: number): number => total - (cumulative[customers - count] as number);
  return {
    customers,
    total,
    gini: isDefined ? weighted / (customers * total) : null,
    herfindahl: isDefined ? squares / (total * total) : null,
    topShare: topShares.map((ofCustomers) => ({
      ofCustomers,
      ofTotal: total > 0 ? ofBest(Math.ceil(ofCustomers * customers - 1e-9)) / total : null,
    })),
    makersOf80: total > 0 ? makersOf(0.8 * total, { customers, ofBest }) : null,
    lorenz:
      total > 0
        ? Array.from({ length: 21 }, (_, step) => ({ ofCustomers: step / 20, ofTotal: along(cumulative, (step / 20) * customers) / total }))
        : [],
  };
}

function makersOf(
  amount: number,
  { customers, ofBest }: { readonly customers: number; readonly ofBest: (count: number) => number },
): { readonly customers: number; readonly ofCustomers: number } {
  let count = 0;
  while (count < customers && ofBest(count) < amount) count += 1;
  return { customers: count, ofCustomers: count / customers };
}

/** Between two customers the curve is straight. */
function along(cumulative: Float64Array, rank: number): number {
  const whole = Math.min(Math.floor(rank), cumulative.length - 1);
  const at = cumulative[whole] as number;
  const next = cumulative[whole + 1] ?? at;
  return at + (rank - whole) * (next - at);
}
