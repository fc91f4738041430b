import { allPages, among, type CalendarDate, earliestOf, type Id, type Money, type Reader, sum, type Where } from "@kehu/core";
import { singlePremiumYears } from "../parameters.js";
import { freeLookStates, type Policy, policy } from "../policy/policy.js";
import { linesOfThings, product } from "../policy/product.js";
import { premiumCredit } from "../premium/premium-credit.js";
import { type PremiumReceipt, premiumReceipt } from "../premium/premium-receipt.js";
import { earnedPremium, earnedUntilEnd, type Period, type PremiumPeriod } from "./earned-premium.js";
import { type Amounts, amountsOf } from "./figure.js";
import type { Reading } from "./standing.js";

/** Of one product; empty: of the whole book. */
export interface Scope {
  readonly productId?: Id<"insurance/product">;
}
export const policiesOf = ({ productId }: Scope): Where<Policy> => (productId === undefined ? {} : { productId });

/** What was paid back in the cooling-off period was never a premium. */
const counted = (scope: Scope, also: Where<Policy> = {}) => ({
  state: "posted" as const,
  policyId: { in: among(policy, "id", { ...policiesOf(scope), state: { notIn: freeLookStates }, ...also }) },
});
/** Their end paid premium back: what the application hid, or the rest of a cover of things. What a life policy pays is its value, and no premium. */
const refunded: Where<Policy> = {
  endValue: { not: null },
  endedOn: { not: null },
  or: [
    { endReason: "nonDisclosure" },
    { endReason: "surrender", productId: { in: among(product, "id", { line: { in: linesOfThings } }) } },
  ],
};
/** One premium for a whole life: no due date ends the time that it pays for. */
const singleForLife: Where<Policy> = { premiumFrequency: "single", expiresOn: null, premiumsUntilOn: null };

/** Written in a period: posted receipts whose time begins in it. */
export async function writtenIn(reader: Reader, span: Period, scope: Scope = {}): Promise<Amounts> {
  const [row] = await reader.aggregate(premiumReceipt, {
    where: { ...counted(scope), periodFrom: span },
    measures: { written: sum("amount") },
  });
  return amountsOf(row?.written ?? []);
}

/**
 * Earned in a period, by days. The receipts that pay for the same days are added up by the database and then rounded down together, one
 * year of beginnings after the other: what is read grows with the days, not with the book. Policies whose end paid premium back are read
 * one by one; a corrected age takes off on its day what it gave back, and an end what was paid ahead of it.
 */
export async function earnedIn(reader: Reading, span: Period, scope: Scope = {}): Promise<Amounts> {
  const earned = new Map<string, number>();
  const add = (currency: string, amountMinor: number): void => {
    earned.set(currency, (earned.get(currency) ?? 0) + amountMinor);
  };
  const kept = (also: Where<Policy> = {}): Where<PremiumReceipt> => {
    const { state, policyId } = counted(scope, also);
    return { state, policyId: { ...policyId, notIn: among(policy, "id", refunded) } };
  };
  const touching: Where<PremiumReceipt> = { ...kept(), paidToOn: { after: span.from } };
  for await (const { periodFrom, paidToOn, premium } of byDays(reader, touching, span))
    for (const { currency, amountMinor } of premium) add(currency, earnedPremium([{ amountMinor, from: periodFrom, paidToOn }], span));
  for await (const { periodFrom, premium } of byDays(reader, kept(singleForLife), span))
    for (const { currency, amountMinor } of premium)
      add(currency, earnedPremium([{ amountMinor, from: periodFrom, paidToOn: earnedTo(reader, periodFrom) }], span));
  await addRefunded(reader, { span, scope, add });
  const its = scope.productId === undefined ? {} : { policyId: { in: among(policy, "id", policiesOf(scope)) } };
  const [corrected] = await reader.aggregate(premiumCredit, {
    where: { ...its, reason: { in: ["misstatedAge", "paidAhead"] }, state: { not: "reversed" }, receivedOn: span },
    measures: { back: sum("amount") },
  });
  for (const { currency, amountMinor } of corrected?.back ?? []) add(currency, -amountMinor);
  return earned;
}

const earnedTo = ({ calendar, parameter }: Reading, from: CalendarDate): CalendarDate =>
  calendar.dayOf(calendar.after(from, `P${parameter(singlePremiumYears, from)}Y`));

interface Days {
  readonly periodFrom: CalendarDate;
  readonly paidToOn: CalendarDate;
  readonly premium: readonly Money[];
}
/** The sums of receipts for the same days, which begin before the end of a period. */
async function* byDays(reader: Reader, where: Where<PremiumReceipt>, span: Period): AsyncGenerator<Days> {
  const [row] = await reader.aggregate(premiumReceipt, {
    where: { ...where, periodFrom: { until: span.until } },
    measures: { first: earliestOf("periodFrom") },
  });
  for (const { from, until } of yearsOf(row?.first ?? undefined, span.until))
    yield* await reader.aggregate(premiumReceipt, {
      where: { ...where, periodFrom: { from, until } },
      by: ["periodFrom", "paidToOn"],
      measures: { premium: sum("amount") },
    });
}

interface Adding {
  readonly span: Period;
  readonly scope: Scope;
  add(currency: string, amountMinor: number): void;
}
async function addRefunded(reader: Reading, { span, scope, add }: Adding): Promise<void> {
  const dayBefore = reader.calendar.dayOf(reader.calendar.after(span.from, "-P1D"));
  const select = ["id", "endedOn", "endValue", "loansSetOff", "expiresOn", "premiumFrequency", "premiumsUntilOn"] as const;
  const where = { ...policiesOf(scope), ...refunded, effectiveOn: { until: span.until } };
  for await (const page of allPages(reader, policy, { where, select }))
    for (const { id: policyId, endedOn, endValue, loansSetOff, ...terms } of page) {
      if (endedOn === undefined || endValue === undefined || endedOn < span.from) continue;
      const isForLife = terms.premiumFrequency === "single" && (terms.premiumsUntilOn ?? terms.expiresOn) === undefined;
      const { items } = await reader.find(premiumReceipt, {
        where: { policyId, state: "posted" },
        select: ["amount", "periodFrom", "paidToOn"],
        limit: 1000,
      });
      const premiums = items.map(({ amount, periodFrom: from, paidToOn }): PremiumPeriod => {
        return { amountMinor: amount.amountMinor, from, paidToOn: isForLife ? earnedTo(reader, from) : paidToOn };
      });
      const refundMinor = endValue.amountMinor + (loansSetOff?.amountMinor ?? 0);
      add(endValue.currency, earnedUntilEnd({ premiums, endedOn, refundMinor }, { dayBefore, until: span.until }));
    }
}

/** The years from one day to another, cut at both. */
function yearsOf(first: CalendarDate | undefined, last: CalendarDate): readonly Period[] {
  const years: Period[] = [];
  for (let from = first; from !== undefined && from <= last; ) {
    const end = `${from.slice(0, 4)}-12-31`;
    years.push({ from, until: end < last ? end : last });
    from = `${String(Number(from.slice(0, 4)) + 1).padStart(4, "0")}-01-01`;
  }
  return years;
}
