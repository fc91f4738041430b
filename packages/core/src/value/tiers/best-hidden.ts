import { phrase } from "../../define/refusal.js";
import { refused } from "../../error.js";
import { median } from "../median.js";
import { valueNotFinite } from "../rfm/rfm-problems.js";
import { tiersUnusable, tierUnknown } from "./tier-problems.js";

export interface PlacedCustomer {
  readonly customerId: string;
  /** What the tier was given for. */
  readonly tier: string;
  /** What the customer is expected to be worth: lifetime value, profit. */
  readonly value: number;
}
export interface HiddenCustomer extends PlacedCustomer {
  /** The highest tier whose median customer is worth no more. */
  readonly worthOf: string;
  /** The value of that median customer. */
  readonly medianThere: number;
}

/**
 * The best customers inside a low tier: those who are worth as much as the median customer of a higher one. The best come first.
 *
 * @param options.tiers - names from the lowest to the highest
 * @param options.among - the low tiers to look in; the lowest alone unless told
 * @throws KehuError `core/tier-unknown`, `core/tiers-unusable` where one of `among` is none of them, `core/value-not-finite`
 */
export function bestHidden(
  customers: readonly PlacedCustomer[],
  options: { readonly tiers: readonly string[]; readonly among?: readonly string[] },
): readonly HiddenCustomer[] {
  const { tiers, among = tiers.slice(0, 1) } = options;
  const values = new Map<string, number[]>(tiers.map((tier) => [tier, []]));
  const none = among.find((name) => !values.has(name));
  if (none !== undefined)
    throw refused(tiersUnusable({ problem: phrase("{name} is to be looked in and is none of them", { name: none }) }));
  for (const [index, { customerId, tier, value }] of customers.entries()) {
    const own = values.get(tier);
    if (own === undefined) throw refused(tierUnknown({ customerId, tier }));
    if (!Number.isFinite(value)) throw refused(valueNotFinite({ position: index + 1, value }));
    own.push(value);
  }
  const medians = tiers.map((tier) => ({ tier, median: median(values.get(tier) ?? []) }));
  return customers
    .filter(({ tier }) => among.includes(tier))
    .flatMap((customer) => {
      const higher = medians.slice(tiers.indexOf(customer.tier) + 1);
      const worth = higher.findLast((each) => each.median !== null && customer.value >= each.median);
      return worth?.median == null ? [] : [{ ...customer, worthOf: worth.tier, medianThere: worth.median }];
    })
    .sort((one, other) => other.value - one.value || (one.customerId < other.customerId ? -1 : 1));
}
