import { type AnyOperation, readShape, refused, uuidOf } from "@kehu/core";
import { grantsFor } from "../read/access.js";
import { reachedIds } from "../read/reach.js";
import { referenceMissing } from "../read/refusals.js";
import { type RecordEntry, referencesOf } from "../registry.js";
import { idsAt, targetOfId } from "./rows.js";
import { send, type Unit } from "./unit.js";

/** The records that an input names must be within the caller's reach, whatever the operation may do with others. */
export async function assertInputReferences(unit: Unit, operation: AnyOperation, input: Readonly<Record<string, unknown>>): Promise<void> {
  const references = referencesOf(readShape(operation.input, operation.name));
  const asked = references.flatMap(({ path, target }) =>
    idsAt(input, path).map((id) => ({ path, id, target: target === "*" ? targetOfId(unit, id) : target })),
  );
  if (asked.length === 0) return;
  const targets = [...new Set(asked.map(({ target }) => target))];
  const results = await send(
    unit,
    targets.map((target) =>
      reachedIds(unit, unit.registry.records.get(target) as RecordEntry, grantsFor(unit.registry, unit.actor, "read", target), [
        ...new Set(asked.filter((each) => each.target === target).map(({ id }) => uuidOf(target, id))),
      ]),
    ),
  );
  for (const { path, id, target } of asked) {
    const reached = results[targets.indexOf(target)]?.rows.some((row) => row["id"] === uuidOf(target, id));
    if (!reached) throw refused(referenceMissing({ record: operation.name, field: path, target, id }));
  }
}
