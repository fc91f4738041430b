import { defineRefusal } from "../../define/refusal.js";

export const noPurchases = defineRefusal(
  "core/no-purchases",
  "There is no purchase up to {endsOn}; give at least one, or a later end of the period.",
);
export const customerMissing = defineRefusal(
  "core/purchase-without-customer",
  "Purchase number {position} names no customer; give each purchase the id of its customer.",
);
export const amountNotWhole = defineRefusal(
  "core/purchase-not-whole",
  "The amount of purchase number {position} is {amount}, which is no whole number of minor units; round it first.",
);
export const currencyMissing = defineRefusal(
  "core/purchase-without-currency",
  "The amount of purchase number {position} names no currency; give each amount the code of its currency.",
);
export const amountNegative = defineRefusal(
  "core/purchase-negative",
  "The amount of purchase number {position} is {amount}, below 0; take returns off the purchase that they belong to.",
);
export const periodInvalid = defineRefusal(
  "core/period-invalid",
  "The holdout ends on {holdoutEndsOn}, not after the {endsOn} on which the observation ends; let the observation end earlier, or the holdout later.",
);
export const unitUnknown = defineRefusal(
  "core/unit-unknown",
  "There is no unit of time {unit} here; give day or week, or occasion for a bg-bb model.",
);
export const columnsDiffer = defineRefusal(
  "core/columns-differ",
  "The column {column} has {length} values where the frequency has {expected}; give one value for each customer.",
);
export const frequencyInvalid = defineRefusal(
  "core/frequency-invalid",
  "The frequency of customer number {position} is {value}; give the count of repeat purchases, a whole number from 0 to 1000000.",
);
export const recencyInvalid = defineRefusal(
  "core/recency-invalid",
  "The recency of customer number {position} is {value} at an age of {age}; give the time from the first to the last purchase, from 0 to the age.",
);
export const ageInvalid = defineRefusal(
  "core/age-invalid",
  "The age of customer number {position} is {value}; give the time since the first purchase, a finite number of at least 0.",
);
export const repeatWithoutTime = defineRefusal(
  "core/repeat-without-time",
  "Customer number {position} has {frequency} repeat purchases and a recency of 0; merge the purchases of a day, or give the recency.",
);
export const timeWithoutRepeat = defineRefusal(
  "core/time-without-repeat",
  "Customer number {position} has no repeat purchase and a recency of {recency}; the recency of a single purchase is 0.",
);
export const countInvalid = defineRefusal(
  "core/count-invalid",
  "History number {position} stands for {value} customers; give a whole number of at least 1.",
);
