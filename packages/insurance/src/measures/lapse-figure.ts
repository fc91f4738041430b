import { defineQuery, ratio } from "@kehu/core";
import { premiumFreeStates } from "../policy/policy.js";
import type { Period } from "./earned-premium.js";
import { countedFigure, period } from "./figure.js";
import { lapsedUnsaid, policiesIn, type Reading, standingIn } from "./standing.js";

const method = "net-of-reinstatement" as const;

/**
 * 失效率: policies that lapsed in a period and have not come back, of those that were exposed to it, as the book stands.
 *
 * Exposed is what was in force or in grace in the period; what was paid up or free of premium before it is not.
 */
export const lapseFigure = defineQuery("insurance/lapse-rate", {
  input: period,
  output: countedFigure(method, "policies"),
  async run(reader, span) {
    return { asOf: reader.today, method, unit: "policies" as const, ...ratio(await lapsedIn(reader, span), await exposedIn(reader, span)) };
  },
});

async function lapsedIn(reader: Reading, { from, until }: Period): Promise<number> {
  const since = { from: reader.calendar.startOf(from), until: reader.calendar.endOf(until) };
  return (await policiesIn(reader, { lapsedOn: { from, until } })) + (await policiesIn(reader, { ...lapsedUnsaid, since }));
}

async function exposedIn(reader: Reading, span: Period): Promise<number> {
  const since = { before: reader.calendar.startOf(span.from) };
  const free = await policiesIn(reader, { effectiveOn: { until: span.until }, state: { in: premiumFreeStates }, since });
  return (await standingIn(reader, span)) - free;
}
