import { addDays, addMonths, earlier, monthsBetween } from "./days.js";
import { lapsesOf } from "./lapses.js";
import { lossesOf } from "./losses.js";
import { cell } from "./read.js";
import { type Days, reckonedBook } from "./reckoned-book.js";
import { runThrough } from "./run-through.js";
import type { Policy } from "./stage.js";

/**
 * The figures of the files, reckoned without Kehu: a second opinion, written from the README and from the law. It knows what the files can
 * say, and no more: no transfer to another insurer, no death that is still looked into, no waiver of premium, no reduced or extended cover,
 * no loan, no premium that was paid back for a corrected age; the tests of the insurance pack reckon those by hand.
 */
export function reckon(folder: string, days: Days) {
  const book = reckonedBook(folder, days);
  const { policies, claims, refused, entries } = runThrough(book, days);
  const fileNames = {
    agents: "agents.csv",
    products: "products.csv",
    customers: "customers.csv",
    policies: "policies.csv",
    receipts: "premium-receipts.csv",
    claims: "claims.csv",
    servicing: "servicing.csv",
    calls: "calls.csv",
  } as const;
  const names = Object.keys(fileNames) as (keyof typeof fileNames)[];
  const profits = new Map(book.files.customers.good.map((row) => [cell(row, "customer_no"), 0]));
  for (const { customer, fen } of entries) profits.set(customer, (profits.get(customer) ?? 0) + fen);
  const ranked = [...profits].sort(([a, one], [b, other]) => other - one || (a < b ? -1 : 1));
  const fifth = Math.ceil(ranked.length / 5);
  const all = [...policies.values()];
  return {
    rows: Object.fromEntries(
      names.map((name) => [
        fileNames[name],
        { rows: book.files[name].rows, refused: book.files[name].rows - book.files[name].good.length + (refused[name] ?? 0) },
      ]),
    ),
    customers: profits.size,
    policiesByState: counted(all.map(({ course }) => course.state)),
    claimsByState: counted([...claims.values()].map(({ state }) => state)),
    receipts: all.reduce((sum, { paid }) => sum + paid.length, 0),
    byCategory: summed(entries.map(({ category, fen }) => [category, fen])),
    profitMinor: entries.reduce((sum, { fen }) => sum + fen, 0),
    profitByCustomer: Object.fromEntries(ranked),
    bestFifth: ranked.slice(0, fifth).map(([customer]) => customer),
    worstFifth: ranked
      .slice(ranked.length - fifth)
      .map(([customer]) => customer)
      .reverse(),
    ...persistencyOf(all, days),
    ...lossesOf({ policies, claims }, days),
    ...lapsesOf(all, days),
  };
}

const counted = (words: readonly string[]): Readonly<Record<string, number>> => summed(words.map((word) => [word, 1]));
function summed(pairs: readonly (readonly [string, number])[]): Readonly<Record<string, number>> {
  const sums: Record<string, number> = {};
  for (const [name, amount] of pairs) sums[name] = (sums[name] ?? 0) + amount;
  return sums;
}

/** Month 13 by premium: what was paid again within its grace period, of what was agreed, both for a year; at most the last 36 months of begin. */
function persistencyOf(policies: readonly Policy[], { until }: Days) {
  const last = addMonths(`${until.slice(0, 7)}-01`, -13).slice(0, 7);
  const first = addMonths(`${last}-01`, -35).slice(0, 7);
  const months = new Map<string, [number, number]>();
  let number = 0;
  for (const policy of policies) {
    const { course, product, paid } = policy;
    const { terms } = course;
    const month = terms.effectiveOn.slice(0, 7);
    const dueOn = addMonths(terms.effectiveOn, 12);
    const end = terms.premiumsUntilOn ?? terms.expiresOn;
    if (month < first || month > last || terms.months === undefined || ["proposed", "freeLookCancelled"].includes(course.state)) continue;
    if ((course.endReason === "claimPaid" && (course.endedOn ?? "") <= dueOn) || (end !== undefined && dueOn >= end)) continue;
    const graceOn = addDays(dueOn, product.graceDays);
    const again = paid.find(
      ({ from, to, paidOn, isArrears }) => isArrears !== true && from <= dueOn && dueOn < to && paidOn <= earlier(graceOn, until),
    );
    const collected = again ? Math.floor((again.amount * 12) / Math.max(1, monthsBetween(again.from, again.to))) : 0;
    const [was, of] = months.get(month) ?? [0, 0];
    months.set(month, [was + collected, of + Math.floor((terms.premium * 12) / terms.months)]);
    number += 1;
  }
  const total = (index: 0 | 1): number => [...months.values()].reduce((sum, pair) => sum + pair[index], 0);
  return {
    persistency: { collectedMinor: total(0), cohortMinor: total(1), policies: number },
    persistencyByMonth: Object.fromEntries([...months].sort(([a], [b]) => (a < b ? -1 : 1))),
  };
}
