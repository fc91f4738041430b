import { type CalendarDate, defineParameter, type Money, type New, type Timeless } from "@kehu/core";
import * as z from "zod";
import { surrenderValue } from "../nonforfeiture/surrender-value.js";
import { daysBetween } from "../policy/dates.js";
import type { Policy } from "../policy/policy.js";
import type { Product } from "../policy/product.js";
import type { PolicyLoan, policyLoan } from "./policy-loan.js";

/** In per cent a year, where the contract says nothing. */
export const loanRate = defineParameter("insurance/loan-rate", {
  schema: z.string().max(10),
  values: [
    {
      from: "1900-01-01",
      value: "5",
      source: "A house rate to begin with; the contract or a notice of the insurer says it",
      verified: false,
    },
  ],
});

/** Interest of a loan or of arrears to a day: simple, by days of a year of 365, rounded down to the minor unit. */
export function interestOn(principal: Money, annualRate: string, days: number): Money {
  const [whole = "0", fraction = ""] = annualRate.split(".");
  const scaled = BigInt(whole + fraction.padEnd(4, "0").slice(0, 4));
  return { ...principal, amountMinor: Number((BigInt(principal.amountMinor) * scaled * BigInt(Math.max(0, days))) / 365_000_000n) };
}

export type Owed = Pick<PolicyLoan, "principal" | "annualRate" | "grantedOn">;
/** What is owed on a loan on a day. */
export const owedOn = ({ principal, annualRate, grantedOn }: Owed, on: CalendarDate): Money => ({
  ...principal,
  amountMinor: principal.amountMinor + interestOn(principal, annualRate, daysBetween(grantedOn, on)).amountMinor,
});

interface Room {
  readonly product: Pick<Product, "nonForfeiture" | "loanPerMille">;
  readonly loans: readonly Owed[];
  readonly on: CalendarDate;
}
/** Minor units that may still be lent on a policy: its share of the cash value, less what is owed. */
export function loanRoom(policy: Pick<Policy, "effectiveOn" | "sumAssured" | "state">, { product, loans, on }: Room): number {
  const { amountMinor } = surrenderValue(policy, product, on);
  const limit = Math.floor((amountMinor * product.loanPerMille) / 1000);
  return limit - loans.reduce((total, loan) => total + owedOn(loan, on).amountMinor, 0);
}

/** The loan that pays a premium by itself. */
export const automaticLoanOf = (
  { id: policyId, premium: principal }: Pick<Policy, "id" | "premium">,
  { on, parameter }: Pick<Timeless, "parameter"> & { readonly on: CalendarDate },
): New<typeof policyLoan> => ({ policyId, kind: "automaticPremium", principal, grantedOn: on, annualRate: parameter(loanRate, on) });
