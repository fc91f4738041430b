import { defineRefusal } from "../define/refusal.js";
import { refused } from "../error.js";
import type { Channel } from "../interaction/channels.js";

/** A contact, in either direction. */
export interface ServedContact {
  readonly customerId: string;
  readonly channel: Channel;
  /** What it cost, where that is known; otherwise the tariff of its channel counts. Whole minor units. */
  readonly costMinor?: number;
}
export interface CostToServe {
  readonly customerId: string;
  readonly contacts: number;
  readonly costMinor: number;
  readonly byChannel: Readonly<Partial<Record<Channel, number>>>;
}

export const costUnknown = defineRefusal(
  "core/cost-unknown",
  "Nobody said what contact number {position} by {channel} costs; give its cost, or a tariff for the channel, in whole minor units of at least 0.",
);

/**
 * What it costs to serve each customer, by channel: those who cost most come first. Taken off the revenue it makes the profit of the profit curve.
 *
 * @param tariff - minor units for a contact on each channel
 * @throws KehuError `core/cost-unknown`
 * @see Kaplan & Narayanan (2001), Measuring and Managing Customer Profitability, Journal of Cost Management 15(5)
 */
export function costToServe(
  contacts: readonly ServedContact[],
  tariff: Readonly<Partial<Record<Channel, number>>>,
): readonly CostToServe[] {
  const customers = new Map<
    string,
    { customerId: string; contacts: number; costMinor: number; byChannel: Partial<Record<Channel, number>> }
  >();
  for (const [index, { customerId, channel, costMinor = tariff[channel] }] of contacts.entries()) {
    if (costMinor === undefined || !Number.isSafeInteger(costMinor) || costMinor < 0)
      throw refused(costUnknown({ position: index + 1, channel }));
    const own = customers.get(customerId) ?? { customerId, contacts: 0, costMinor: 0, byChannel: {} };
    own.contacts += 1;
    own.costMinor += costMinor;
    own.byChannel[channel] = (own.byChannel[channel] ?? 0) + costMinor;
    customers.set(customerId, own);
  }
  return [...customers.values()].sort((one, other) => other.costMinor - one.costMinor || (one.customerId < other.customerId ? -1 : 1));
}
