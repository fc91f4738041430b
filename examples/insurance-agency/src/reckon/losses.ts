import { fen } from "./cells.js";
import { addDays, earlier, later } from "./days.js";
import { cell, day } from "./read.js";
import type { Days } from "./reckoned-book.js";
import type { Claim, Policy, Stage } from "./stage.js";

/** Claims paid in the year over the premium that its days earned, of all and by product; in fen. */
export function lossesOf({ policies, claims }: Pick<Stage, "policies" | "claims">, days: Days) {
  const all = [...policies.values()];
  const codes = [...new Set(all.map(({ row }) => cell(row, "product_code")))].sort();
  const of = (some: readonly Policy[]): readonly [number, number] => [paidFor(some, [...claims.values()], days), earnedBy(some, days)];
  const byProduct = codes.map((code) => [code, of(all.filter(({ row }) => cell(row, "product_code") === code))] as const);
  return {
    losses: of(all),
    lossesByProduct: Object.fromEntries(byProduct.filter(([, [paid, earned]]) => paid !== 0 || earned !== 0)),
  };
}

function paidFor(policies: readonly Policy[], claims: readonly Claim[], { asOf, until }: Days): number {
  const numbers = new Set(policies.map(({ row }) => cell(row, "policy_no")));
  return claims
    .filter(({ row, state }) => state === "paid" && numbers.has(cell(row, "policy_no")))
    .filter(({ row }) => (day(row, "paid_date") ?? "") > asOf && (day(row, "paid_date") ?? "9") <= until)
    .reduce((sum, { row }) => sum + (fen(cell(row, "approved_amount")) ?? 0), 0);
}

/** Premiums for the same days are added up, then shared out by days and rounded down; what was undone was never earned. */
function earnedBy(policies: readonly Policy[], { asOf, until }: Days): number {
  const sums = new Map<string, number>();
  for (const { course, paid } of policies)
    if (course.state !== "freeLookCancelled")
      for (const { from, to, amount } of paid) sums.set(`${from} ${to}`, (sums.get(`${from} ${to}`) ?? 0) + amount);
  let earned = 0;
  for (const [key, amount] of sums) {
    const [from = "", to = ""] = key.split(" ");
    const days = count(later(from, addDays(asOf, 1)), earlier(to, addDays(until, 1)));
    if (days > 0) earned += Number((BigInt(amount) * BigInt(days)) / BigInt(count(from, to)));
  }
  return earned;
}
const count = (from: string, to: string): number => Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000);
