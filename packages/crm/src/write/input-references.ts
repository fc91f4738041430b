import { type AnyOperation, readShape, refused, uuidOf } from "@kehu/core";
import { grantsFor } from "../read/access.js";
import { reachedIds } from "../read/reach.js";
import { referenceMissing } from "../read/refusals.js";
import { type RecordEntry, referencesOf } from "../registry.js";
import { idsAt, targetOfId } from "./rows.js";
import { groupBy, type Unit } from "./unit.js";

/** The records that an input names must be within the caller's reach, whatever the operation may do with others: seen with the first round trip. */
export function queueInputReferences(unit: Unit, operation: AnyOperation, input: Readonly<Record<string, unknown>>): void {
  const references = referencesOf(readShape(operation.input, operation.name));
  const asked = references.flatMap(({ path, target }) =>
    idsAt(input, path).map((id) => ({ path, id, target: target === "*" ? targetOfId(unit, id) : target })),
  );
  for (const [target, group] of groupBy(asked, (each) => each.target)) {
    const entry = unit.registry.records.get(target) as RecordEntry;
    const uuids = new Map(group.map(({ id }) => [id, uuidOf(target, id)]));
    const statement = reachedIds(unit, entry, grantsFor(unit.registry, unit.actor, "read", target), [...new Set(uuids.values())]);
    unit.queue.push({
      ...statement,
      check({ rows }) {
        const reached = new Set(rows.map((row) => row["id"]));
        const missing = group.find(({ id }) => !reached.has(uuids.get(id)));
        if (missing) throw refused(referenceMissing({ record: operation.name, field: missing.path, target, id: missing.id }));
      },
    });
  }
}
