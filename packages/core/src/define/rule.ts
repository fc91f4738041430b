import { checkFunction, checkGiven, checkSettings } from "./check-given.js";
import { checkName } from "./check-name.js";
import { checkNeeds } from "./check-needs.js";
import type { AnyMoment, Moment } from "./moment.js";
import type { Fitting, Needs } from "./need.js";
import type { AnyRecord, Stored } from "./record.js";
import type { Refusal } from "./refusal.js";

/** What is always true of a record, whatever is done to it. */
export interface Rule {
  readonly kind: "rule";
  readonly name: string;
  readonly record: AnyRecord;
  readonly needs: Needs;
  readonly check: (moment: Omit<AnyMoment, "input"> & { readonly before?: object }) => Refusal | undefined;
}
/** `before` is the record as it was; empty when it is new. */
export type RuleMoment<R, N> = Omit<Moment<Stored<R>, undefined, N>, "input"> & { readonly before?: Stored<R> };

/** Declares what every create, update, transition and import of a record is checked against. */
export function defineRule<R extends AnyRecord, N extends Needs = Record<never, never>>(
  name: string,
  record: R,
  def: { readonly needs?: Fitting<N, Stored<R>>; readonly check: (moment: RuleMoment<R, N>) => Refusal | undefined },
): Rule {
  checkName("rule", name);
  const place = `The rule "${name}"`;
  checkGiven(place, record, ["record"]);
  checkSettings(place, def, "needs check");
  checkFunction(place, "check", def.check);
  checkNeeds(place, record, def.needs ?? {});
  return { kind: "rule", name, record, needs: def.needs ?? {}, check: def.check as never };
}
