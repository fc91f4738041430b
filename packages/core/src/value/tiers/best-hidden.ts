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
  /** The highest tier whose median customer, like those of the own tier and of all between, is worth no more. */
  readonly worthOf: string;
  /** The value of that median customer. */
  readonly medianThere: number;
}

/**
 * The best customers inside a low tier: those who are worth as much as the median customer of a higher one, and of every tier on the way to it,
 * their own included: where the customers of a high tier have mostly gone, it is no sign of worth to be above them. The best come first.
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
  const medians = tiers.map((tier) => median(values.get(tier) ?? []));
  return customers
    .filter(({ tier }) => among.includes(tier))
    .flatMap((customer) => {
      const own = tiers.indexOf(customer.tier);
      const beyond = medians.findIndex((each, tier) => tier >= own && each !== null && customer.value < each);
      const worth = medians.findLastIndex((each, tier) => tier > own && each !== null && (beyond === -1 || tier < beyond));
      return worth === -1 ? [] : [{ ...customer, worthOf: tiers[worth] as string, medianThere: medians[worth] as number }];
    })
    .sort((one, other) => other.value - one.value || (one.customerId < other.customerId ? -1 : 1));
}
