import type { Instant } from "../define/id.js";
import type { Circumstances } from "../define/moment.js";
import type { AnyRecord, Stored } from "../define/record.js";
import type { Refusal } from "../define/refusal.js";
import type { Rule } from "../define/rule.js";
import { absent } from "./circumstances.js";

export type RuleCircumstances = Partial<Circumstances> & { readonly now: Instant; readonly needs?: object };

/** The refusals of the rules that a record breaks; empty if it keeps them all. `before` is the record as it was. */
export function check<R extends AnyRecord>(rules: readonly Rule[], moment: { readonly record: Stored<R>; readonly before?: Stored<R> } & RuleCircumstances): readonly Refusal[] {
  const full = Object.assign(Object.create(absent), moment.needs === undefined ? { needs: {} } : undefined, moment);
  return rules.flatMap((rule) => rule.check(full) ?? []);
}
