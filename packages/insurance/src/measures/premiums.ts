import { among, type CalendarDate, earliestOf, type Id, type Reader, sum, type Where } from "@kehu/core";
import { freeLookStates, type Policy, policy } from "../policy/policy.js";
import { type PremiumReceipt, premiumReceipt } from "../premium/premium-receipt.js";
import { earnedPremium, type Period } from "./earned-premium.js";
import { type Amounts, amountsOf } from "./figure.js";

/** Of one product; empty: of the whole book. */
export interface Scope {
  readonly productId?: Id<"insurance/product">;
}
export const policiesOf = ({ productId }: Scope): Where<Policy> => (productId === undefined ? {} : { productId });

/** What was paid back in the cooling-off period was never a premium. */
const counted = (scope: Scope): Where<PremiumReceipt> => ({
  state: "posted",
  policyId: { in: among(policy, "id", { ...policiesOf(scope), state: { notIn: freeLookStates } }) },
});

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
 * year of beginnings after the other: what is read grows with the days, not with the book.
 */
export async function earnedIn(reader: Reader, span: Period, scope: Scope = {}): Promise<Amounts> {
  const touching: Where<PremiumReceipt> = { ...counted(scope), paidToOn: { after: span.from } };
  const [row] = await reader.aggregate(premiumReceipt, {
    where: { ...touching, periodFrom: { until: span.until } },
    measures: { first: earliestOf("periodFrom") },
  });
  const earned = new Map<string, number>();
  for (const { from, until } of yearsOf(row?.first ?? undefined, span.until)) {
    const groups = await reader.aggregate(premiumReceipt, {
      where: { ...touching, periodFrom: { from, until } },
      by: ["periodFrom", "paidToOn"],
      measures: { premium: sum("amount") },
    });
    for (const { periodFrom, paidToOn, premium } of groups)
      for (const { currency, amountMinor } of premium)
        earned.set(currency, (earned.get(currency) ?? 0) + earnedPremium([{ amountMinor, from: periodFrom, paidToOn }], span));
  }
  return earned;
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
