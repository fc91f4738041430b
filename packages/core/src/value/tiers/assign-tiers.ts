import { phrase } from "../../define/refusal.js";
import { refused } from "../../error.js";
import { tiersUnusable, tierUnknown } from "./tier-problems.js";

/** A rung of a ladder. What brings a customer up and what keeps one there differ, so that nobody goes up and down with each purchase. */
export interface Tier {
  readonly name: string;
  /** The value that lifts a customer into the tier. */
  readonly enterAt: number;
  /** The value below which a customer falls out of it; not above `enterAt`. */
  readonly leaveBelow: number;
}
export interface TieredCustomer {
  readonly customerId: string;
  /** Lifetime value, spend or points: whatever the bounds are given in. */
  readonly value: number;
  /** The tier until now; none for a new customer. */
  readonly tier?: string;
}
export interface TierAssignment {
  readonly customerId: string;
  readonly tier: string;
  readonly movement: "new" | "up" | "down" | "same";
}

/**
 * Puts each customer on a rung: up to the highest tier entered, down only as far as its value no longer keeps it.
 *
 * @param tiers - from the lowest, whose bounds are minus infinity or below every value, to the highest
 * @throws KehuError `core/tiers-unusable`, `core/tier-unknown`
 */
export function assignTiers(customers: readonly TieredCustomer[], tiers: readonly Tier[]): readonly TierAssignment[] {
  checkTiers(tiers);
  return customers.map(({ customerId, value, tier }) => {
    const before = tier === undefined ? -1 : tiers.findIndex(({ name }) => name === tier);
    if (tier !== undefined && before < 0) throw refused(tierUnknown({ customerId, tier }));
    const entered = tiers.findLastIndex(({ enterAt }) => value >= enterAt);
    const kept = tiers.findLastIndex(({ leaveBelow }, index) => index <= before && value >= leaveBelow);
    const reached = Math.max(entered, kept);
    if (reached < 0) throw refused(tiersUnusable({ problem: phrase("nothing takes a value of {value}", { value }) }));
    const movement = before < 0 ? "new" : reached > before ? "up" : reached < before ? "down" : "same";
    return { customerId, tier: (tiers[reached] as Tier).name, movement };
  });
}

/** Refuses tiers that are no ladder. @throws KehuError `core/tiers-unusable` */
export function checkTiers(tiers: readonly Tier[]): void {
  const names = new Set(tiers.map(({ name }) => name));
  if (tiers.length < 1 || tiers.length > 20)
    throw refused(tiersUnusable({ problem: phrase("there are {count} of them", { count: tiers.length }) }));
  if (names.size < tiers.length) throw refused(tiersUnusable({ problem: phrase("two have the same name") }));
  for (const [index, { name, enterAt, leaveBelow }] of tiers.entries()) {
    const below = tiers[index - 1];
    const climbs = below === undefined || (enterAt > below.enterAt && leaveBelow >= below.leaveBelow);
    if (!climbs || !(leaveBelow <= enterAt))
      throw refused(
        tiersUnusable({ problem: phrase("{name} does not stand above the one before, or is left above where it is entered", { name }) }),
      );
  }
}

/** How many customers went from one tier to another; those who are in one of the two lists only come from, or go to, null. */
export function tierMovements(
  before: readonly Pick<TierAssignment, "customerId" | "tier">[],
  after: readonly Pick<TierAssignment, "customerId" | "tier">[],
): readonly { readonly from: string | null; readonly to: string | null; readonly customers: number }[] {
  const old = new Map(before.map(({ customerId, tier }) => [customerId, tier]));
  const now = new Map(after.map(({ customerId, tier }) => [customerId, tier]));
  const counts = new Map<string, { from: string | null; to: string | null; customers: number }>();
  for (const customerId of new Set([...old.keys(), ...now.keys()])) {
    const [from, to] = [old.get(customerId) ?? null, now.get(customerId) ?? null];
    const key = JSON.stringify([from, to]);
    const movement = counts.get(key) ?? { from, to, customers: 0 };
    movement.customers += 1;
    counts.set(key, movement);
  }
  return [...counts].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, movement]) => movement);
}
