import { defineParameter } from "@kehu/core";
import * as z from "zod";

const law2009 = { from: "2009-10-01", jurisdiction: "CN", verified: true } as const;
const article = (number: number): string => `Insurance Law of the PRC (2009 revision, read as amended 2015-04-24), art. ${number}`;
const elsewhere = { from: "1900-01-01", source: "Taken over from China; look up the law of the place", verified: false } as const;

/** What is certain is paid in advance within so many days, where the amount is not settled yet. */
export const advancePaymentDays = defineParameter("insurance/advance-payment-days", {
  schema: z.int().min(0).max(3650),
  values: [
    { ...law2009, value: 60, source: article(25) },
    { ...elsewhere, value: 60 },
  ],
});
/** Claims on life insurance are barred so many years after the claimant knew of the loss… */
export const lifeLimitationYears = defineParameter("insurance/life-limitation-years", {
  schema: z.int().min(1).max(50),
  values: [
    { ...law2009, value: 5, source: article(26) },
    { ...elsewhere, value: 5 },
  ],
});
/** …and all others so many. */
export const limitationYears = defineParameter("insurance/limitation-years", {
  schema: z.int().min(1).max(50),
  values: [
    { ...law2009, value: 2, source: article(26) },
    { ...elsewhere, value: 2 },
  ],
});
/** No death benefit is paid for a suicide within so many years of the contract, or of its reinstatement. */
export const suicideYears = defineParameter("insurance/suicide-years", {
  schema: z.int().min(0).max(50),
  values: [
    { ...law2009, value: 2, source: article(44) },
    { ...elsewhere, value: 2 },
  ],
});
/** Whether who caused a loss of life or health has to pay the insurer back what it paid. */
export const subrogatesForPersons = defineParameter("insurance/subrogates-for-persons", {
  schema: z.boolean(),
  values: [
    { ...law2009, value: false, source: article(46) },
    { from: "1900-01-01", value: true, source: "No such bar was looked for elsewhere; look up the law of the place", verified: false },
  ],
});
