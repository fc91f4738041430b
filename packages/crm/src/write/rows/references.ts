import { type Refusal, refused } from "@kehu/core";
import { uuidOf } from "@kehu/core/engine";
import { idIn, prepared, sql, statement } from "../../database/compile.js";
import type { Statement } from "../../database/database.js";
import { grantsFor } from "../../read/access.js";
import { reachedIds } from "../../read/reach.js";
import { referenceMissing } from "../../read/refusals.js";
import type { RecordEntry } from "../../registry.js";
import { entryOf } from "../../registry.js";
import type { AnyStored } from "../../schema/row.js";
import { strengthTowards } from "../clocks/watchers.js";
import { refusalOr } from "../unit/attempt.js";
import { send, type Unit } from "../unit/unit.js";
import { idsAt, targetOfId } from "./rows.js";

interface Asked {
  readonly path: string;
  readonly target: string;
  readonly id: string;
  readonly uuid: string;
  readonly index: number;
}

interface Options {
  /** Also see that they are within the caller's reach. */
  readonly caller: boolean;
  /** The records as they were: what they pointed at then is not looked at again. */
  readonly before?: readonly AnyStored[];
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
  options: Options,
): Promise<ReadonlyMap<number, Refusal>> {
  const missing = new Map<number, Refusal>();
  const asked = records.flatMap((record, index) => {
    const found = refusalOr(() => newReferences(unit, entry, record, { index, before: options.before?.[index] }));
    if (!("refusal" in found)) return found.value;
    missing.set(index, found.refusal);
    return [];
  });
  const groups = statementsFor(unit, entry, asked, options.caller);
  const results = await send(
    unit,
    groups.map(({ statement }) => statement),
  );
  for (const [at, { target }] of groups.entries()) {
    const found = new Set(results[at]?.rows.map((row) => row["id"]));
    for (const each of asked)
      if (each.target === target && !found.has(each.uuid) && !missing.has(each.index)) missing.set(each.index, missingOf(entry, each));
  }
  return missing;
}

/** The same for records that are written all or none: it travels with the next round trip, and what is missing ends the call there. */
export function queueReferences(unit: Unit, entry: RecordEntry, records: readonly AnyStored[], options: Options): void {
  const asked = records.flatMap((record, index) => newReferences(unit, entry, record, { index, before: options.before?.[index] }));
  for (const { target, statement } of statementsFor(unit, entry, asked, options.caller)) {
    unit.queue.push({
      ...statement,
      check({ rows }) {
        const found = new Set(rows.map((row) => row["id"]));
        const missing = asked.find((each) => each.target === target && !found.has(each.uuid));
        if (missing) throw refused(missingOf(entry, missing), records.length > 1 ? { details: { index: missing.index } } : {});
      },
    });
  }
}

const missingOf = (entry: RecordEntry, { path, target, id }: Asked): Refusal =>
  referenceMissing({ record: entry.record.name, field: path, target, id });

/** @throws KehuError `core/wrong-id` for the id of another record type */
function newReferences(
  unit: Unit,
  entry: RecordEntry,
  record: AnyStored,
  { index, before }: { readonly index: number; readonly before: AnyStored | undefined },
): readonly Asked[] {
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

/** Who reaches all records of a type need not be asked. */
function reachOfCaller(unit: Unit, entry: RecordEntry, uuids: readonly string[]): readonly Statement[] {
  const grants = grantsFor(unit.registry, unit.actor, "read", entry.record.name);
  return grants.some(({ reach }) => reach === "all") ? [] : [reachedIds(unit, entry, grants, uuids)];
}

/** One statement for each record type that is pointed at, in one order, and one more for the caller's reach. */
function statementsFor(
  unit: Unit,
  entry: RecordEntry,
  asked: readonly Asked[],
  caller: boolean,
): readonly { readonly target: string; readonly statement: Statement }[] {
  const targets = [...new Set(asked.map((each) => each.target))].sort();
  return targets.flatMap((target) => {
    const to = entryOf(unit, { name: target });
    const uuids = [...new Set(asked.filter((each) => each.target === target).map((each) => each.uuid))];
    const lock = statement(
      sql`select id from ${sql.id(to.table.schema, to.table.name)} where tenant = ${unit.tenant.id} and ${idIn("id", uuids)} and retracted_at is null order by id for ${sql.raw(strengthTowards(entry, target))}`,
    );
    const statements = [prepared("refer", lock), ...(caller ? reachOfCaller(unit, to, uuids) : [])];
    return statements.map((each) => ({ target, statement: each }));
  });
}
