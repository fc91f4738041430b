import * as z from "zod";
import { refused } from "../error.js";
import { checkNameInPack } from "./check-name.js";
import type { Schema } from "./field.js";
import type { CalendarDate } from "./id.js";
import { invalidDefinition } from "./invalid.js";
import { defineRefusal } from "./refusal.js";

/** One value of a parameter: from this day on, in this jurisdiction (everywhere if absent). */
export interface ParameterValue<V> {
  readonly from: CalendarDate;
  readonly jurisdiction?: string;
  readonly value: V;
  /** The article of law, the standard, the contract. */
  readonly source: string;
  /** False until somebody has read the source. */
  readonly verified: boolean;
}
/** A legal or market number. */
export interface Parameter<V> {
  readonly kind: "parameter";
  readonly name: string;
  readonly schema: z.core.$ZodType<V>;
  readonly values: readonly ParameterValue<V>[];
}
export type AnyParameter = Parameter<unknown>;

export const parameterUnknown = defineRefusal(
  "core/parameter-unknown",
  "The parameter {parameter} has no value for {jurisdiction} on {on}; add one with its source, or override it for the tenant.",
);

/** Declares a number with its values by date and jurisdiction, each with its source. */
export function defineParameter<V>(
  name: string,
  def: { readonly schema: Schema<V>; readonly values: readonly ParameterValue<NoInfer<V>>[] },
): Parameter<V> {
  const place = `The parameter "${name}"`;
  checkNameInPack("parameter", name);
  if (def.values.length === 0) throw invalidDefinition(place, "needs at least one value with its source");
  for (const value of def.values) {
    if (!z.core.regexes.date.test(value.from)) throw invalidDefinition(`${place}, value from "${value.from}",`, "needs a date YYYY-MM-DD");
    if (value.source.trim() === "") throw invalidDefinition(`${place}, value from ${value.from},`, "needs its source");
  }
  const twice = def.values.find(
    (value, index) => def.values.findIndex((other) => other.from === value.from && other.jurisdiction === value.jurisdiction) !== index,
  );
  if (twice) throw invalidDefinition(place, `has two values from ${twice.from} for ${twice.jurisdiction ?? "everywhere"}`);
  return { kind: "parameter", name, schema: def.schema as never, values: def.values };
}

/**
 * The value that counts on a day, with its source: the latest that began by then; one of the jurisdiction goes before one for everywhere.
 *
 * @param overrides - the tenant's own values, which go before all others
 * @throws KehuError `core/parameter-unknown`
 */
export function sourcedValueOn<V>(
  parameter: Parameter<V>,
  on: CalendarDate,
  jurisdiction: string,
  overrides: readonly ParameterValue<V>[] = [],
): ParameterValue<V> {
  for (const values of [overrides, parameter.values])
    for (const scope of [jurisdiction, undefined]) {
      const found = values
        .filter((value) => value.jurisdiction === scope && value.from <= on)
        .reduce<ParameterValue<V> | undefined>((best, value) => (best && best.from > value.from ? best : value), undefined);
      if (found) return found;
    }
  throw refused(parameterUnknown({ parameter: parameter.name, jurisdiction, on }));
}
/** The value that counts on a day: as `sourcedValueOn`, without its source. */
export const valueOn = <V>(...asked: Parameters<typeof sourcedValueOn<V>>): V => sourcedValueOn(...asked).value;

/** Looks at the values with the parameter's own schema; when a pack is put together, because the first use of zod costs more than all definitions. */
export function checkValues({ name, schema, values }: AnyParameter): void {
  const wrong = values.find((each) => !z.core.safeParse(schema, each.value).success);
  if (wrong) throw invalidDefinition(`The parameter "${name}", value from ${wrong.from},`, "is refused by its own schema");
}
