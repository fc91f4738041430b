import type { Instant } from "../define/id.js";
import type { Circumstances } from "../define/moment.js";
import type { Kept } from "../define/record.js";
import type { Refusal } from "../define/refusal.js";
import type { Rule } from "../define/rule.js";
import { answering } from "./answering.js";
import { complete, missingNeed, needMissing } from "./circumstances.js";

export type RuleCircumstances = Partial<Circumstances> & { readonly now: Instant; readonly needs?: object };

/**
 * The refusals of the rules that a record breaks; empty if it keeps them all. `before` is the record as it was.
 *
 * @throws KehuError `core/function-failed` where a rule throws
 */
export function check<T extends Kept<string, string>>(
  rules: readonly Rule[],
  moment: { readonly record: T; readonly before?: NoInfer<T> } & RuleCircumstances,
): readonly Refusal[] {
  const full = complete(moment);
  return rules.flatMap((rule) => {
    const need = missingNeed(rule.needs, full.needs);
    return (need === undefined ? answering(rule.name, () => rule.check(full)) : needMissing({ name: rule.name, need })) ?? [];
  });
}
