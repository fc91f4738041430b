import * as z from "zod";
import type { AnyDefinition } from "./definition.js";
import { transitionsOf } from "./definition.js";
import type { Schema, Shape } from "./field.js";
import { invalidDefinition } from "./invalid.js";

interface Wrapping {
  readonly type: string;
  readonly defaultValue?: unknown;
  readonly innerType?: Schema;
  readonly element?: Schema;
  readonly options?: readonly Schema[];
  readonly shape?: Shape;
}

/**
 * Looks at the defaults of a definition's fields; when a pack is put together, because the first use of zod costs more than all definitions.
 *
 * @throws KehuError `core/invalid-definition` for one that its own schema refuses, or that differs each time
 */
export function checkDefaults(definition: AnyDefinition): void {
  if (definition.kind === "record") checkShape(definition.fields, `The record "${definition.name}",`);
  if (definition.kind === "operation" || definition.kind === "query")
    checkShape(definition.input, `The ${definition.kind} "${definition.name}", input,`);
  if (definition.kind !== "lifecycle") return;
  for (const { name, input } of transitionsOf(definition)) checkShape(input ?? {}, `The transition "${name}", input,`);
}

function checkShape(shape: Shape, place: string): void {
  for (const [name, schema] of Object.entries(shape)) checkField(schema, `${place} field "${name}"`);
}

/** Readers of the fields have seen already that they are of bounded depth. */
function checkField(schema: Schema, place: string): void {
  const definition = schema._zod.def as Wrapping;
  if (definition.type === "default" || definition.type === "prefault") checkDefault(definition, place);
  if (definition.innerType) checkField(definition.innerType, place);
  if (definition.element) checkField(definition.element, `${place} in each item`);
  if (definition.shape) checkShape(definition.shape, `${place},`);
  for (const variant of definition.type === "union" ? (definition.options ?? []) : []) checkField(variant, place);
}

function checkDefault(definition: Wrapping, place: string): void {
  // zod calls a function that gives a default whenever it is read
  const [one, other] = [definition.defaultValue, definition.defaultValue];
  if (JSON.stringify(one) !== JSON.stringify(other))
    throw invalidDefinition(
      place,
      "has a default that differs each time; give it in the operation, where ids and the time come from `work`",
    );
  if (!z.core.safeParse(definition.innerType as never, one).success)
    throw invalidDefinition(place, "has a default that its own schema refuses");
}
