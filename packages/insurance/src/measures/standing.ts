import { type Circumstances, count, type Reader, sum, type Where } from "@kehu/core";
import { neverInForce, type Policy, policy } from "../policy/policy.js";
import { monthsPerInstalment } from "../premium/premium-schedule.js";
import type { Period } from "./earned-premium.js";
import type { Amounts } from "./figure.js";

export type Reading = Reader & Circumstances;

/** Policies that are added to a figure, or taken off it. */
export interface Part {
  readonly sign: 1 | -1;
  readonly where: Where<Policy>;
}

export async function policiesIn(reader: Reader, where: Where<Policy>): Promise<number> {
  const [row] = await reader.aggregate(policy, { where, measures: { policies: count() } });
  return row?.policies ?? 0;
}

export async function policiesOfParts(reader: Reader, parts: readonly Part[]): Promise<number> {
  let policies = 0;
  for (const { sign, where } of parts) policies += sign * (await policiesIn(reader, where));
  return policies;
}

/** What their instalments come to in twelve months, by currency; a single premium comes to nothing. */
export async function yearlyPremiumsOfParts(reader: Reader, parts: readonly Part[]): Promise<Amounts> {
  const premiums = new Map<string, number>();
  for (const { sign, where } of parts) {
    const rows = await reader.aggregate(policy, { where, by: ["premiumFrequency"], measures: { premium: sum("premium") } });
    for (const { premiumFrequency: frequency, premium } of rows) {
      if (frequency === "single") continue;
      for (const { currency, amountMinor } of premium)
        premiums.set(currency, (premiums.get(currency) ?? 0) + sign * amountMinor * (12 / monthsPerInstalment[frequency]));
    }
  }
  return premiums;
}

/** A policy that had lapsed before it was taken in may know only since when it is lapsed, and not on which day it was. */
export const lapsedUnsaid: Where<Policy> = { state: { in: ["lapsed", "reinstatementPending"] }, lapsedOn: null };

/** Policies that had begun and neither ended nor lapsed before a period. */
export function standingIn({ calendar }: Reading, { from, until }: Period): readonly Part[] {
  const begun = { effectiveOn: { until }, state: { notIn: neverInForce } };
  // neither before the period, which is empty or not before its first day
  const stood = [null, { from }].flatMap((endedOn) => [null, { from }].map((lapsedOn) => ({ endedOn, lapsedOn })));
  const gone = { ...lapsedUnsaid, effectiveOn: { until }, endedOn: null, since: { before: calendar.startOf(from) } };
  return [
    { sign: 1, where: { ...begun, or: stood } },
    { sign: -1, where: gone },
  ];
}
