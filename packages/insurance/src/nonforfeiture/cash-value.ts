import { type CalendarDate, defineRefusal, type Money, type Refusal } from "@kehu/core";
import type { Policy } from "../policy/policy.js";
import { inCurrencyOf, notNegative } from "../policy/policy-rules.js";
import type { Product } from "../policy/product.js";
import { surrenderValue } from "./surrender-value.js";

export const valueInTable = defineRefusal(
  "insurance/value-in-table",
  "By the table of its product policy {policyNumber} is worth {value}; leave the cash value empty.",
);
export const valueNotInTable = defineRefusal(
  "insurance/value-not-in-table",
  "The product of policy {policyNumber} has no table that says what it is worth; enter the cash value.",
);

type Valued = Pick<Policy, "policyNumber" | "state" | "effectiveOn" | "sumAssured" | "premium" | "lapsedOn">;
interface Worth {
  readonly product: Pick<Product, "nonForfeiture">;
  readonly on: CalendarDate;
  /** By hand, where the product has no table. */
  readonly given: Money | undefined;
}

/** What a policy is worth by its table on a day; after a lapse no more than on the day of the lapse; undefined where no table says it. */
export function tableValue(record: Valued, { product, on }: Pick<Worth, "product" | "on">): Money | undefined {
  // what is left of an extended term is worth what no row of the table says
  if (product.nonForfeiture.length === 0 || record.state === "extendedTerm") return undefined;
  const { lapsedOn } = record;
  return surrenderValue(record, product, lapsedOn !== undefined && lapsedOn < on ? lapsedOn : on);
}

/** Why a value that was entered, or was not, does not go with the table of the product. */
export function whyNotWorth(record: Valued, { product, on, given }: Worth): Refusal | undefined {
  const { policyNumber } = record;
  const value = tableValue(record, { product, on });
  if (value !== undefined) return given && valueInTable({ policyNumber, value });
  if (given === undefined) return valueNotInTable({ policyNumber });
  return notNegative("cashValue", given) ?? inCurrencyOf(record, given);
}

/** What a policy is worth on a day, by the table or as it was given. */
export const worthOf = (record: Valued, { product, on, given }: Worth): Money =>
  tableValue(record, { product, on }) ?? given ?? { ...record.premium, amountMinor: 0 };
