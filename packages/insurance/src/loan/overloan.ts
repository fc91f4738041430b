import { type CalendarDate, defineParameter, defineRefusal, latest, type Refusal, type Timeless } from "@kehu/core";
import * as z from "zod";
import { tableValue } from "../nonforfeiture/cash-value.js";
import { policyYears } from "../nonforfeiture/surrender-value.js";
import type { Policy, PolicyState } from "../policy/policy.js";
import type { Product } from "../policy/product.js";
import { type Owed, owedOn } from "./loan-value.js";

const statute = "the statute was not read";
/** What becomes of a policy whose loans and interest have grown beyond its cash value, where the product does not say it. */
export const overloanTerms = defineParameter("insurance/overloan-terms", {
  // days from the notice to the end; 0: it ends by itself, without a notice
  schema: z.strictObject({ becomes: z.enum(["lapsed", "terminated"]), noticeDays: z.int().min(0).max(3650) }),
  values: [
    {
      from: "1900-01-01",
      jurisdiction: "CN",
      value: { becomes: "lapsed", noticeDays: 0 },
      source: "Contracts suspend the cover when loan and interest reach the cash value; none was read for this, and no statute was found",
      verified: false,
    },
    {
      from: "1900-01-01",
      jurisdiction: "US-NY",
      value: { becomes: "terminated", noticeDays: 30 },
      source: `New York Insurance Law, § 3203(a), on policy loans: no end before thirty days after a notice; ${statute}`,
      verified: false,
    },
    {
      from: "1900-01-01",
      jurisdiction: "US-HI",
      value: { becomes: "terminated", noticeDays: 30 },
      source: `Hawaii Revised Statutes, § 431:10D-102, on policy loans: no end before thirty days after a notice; ${statute}`,
      verified: false,
    },
  ],
});

export const overloaned = defineRefusal(
  "insurance/overloaned",
  "The loans on policy {policyNumber} and their interest exceed its cash value by {excess}; repay as much, then reinstate it.",
);
export const notOverloaned = defineRefusal(
  "insurance/not-overloaned",
  "The loans on policy {policyNumber} and their interest do not exceed its cash value, or the days of the notice are not over; leave it as it is.",
);

/** A policy whose premium was not paid either has two clocks, and the first of them ends its cover. */
export const overloanable = ["inForce", "grace", "paidUp", "reducedPaidUp", "premiumWaived"] as const satisfies readonly PolicyState[];

interface Lent {
  readonly product: Pick<Product, "nonForfeiture" | "overloanTerms">;
  readonly loans: readonly Owed[];
}

/** Minor units by which loans and interest exceed the cash value on a day; without a table nobody knows, and it is none. */
export function excessOn(record: Policy, { product, loans }: Lent, on: CalendarDate): number {
  const value = tableValue(record, { product, on });
  if (value === undefined || loans.length === 0) return 0;
  return Math.max(0, loans.reduce((total, loan) => total + owedOn(loan, on).amountMinor, 0) - value.amountMinor);
}

export function whyOverloaned(record: Policy, lent: Lent, on: CalendarDate): Refusal | undefined {
  const excess = excessOn(record, lent, on);
  const { policyNumber, premium } = record;
  return excess > 0 ? overloaned({ policyNumber, excess: { ...premium, amountMinor: excess } }) : undefined;
}

/**
 * The first day on which loans and interest exceed the cash value, since the last loan was granted or the policy was reinstated. Within
 * a policy year the value stays and what is owed only grows.
 */
export function overloanOn(record: Policy, lent: Lent, { calendar }: Pick<Timeless, "calendar">): CalendarDate | undefined {
  const from = latest(...lent.loans.map(({ grantedOn }) => grantedOn), record.suicideClauseFromOn);
  if (from === undefined || lent.loans.length === 0 || tableValue(record, { product: lent.product, on: from }) === undefined)
    return undefined;
  const away = (on: CalendarDate, length: string): CalendarDate => calendar.dayOf(calendar.after(on, length));
  const isOver = (on: CalendarDate): boolean => excessOn(record, lent, on) > 0;
  const lastYear = Math.max(0, ...lent.product.nonForfeiture.map(({ year }) => year));
  for (let [year, first] = [policyYears(record, from), from]; year <= lastYear + longestYears; year += 1) {
    const next = away(record.effectiveOn, `P${year + 1}Y`);
    const last = away(next, "-P1D");
    if (isOver(first)) return first;
    if (isOver(last)) return firstOf(first, last, { isOver, away });
    first = next;
  }
  return undefined;
}
/** Even at a rate of one per cent what is owed has doubled by then. */
const longestYears = 100;

interface Search {
  isOver(on: CalendarDate): boolean;
  away(on: CalendarDate, length: string): CalendarDate;
}
/** Between a day on which it is not yet so and one on which it is. */
function firstOf(before: CalendarDate, after: CalendarDate, { isOver, away }: Search): CalendarDate {
  let [low, high] = [0, Math.round((Date.parse(after) - Date.parse(before)) / 86_400_000)];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (isOver(away(before, `P${middle}D`))) high = middle;
    else low = middle;
  }
  return away(before, `P${high}D`);
}

/** When the cover ends for it: at the end of the day, or so many days after a notice that was sent since then. */
export function overloanEndsOn(record: Policy, lent: Lent, { calendar, parameter }: Timeless): CalendarDate | undefined {
  const on = overloanOn(record, lent, { calendar });
  if (on === undefined) return undefined;
  const { noticeDays } = lent.product.overloanTerms ?? parameter(overloanTerms, on);
  if (noticeDays === 0) return on;
  const { overloanNoticeOn: noticeOn } = record;
  return noticeOn === undefined || noticeOn < on ? undefined : calendar.dayOf(calendar.after(noticeOn, `P${noticeDays}D`));
}
