import { defineQuery, ratio } from "@kehu/core";
import { premiumFreeStates } from "../policy/policy.js";
import type { Period } from "./earned-premium.js";
import { countedFigure, moneyFigure, period, sharesOf } from "./figure.js";
import { lapsedUnsaid, type Part, policiesOfParts, type Reading, standingIn, yearlyPremiumsOfParts } from "./standing.js";

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
    const [lapsed, exposed] = [lapsedIn(reader, span), exposedIn(reader, span)];
    const share = ratio(await policiesOfParts(reader, lapsed), await policiesOfParts(reader, exposed));
    return { asOf: reader.today, method, unit: "policies" as const, ...share };
  },
});

/** The same policies by the premium that they pay in a year now; one with a single premium has none that could stay unpaid. */
export const lapseByPremiumFigure = defineQuery("insurance/lapse-rate-by-premium", {
  input: period,
  output: moneyFigure(method),
  async run(reader, span) {
    const lapsed = await yearlyPremiumsOfParts(reader, lapsedIn(reader, span));
    const exposed = await yearlyPremiumsOfParts(reader, exposedIn(reader, span));
    return { asOf: reader.today, method, unit: "minorUnits" as const, figures: sharesOf(lapsed, exposed) };
  },
});

function lapsedIn({ calendar }: Reading, { from, until }: Period): readonly Part[] {
  const since = { from: calendar.startOf(from), until: calendar.endOf(until) };
  return [
    { sign: 1, where: { lapsedOn: { from, until } } },
    { sign: 1, where: { ...lapsedUnsaid, since } },
  ];
}

function exposedIn(reader: Reading, span: Period): readonly Part[] {
  const since = { before: reader.calendar.startOf(span.from) };
  return [
    ...standingIn(reader, span),
    { sign: -1, where: { effectiveOn: { until: span.until }, state: { in: premiumFreeStates }, since } },
  ];
}
