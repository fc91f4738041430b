import { type CalendarDate, defineRefusal, type Refusal } from "@kehu/core";
import type { Product } from "../policy/product.js";

export const ageOutsideLimits = defineRefusal(
  "insurance/age-outside-limits",
  "At {age} the insured is outside the ages of {from} to {until} that product {product} is sold for; choose another product.",
);

/** Full years of age on a day; who was born on 29 February is a year older on 1 March. @see PRC Civil Code, art. 202 */
export function ageOn(birthOn: CalendarDate, on: CalendarDate): number {
  const years = Number(on.slice(0, 4)) - Number(birthOn.slice(0, 4));
  return on.slice(5) < birthOn.slice(5) ? years - 1 : years;
}

type Limits = Pick<Product, "code" | "minEntryAge" | "maxEntryAge">;
/** Why a product is not sold to somebody of this age. */
export function whyAgeOutside({ code, minEntryAge = 0, maxEntryAge = 130 }: Limits, age: number): Refusal | undefined {
  return age < minEntryAge || age > maxEntryAge
    ? ageOutsideLimits({ age, from: minEntryAge, until: maxEntryAge, product: code })
    : undefined;
}
