import { defineParameter, group, money } from "@kehu/core";
import * as z from "zod";

const days = z.int().min(0).max(3650);
const years = z.int().min(0).max(120);
const cny = (yuan: number) => ({ amountMinor: yuan * 100, currency: "CNY" });
const law2009 = { from: "2009-10-01", jurisdiction: "CN", verified: true } as const;
const article = (number: number): string => `Insurance Law of the PRC (2009 revision, read as amended 2015-04-24), art. ${number}`;

/** The insurer rescinds within so many days of learning what the application hid, or not at all. */
export const nonDisclosureDays = defineParameter("insurance/non-disclosure-days", {
  schema: days,
  values: [
    { ...law2009, value: 30, source: article(16) },
    { from: "1900-01-01", value: 30, source: "Taken over from China; no such time was found for other jurisdictions", verified: false },
  ],
});
/** So many years after its conclusion a contract is not rescinded any more for what the application hid. */
export const contestableYears = defineParameter("insurance/contestable-years", {
  schema: years,
  values: [
    { ...law2009, value: 2, source: article(16) },
    { from: "1900-01-01", jurisdiction: "US-NY", value: 2, source: "New York Insurance Law, § 3203(a)(3); not read", verified: false },
    { from: "1900-01-01", jurisdiction: "US-HI", value: 2, source: "Hawaii Revised Statutes, § 431:10D-102; not read", verified: false },
  ],
});
/** In full years. */
export const fullAge = defineParameter("insurance/full-age", {
  schema: years,
  values: [
    { from: "1987-01-01", jurisdiction: "CN", value: 18, source: "PRC Civil Code, art. 17; not read", verified: false },
    { from: "1900-01-01", value: 18, source: "The common age; check the law of the place", verified: false },
  ],
});
/** What a child may be insured for on death; empty: without a limit. */
export const minorDeathBenefit = defineParameter("insurance/minor-death-benefit", {
  schema: group({ untilAge: years, younger: money().optional(), older: money().optional() }),
  values: [
    {
      from: "2016-01-01",
      jurisdiction: "CN",
      value: { untilAge: 10, younger: cny(200_000), older: cny(500_000) },
      source: "Insurance Law of the PRC, art. 33, leaves the limit to the regulator; the amounts of its notice of 2015 were not read",
      verified: false,
    },
    { from: "1900-01-01", value: { untilAge: 0 }, source: "No limit was found", verified: false },
  ],
});
/** An approval or a counter-offer that nobody takes up ends after so many days. */
export const offerDays = defineParameter("insurance/offer-days", {
  schema: days,
  values: [{ from: "1900-01-01", value: 60, source: "A house rule to begin with; offers say it themselves", verified: false }],
});
