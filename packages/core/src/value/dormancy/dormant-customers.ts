import { phrase } from "../../define/refusal.js";
import { refused } from "../../error.js";
import { median } from "../median.js";
import { dormancyUnusable } from "./dormancy-problems.js";

/** What is known of a customer's activity; what is left out says nothing. */
export interface ActivityProfile {
  readonly customerId: string;
  /** From a purchase model. */
  readonly probabilityAlive?: number;
  /** What the customer holds with us, minor units. */
  readonly assetsMinor?: number;
  /** What was traded or bought in the period, minor units. */
  readonly turnoverMinor?: number;
  /** Days since the last activity. */
  readonly silenceDays?: number;
  /** The days between the customer's activities, in any order. */
  readonly gapsDays?: readonly number[];
  /** Where the gaps themselves are not at hand: their median, and how many there are. */
  readonly usualGap?: { readonly days: number; readonly of: number };
}
/** When somebody counts as going to sleep; each bound belongs to the vendor and has a custom for a default. */
export interface DormancyBounds {
  /** Below this P(alive); 0.5. */
  readonly aliveBelow?: number;
  /** Assets from this amount on are large; without it assets are not looked at. */
  readonly largeAssetsMinor?: number;
  /** Turnover below this share of the assets is little; 0.01. */
  readonly turnoverBelow?: number;
  /** Silent for more than so many of the customer's usual gaps; 3. */
  readonly gaps?: number;
  /** So many gaps must be known before there is a rhythm; 3. */
  readonly fewestGaps?: number;
}
/** What is customary; assets are not looked at. */
export const customaryBounds = { aliveBelow: 0.5, turnoverBelow: 0.01, gaps: 3, fewestGaps: 3 } as const;
/** Why: a figure and the bound that it passed. */
export interface DormancyReason {
  readonly reason: "probablyGone" | "assetsAtRest" | "outOfRhythm";
  readonly figure: number;
  readonly bound: number;
}
export interface DormantCustomer {
  readonly customerId: string;
  readonly reasons: readonly DormancyReason[];
}

/**
 * Customers who are going to sleep, each with every reason: silent in the eyes of a model, large and hardly active, or silent for longer
 * than is usual for themselves. Those with the most reasons come first.
 *
 * @throws KehuError `core/dormancy-unusable`
 */
export function dormantCustomers(customers: readonly ActivityProfile[], bounds: DormancyBounds = {}): readonly DormantCustomer[] {
  checkDormancyBounds(bounds);
  for (const customer of customers) checkProfile(customer);
  return customers
    .map((customer) => ({ customerId: customer.customerId, reasons: reasonsOf(customer, bounds) }))
    .filter(({ reasons }) => reasons.length > 0)
    .sort((one, other) => other.reasons.length - one.reasons.length || (one.customerId < other.customerId ? -1 : 1));
}

type Range = readonly [from: number, until: number];
const [chance, finite, notNegative]: readonly [Range, Range, Range] = [
  [0, 1],
  [-Number.MAX_VALUE, Number.MAX_VALUE],
  [0, Number.MAX_VALUE],
];
// not given, assets are not looked at: the same as with a bound that is infinite
const rangeOfBound: Readonly<Record<keyof DormancyBounds, Range>> = {
  aliveBelow: chance,
  largeAssetsMinor: [0, Number.POSITIVE_INFINITY],
  turnoverBelow: notNegative,
  gaps: notNegative,
  fewestGaps: notNegative,
};
const isWithin = (value: unknown, [from, until]: Range): boolean => typeof value === "number" && value >= from && value <= until;

/** Refuses bounds that say nothing: they would find everybody, or nobody. @throws KehuError `core/dormancy-unusable` */
export function checkDormancyBounds(bounds: DormancyBounds): void {
  for (const name of Object.keys(rangeOfBound) as (keyof DormancyBounds)[]) {
    const value = bounds[name];
    if (value !== undefined && !isWithin(value, rangeOfBound[name]))
      throw refused(dormancyUnusable({ problem: phrase("the bound {name} is {value}", { name, value: String(value) }) }));
  }
}

function checkProfile(profile: ActivityProfile): void {
  const { customerId, probabilityAlive, assetsMinor, turnoverMinor, silenceDays, gapsDays = [], usualGap } = profile;
  const check = (name: string, value: number | undefined, range: Range): void => {
    if (value === undefined || isWithin(value, range)) return;
    const problem = phrase("{name} of customer {customerId} is {value}", { name, customerId, value: String(value) });
    throw refused(dormancyUnusable({ problem }));
  };
  // a model may round 1 up
  check("probabilityAlive", probabilityAlive, [0, 1 + 1e-9]);
  check("assetsMinor", assetsMinor, finite);
  check("turnoverMinor", turnoverMinor, finite);
  check("silenceDays", silenceDays, finite);
  for (const gap of gapsDays) check("gapsDays", gap, notNegative);
  check("usualGap.days", usualGap?.days, notNegative);
  check("usualGap.of", usualGap?.of, notNegative);
}

function reasonsOf(
  { probabilityAlive, assetsMinor = 0, turnoverMinor, silenceDays, gapsDays = [], usualGap }: ActivityProfile,
  bounds: DormancyBounds,
): readonly DormancyReason[] {
  const {
    aliveBelow = customaryBounds.aliveBelow,
    largeAssetsMinor = Number.POSITIVE_INFINITY,
    turnoverBelow = customaryBounds.turnoverBelow,
    gaps = customaryBounds.gaps,
    fewestGaps = customaryBounds.fewestGaps,
  } = bounds;
  const reasons: DormancyReason[] = [];
  if (probabilityAlive !== undefined && probabilityAlive < aliveBelow)
    reasons.push({ reason: "probablyGone", figure: probabilityAlive, bound: aliveBelow });
  if (turnoverMinor !== undefined && assetsMinor >= largeAssetsMinor && turnoverMinor < turnoverBelow * assetsMinor)
    reasons.push({ reason: "assetsAtRest", figure: turnoverMinor / assetsMinor, bound: turnoverBelow });
  const usual = usualGap ?? { days: median(gapsDays) ?? 0, of: gapsDays.length };
  if (silenceDays !== undefined && usual.of >= Math.max(fewestGaps, 1) && silenceDays > gaps * usual.days)
    reasons.push({ reason: "outOfRhythm", figure: silenceDays, bound: gaps * usual.days });
  return reasons;
}
