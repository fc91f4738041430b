import { refused, type Shape } from "@kehu/core";
import { readShape, uuidOf } from "@kehu/core/engine";
import { groupBy } from "../../group-by.js";
import { grantsFor } from "../../read/access.js";
import { reachedIds } from "../../read/reach.js";
import { referenceMissing } from "../../read/refusals.js";
import { entryOf, type ReferencePath, referencesOf } from "../../registry.js";
import type { Unit } from "../unit/unit.js";
import { idsAt, targetOfId } from "./rows.js";

/** What an operation or a transition takes. */
interface Taking {
  readonly name: string;
  readonly input: Shape;
}

const known = new WeakMap<Shape, readonly ReferencePath[]>();
function referencesIn({ input, name }: Taking): readonly ReferencePath[] {
  const references = known.get(input) ?? referencesOf(readShape(input, name));
  known.set(input, references);
  return references;
}

/** The records that inputs name must be within the caller's reach, whatever the definition may do with others: seen with the first round trip. */
export function queueInputReferences(unit: Unit, taking: Taking, inputs: readonly Readonly<Record<string, unknown>>[]): void {
  const references = referencesIn(taking);
  const asked = references.flatMap(({ path, target }) =>
    inputs.flatMap((input) => idsAt(input, path)).map((id) => ({ path, id, target: target === "*" ? targetOfId(unit, id) : target })),
  );
  for (const [target, group] of groupBy(asked, (each) => each.target)) {
    const entry = entryOf(unit, { name: target });
    const uuids = new Map(group.map(({ id }) => [id, uuidOf(target, id)]));
    const statement = reachedIds(unit, entry, grantsFor(unit.registry, unit.actor, "read", target), [...new Set(uuids.values())]);
    unit.queue.push({
      ...statement,
      check({ rows }) {
        const reached = new Set(rows.map((row) => row["id"]));
        const missing = group.find(({ id }) => !reached.has(uuids.get(id)));
        if (missing) throw refused(referenceMissing({ record: taking.name, field: missing.path, target, id: missing.id }));
      },
    });
  }
}
