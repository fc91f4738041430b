import type { Money } from "../define/id.js";
import { defineRefusal } from "../define/refusal.js";
import { refused } from "../error.js";
import { compareText } from "./compare.js";
import type { Selection, Where } from "./where.js";

export const selectionUnknown = defineRefusal(
  "core/selection-unknown",
  "The filter asks for values among {record}, which only a database or the option `select` can give; look them up and give the values themselves, or the option.",
);
export const unknownComparison = defineRefusal(
  "core/unknown-comparison",
  "The filter on {field} says {comparison}, which is no comparison; use in, notIn, not, from, until, after or before.",
);

export const comparisonMissing = defineRefusal(
  "core/comparison-missing",
  "The filter on {field} is undefined, which would be no filter at all; leave the field out, or give null for an empty value.",
);

export interface MatchOptions {
  /** Gives the values of `among(…)`. */
  readonly select?: (selection: Selection<unknown>) => readonly unknown[];
}
type Condition = Readonly<Record<string, unknown>>;

/** True where a record passes a filter: the same answer as the database gives. */
export function matches<T>(where: Where<T>, record: T, options: MatchOptions = {}): boolean {
  const conditions = where as unknown as Condition;
  return Object.keys(conditions).every((field) => {
    if (conditions[field] === undefined) throw refused(comparisonMissing({ field }));
    if (field === "or") return (conditions["or"] as readonly Where<T>[]).some((each) => matches(each, record, options));
    const value = Object.hasOwn(record as object, field) ? (record as Condition)[field] : undefined;
    return passes(value, { field, condition: conditions[field], options });
  });
}

const comparisons: ReadonlySet<string> = new Set(["in", "notIn", "not", "from", "until", "after", "before"]);
const isObject = (value: unknown): value is Condition => typeof value === "object" && value !== null;
const isMoney = (value: unknown): value is Money => isObject(value) && "amountMinor" in value && "currency" in value;

interface Asked {
  readonly field: string;
  readonly condition: unknown;
  readonly options: MatchOptions;
}
function passes(value: unknown, asked: Asked): boolean {
  const { field, condition, options } = asked;
  if (condition === null) return isEmpty(value);
  if (!isObject(condition) || isMoney(condition)) return same(value, condition);
  if (Object.hasOwn(condition, "has")) {
    if (condition["has"] === undefined) throw refused(comparisonMissing({ field }));
    return Array.isArray(value) && value.some((item) => passes(item, { ...asked, condition: condition["has"] }));
  }
  if (isGroup(value) || (isEmpty(value) && asksGroup(condition))) return matches(condition as Where<unknown>, value ?? {}, options);
  return Object.entries(condition).every(([name, against]) => compares(value ?? undefined, name, { field, condition: against, options }));
}

const isEmpty = (value: unknown): boolean => value === undefined || value === null;
const isGroup = (value: unknown): boolean => isObject(value) && !isMoney(value) && !Array.isArray(value);
/** Where a group is empty, only the filter tells that one was meant: it names fields instead of comparisons. */
const asksGroup = (condition: Condition): boolean => Object.keys(condition).some((name) => !comparisons.has(name));

function compares(value: unknown, name: string, { field, condition: against, options }: Asked): boolean {
  if (!comparisons.has(name)) throw refused(unknownComparison({ field, comparison: name }));
  if (against === undefined) throw refused(comparisonMissing({ field }));
  if (name === "in") return value !== undefined && valuesOf(against, options).some((each) => same(value, each));
  if (name === "notIn") return value === undefined || !valuesOf(against, options).some((each) => same(value, each));
  if (name === "not") return against === null ? value !== undefined : value === undefined || !same(value, against);
  const order = value === undefined ? undefined : ordered(value, against);
  if (order === undefined) return false;
  if (name === "from") return order >= 0;
  if (name === "until") return order <= 0;
  return name === "after" ? order > 0 : order < 0;
}

function valuesOf(against: unknown, options: MatchOptions): readonly unknown[] {
  if (Array.isArray(against)) return against;
  const selection = against as Selection<unknown>;
  if (!options.select) throw refused(selectionUnknown({ record: selection.record.name }));
  return options.select(selection);
}

const same = (value: unknown, other: unknown): boolean =>
  isMoney(value) && isMoney(other) ? value.amountMinor === other.amountMinor && value.currency === other.currency : value === other;

/** Below, equal, above zero; undefined where the two cannot be compared, such as euros and yuan. */
function ordered(value: unknown, other: unknown): number | undefined {
  if (isMoney(value) && isMoney(other)) return value.currency === other.currency ? value.amountMinor - other.amountMinor : undefined;
  if (typeof value === "string" && typeof other === "string") return compareText(value, other);
  if (typeof value === "number" && typeof other === "number") return value - other;
  return typeof value === "boolean" && typeof other === "boolean" ? Number(value) - Number(other) : undefined;
}
