import { defineParameter, money } from "@kehu/core";
import * as z from "zod";

const days = z.int().min(0).max(3650);
const art = (article: string): string => `Insurance Law of the PRC (2009 revision, read as amended 2015-04-24), ${article}`;
/** The 2009 revision took effect on this day. */
const law2009 = { from: "2009-10-01", jurisdiction: "CN", verified: true } as const;

/** Where nothing was found for a place, China's value stands in until somebody looks it up. */
const elsewhere = { from: "1900-01-01", source: "Taken over from China; look up the law of the place", verified: false } as const;
const newYork = { from: "1900-01-01", jurisdiction: "US-NY", verified: true } as const;
const hawaii = { from: "1900-01-01", jurisdiction: "US-HI", verified: true } as const;
const nyLaw = "New York Insurance Law, § 3203(a)(1)";
const hiLaw = "Hawaii Revised Statutes, § 431:10D-102";

/** Cover is suspended when a premium is unpaid so long after it was due, unless the contract says otherwise. */
export const graceDays = defineParameter("insurance/grace-days", {
  schema: days,
  values: [
    { ...law2009, value: 60, source: art("art. 36") },
    { ...newYork, value: 31, source: nyLaw },
    { ...hawaii, value: 30, source: hiLaw },
  ],
});
/** The same for policies whose premium is flexible. */
export const flexibleGraceDays = defineParameter("insurance/flexible-grace-days", {
  schema: days,
  values: [
    { ...law2009, value: 60, source: art("art. 36") },
    { ...newYork, value: 61, source: nyLaw },
    { ...hawaii, value: 30, source: `${hiLaw}; whether it covers flexible premiums was not read`, verified: false },
  ],
});
/** …or so long after the insurer demanded it, if that is earlier. */
export const demandDays = defineParameter("insurance/demand-days", {
  // empty: a demand shortens nothing
  schema: days.nullable(),
  values: [
    { ...law2009, value: 30, source: art("art. 36") },
    { ...newYork, value: null, source: "No such demand was found in New York", verified: false },
    { ...hawaii, value: null, source: "No such demand was found in Hawaii", verified: false },
  ],
});
/** For so many years after its end what belongs to a contract is kept. */
export const keptYears = defineParameter("insurance/kept-years", {
  schema: z.int().min(1).max(50),
  values: [
    {
      ...law2009,
      value: 10,
      source: `${art("art. 87")}: from the end of the contract at least five years for terms of up to a year, ten for longer ones; the longer is taken`,
    },
    { ...newYork, value: 6, source: "11 NYCRR 243.2 (Insurance Regulation 152); from memory, not read", verified: false },
    { ...elsewhere, value: 10 },
  ],
});
/** Full years of suspension after which the insurer may rescind. */
export const rescissionYears = defineParameter("insurance/rescission-years", {
  schema: z.int().min(1).max(20),
  values: [
    { ...law2009, value: 2, source: art("art. 37") },
    { ...hawaii, value: 3, source: hiLaw },
    { ...newYork, value: 3, source: "New York Insurance Law, § 3203(a)(10); not read", verified: false },
  ],
});
/**
 * Over how many years a single premium for the whole of a life is earned, in equal parts by days from the first day of cover. A method of
 * this figure only: what the books set aside for such policies is the actuary's.
 */
export const singlePremiumYears = defineParameter("insurance/single-premium-years", {
  schema: z.int().min(1).max(100),
  values: [
    {
      from: "1900-01-01",
      value: 20,
      source: "A house rule to begin with, not a law; set it from your own books",
      verified: false,
    },
  ],
});
/** Silence of the insurer so long after an application to reinstate is consent. */
export const reinstatementSilenceDays = defineParameter("insurance/reinstatement-silence-days", {
  schema: days,
  values: [
    {
      from: "2015-12-01",
      jurisdiction: "CN",
      value: 30,
      source: "Supreme People's Court, Interpretation III on the Insurance Law, art. 8",
      verified: true,
    },
    { ...elsewhere, value: 45, source: "A common provision of health policies in the United States; not read" },
  ],
});
/** So long after a reinstatement was consented to the arrears may be paid. */
export const arrearsDays = defineParameter("insurance/arrears-days", {
  schema: days,
  values: [
    {
      from: "1900-01-01",
      value: 60,
      source: `A house rule to begin with, after the sixty days of ${art("art. 36")}; Interpretation III, art. 8, names no day for the payment`,
      verified: false,
    },
  ],
});
/** So many days may lie between a proposal and the beginning of its cover. What is dated earlier is a slip of the pen. */
export const proposalDays = defineParameter("insurance/proposal-days", {
  schema: days,
  values: [
    {
      from: "1800-01-01",
      value: 366,
      source: "A house rule to begin with: underwriting takes weeks, a cover that is agreed ahead a few months",
      verified: false,
    },
  ],
});
/** No contract runs longer, and none is older. */
export const longestTermYears = defineParameter("insurance/longest-term-years", {
  schema: z.int().min(1).max(200),
  values: [
    { from: "1800-01-01", value: 120, source: "A house rule to begin with: life tables end at 105 to 120 years of age", verified: false },
  ],
});
/** Premium is taken for due dates so far ahead; what came in for later ones is held until they come. */
export const premiumAheadMonths = defineParameter("insurance/premium-ahead-months", {
  schema: z.int().min(0).max(1200),
  values: [{ from: "1900-01-01", value: 12, source: "A house rule to begin with: a year of premiums", verified: false }],
});
/** What is held of a policyholder's money is paid back so long after the contract is over. */
export const creditRefundDays = defineParameter("insurance/credit-refund-days", {
  schema: days,
  values: [
    {
      from: "1900-01-01",
      value: 30,
      source: `A house rule to begin with, after the thirty days of ${art("art. 47")}; no law was found for premium that is held`,
      verified: false,
    },
  ],
});
/** After how many days a policy counts as delivered that nobody signed for. */
export const deliveryDays = defineParameter("insurance/delivery-days", {
  schema: days,
  values: [
    {
      from: "1900-01-01",
      value: 30,
      source: "A house rule to begin with; the contract or the proof of delivery says it",
      verified: false,
    },
  ],
});
/** From the day on which the policyholder signed for the policy, where the product does not say it. */
export const coolingOffDays = defineParameter("insurance/cooling-off-days", {
  schema: days,
  values: [
    {
      from: "2000-01-01",
      jurisdiction: "CN",
      value: 15,
      source: "Market norm; contracts say 10, 15 or 20 days; no statutory minimum was found",
      verified: false,
    },
    {
      from: "1900-01-01",
      jurisdiction: "US-NY",
      value: 10,
      source: "10 to 30 days in the United States; the statute was not read",
      verified: false,
    },
    {
      from: "1900-01-01",
      jurisdiction: "US-HI",
      value: 10,
      source: "10 to 30 days in the United States; the statute was not read",
      verified: false,
    },
  ],
});
/** The most that may be kept of the premium when a policy is cancelled in its cooling-off period. */
export const coolingOffFee = defineParameter("insurance/cooling-off-fee", {
  schema: money(),
  values: [
    {
      from: "2000-01-01",
      jurisdiction: "CN",
      value: { amountMinor: 1000, currency: "CNY" },
      source: "Market practice, at most 10 yuan for the paper; its basis was not found",
      verified: false,
    },
    { from: "1900-01-01", value: { amountMinor: 0, currency: "USD" }, source: "Nothing is kept", verified: false },
  ],
});
export const surrenderPaymentDays = defineParameter("insurance/surrender-payment-days", {
  schema: days,
  values: [
    { ...law2009, value: 30, source: art("art. 47") },
    { ...elsewhere, value: 30 },
  ],
});
export const claimDecisionDays = defineParameter("insurance/claim-decision-days", {
  schema: days,
  values: [
    { ...law2009, value: 30, source: art("art. 23") },
    { ...elsewhere, value: 30 },
  ],
});
export const claimPaymentDays = defineParameter("insurance/claim-payment-days", {
  schema: days,
  values: [
    { ...law2009, value: 10, source: art("art. 23") },
    { ...elsewhere, value: 10 },
  ],
});
export const denialNoticeDays = defineParameter("insurance/denial-notice-days", {
  schema: days,
  values: [
    { ...law2009, value: 3, source: art("art. 24") },
    { ...elsewhere, value: 3 },
  ],
});
/** Up to which amount a claims handler decides alone. */
export const handlerApprovalLimit = defineParameter("insurance/handler-approval-limit", {
  schema: money(),
  values: [
    {
      from: "2000-01-01",
      value: { amountMinor: 5_000_000, currency: "CNY" },
      source: "A house rule to begin with; set it from your own authorities",
      verified: false,
    },
  ],
});
