import { type Circumstances, count, type Reader, type Where } from "@kehu/core";
import { neverInForce, type Policy, policy } from "../policy/policy.js";
import type { Period } from "./earned-premium.js";

export type Reading = Reader & Circumstances;

export async function policiesIn(reader: Reader, where: Where<Policy>): Promise<number> {
  const [row] = await reader.aggregate(policy, { where, measures: { policies: count() } });
  return row?.policies ?? 0;
}

/** A policy that had lapsed before it was taken in may know only since when it is lapsed, and not on which day it was. */
export const lapsedUnsaid: Where<Policy> = { state: { in: ["lapsed", "reinstatementPending"] }, lapsedOn: null };

/** Policies that had begun and neither ended nor lapsed before a period. */
export async function standingIn(reader: Reading, { from, until }: Period): Promise<number> {
  const begun = { effectiveOn: { until }, state: { notIn: neverInForce } };
  // neither before the period, which is empty or not before its first day
  const stood = [null, { from }].flatMap((endedOn) => [null, { from }].map((lapsedOn) => ({ endedOn, lapsedOn })));
  const gone = { ...lapsedUnsaid, effectiveOn: { until }, endedOn: null, since: { before: reader.calendar.startOf(from) } };
  return (await policiesIn(reader, { ...begun, or: stood })) - (await policiesIn(reader, gone));
}
