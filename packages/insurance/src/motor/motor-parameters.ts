import { defineParameter } from "@kehu/core";
import * as z from "zod";

const days = z.int().min(0).max(3650);
const compulsory = { from: "2006-07-01", jurisdiction: "CN", verified: true } as const;
const article = (which: string): string =>
  `Regulation on Compulsory Traffic Accident Liability Insurance for Motor Vehicles of the PRC, ${which}`;
const elsewhere = { from: "1900-01-01", source: "Taken over from China; look up the law of the place", verified: false } as const;

/** Whether the ninth place of a VIN is a check digit: a rule of the market, not of ISO 3779. */
export const vinHasCheckDigit = defineParameter("insurance/vin-has-check-digit", {
  schema: z.boolean(),
  values: [
    { from: "1980-01-01", jurisdiction: "CN", value: true, source: "GB 16735; known from secondary copies", verified: false },
    { from: "1980-01-01", jurisdiction: "US-NY", value: true, source: "49 CFR 565; known from secondary copies", verified: false },
    { from: "1980-01-01", jurisdiction: "US-HI", value: true, source: "49 CFR 565; known from secondary copies", verified: false },
    { from: "1980-01-01", value: false, source: "ISO 3779 leaves it to the market", verified: false },
  ],
});
/** Compulsory motor cover: the claimant is told what documents are needed within so many days of the report. */
export const compulsoryDocumentDays = defineParameter("insurance/compulsory-document-days", {
  schema: days,
  values: [
    { ...compulsory, value: 1, source: article("art. 28") },
    { ...elsewhere, value: 1 },
  ],
});
/** …it is decided within so many days of their receipt… */
export const compulsoryDecisionDays = defineParameter("insurance/compulsory-decision-days", {
  schema: days,
  values: [
    { ...compulsory, value: 5, source: article("art. 29") },
    { ...elsewhere, value: 5 },
  ],
});
/** …and paid within so many days of the agreement. */
export const compulsoryPaymentDays = defineParameter("insurance/compulsory-payment-days", {
  schema: days,
  values: [
    { ...compulsory, value: 10, source: article("art. 29") },
    { ...elsewhere, value: 10 },
  ],
});
