import type { Refusal, Scoring } from "@kehu/core";

/** Why a scoring has no model, and so no lifetime values: for `crm.say`, which says it in a language. Undefined where it has all models. */
export function whyUnfitted({ unfitted }: Pick<Scoring, "unfitted">): Refusal | undefined {
  return unfitted && { ...unfitted, details: Object.fromEntries(unfitted.details.map(({ name, value }) => [name, value])) };
}
