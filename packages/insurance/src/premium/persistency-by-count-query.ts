import { allPages, type CalendarDate, type Circumstances, count, defineQuery, type Reader } from "@kehu/core";
import * as z from "zod";
import { countedFigure } from "../measures/figure.js";
import { policy, rescinded } from "../policy/policy.js";
import { type Counted, countedWindow, notCounted, persistencyByCount } from "./persistency-by-count.js";

const method = "by-count" as const;

/** 件数继续率: policies that are paid for at least so many months, of those that were activated so long ago. */
export const persistencyByCountFigure = defineQuery("insurance/persistency-by-count", {
  /** 13, 25, 37, 49 or 61 by custom. */
  input: { months: z.int().min(1).max(120) },
  output: countedFigure(method, "policies"),
  async run(reader, { months }) {
    const options = { months, asOf: reader.today, calendar: reader.calendar };
    const groups = [];
    for (const effectiveOn of monthsIn(countedWindow(options), reader)) groups.push(...(await alikeIn(reader, effectiveOn)));
    return { asOf: reader.today, method, unit: "policies" as const, ...persistencyByCount(groups, options) };
  },
});

const days = ["effectiveOn", "paidToOn", "premiumsUntilOn", "expiresOn", "diedOn", "endedOn", "endReason"] as const;

/**
 * The policies of a month that are alike, with their number: what is read grows with the days, not with the book. The few with a waiver
 * of premium are read one by one.
 */
async function alikeIn(reader: Reader, effectiveOn: Span) {
  const counted = {
    effectiveOn,
    state: { notIn: notCounted },
    endReason: { notIn: rescinded },
    premiumFrequency: { not: "single" },
  } as const;
  const paying = { ...counted, waivedFromOn: null };
  const alike = await reader.aggregate(policy, { where: paying, by: days, measures: { policies: count() } });
  const rows: Omit<Counted, "state" | "premiumFrequency">[] = [...alike];
  const waived = {
    where: { ...counted, waivedFromOn: { not: null } },
    select: [...days, "waivedFromOn", "waivedUntilOn", "earlierWaivers"],
    sort: "id",
  } as const;
  for await (const page of allPages(reader, policy, waived)) rows.push(...page);
  return rows.map((row) => ({ ...row, state: "inForce" as const, premiumFrequency: "annual" as const }));
}

interface Span {
  readonly after: CalendarDate;
  readonly until: CalendarDate;
}
function monthsIn({ after, until }: Span, { calendar }: Circumstances): readonly Span[] {
  const spans: Span[] = [];
  for (let start = after; start < until; ) {
    const next = calendar.dayOf(calendar.after(start, "P1M"));
    spans.push({ after: start, until: next < until ? next : until });
    start = next;
  }
  return spans;
}
