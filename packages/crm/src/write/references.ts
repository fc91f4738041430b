import { refused, uuidOf } from "@kehu/core";
import { sql, statement } from "../database/compile.js";
import type { Statement } from "../database/database.js";
import { grantsFor } from "../read/access.js";
import { reachedIds } from "../read/reach.js";
import { referenceMissing } from "../read/refusals.js";
import type { RecordEntry } from "../registry.js";
import type { AnyStored } from "../schema/row.js";
import { idsAt, targetOfId } from "./rows.js";
import { send, type Unit } from "./unit.js";

interface Asked {
  readonly path: string;
  readonly target: string;
  readonly id: string;
  readonly uuid: string;
  readonly index: number;
}

/**
 * Locks what some records newly point at, so that it cannot go away meanwhile, and sees that it exists within the caller's reach.
 * A mere reference is locked for its key; a parent that follows its children is locked for its change from the start.
 *
 * @returns the references that do not hold, by the index of the record
 */
export async function missingReferences(
  unit: Unit,
  entry: RecordEntry,
  records: readonly AnyStored[],
  options: { readonly caller: boolean; readonly before?: readonly AnyStored[] },
): Promise<ReadonlyMap<number, ReturnType<typeof referenceMissing>>> {
  const asked = records.flatMap((record, index) => newReferences(unit, entry, record, index, options.before?.[index]));
  const missing = new Map<number, ReturnType<typeof referenceMissing>>();
  const targets = [...new Set(asked.map((each) => each.target))].sort();
  const statements = targets.flatMap((target) =>
    statementsFor(
      unit,
      entry,
      target,
      [...new Set(asked.filter((each) => each.target === target).map((each) => each.uuid))],
      options.caller,
    ),
  );
  const results = await send(unit, statements);
  const perTarget = options.caller ? 2 : 1;
  for (const { target, path, id, uuid, index } of asked) {
    const at = targets.indexOf(target) * perTarget;
    const found = [results[at], ...(options.caller ? [results[at + 1]] : [])].every((result) =>
      result?.rows.some((row) => row["id"] === uuid),
    );
    if (!found && !missing.has(index)) missing.set(index, referenceMissing({ record: entry.record.name, field: path, target, id }));
  }
  return missing;
}

/** The same for records that are written all or none. */
export async function assertReferences(
  unit: Unit,
  entry: RecordEntry,
  records: readonly AnyStored[],
  options: { readonly caller: boolean; readonly before?: readonly AnyStored[] },
): Promise<void> {
  const [first] = await missingReferences(unit, entry, records, options);
  if (first) throw refused(first[1], { details: { index: first[0] } });
}

function newReferences(unit: Unit, entry: RecordEntry, record: AnyStored, index: number, before: AnyStored | undefined): readonly Asked[] {
  return entry.references.flatMap(({ path, target }) => {
    const known = before ? idsAt(before, path) : [];
    return idsAt(record, path)
      .filter((id) => !known.includes(id))
      .map((id) => {
        const name = target === "*" ? targetOfId(unit, id) : target;
        return { path, target: name, id, uuid: uuidOf(name, id), index };
      });
  });
}

function statementsFor(unit: Unit, entry: RecordEntry, target: string, uuids: readonly string[], caller: boolean): readonly Statement[] {
  const to = unit.registry.records.get(target) as RecordEntry;
  const strength = entry.followers.some((follower) => follower.transition.record.name === target) ? sql`no key update` : sql`key share`;
  const lock = statement(
    sql`select id from ${sql.id(to.table.schema, to.table.name)} where tenant = ${unit.tenant.id} and id = any(${uuids}::uuid[]) and retracted_at is null order by id for ${strength}`,
  );
  if (!caller) return [lock];
  return [lock, reachedIds(unit, to, grantsFor(unit.registry, unit.actor, "read", target), uuids)];
}
