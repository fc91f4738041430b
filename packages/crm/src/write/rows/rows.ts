import { refused } from "@kehu/core";
import { uuidOf } from "@kehu/core/engine";
import { unknownId } from "../../read/refusals.js";
import type { RecordEntry } from "../../registry.js";
import { type AnyStored, columnValue, restOf } from "../../schema/row.js";
import { keptColumns } from "../../schema/table.js";
import { deleteOf, insertRows, type Target, updateRows } from "../unit/statements.js";
import type { Unit } from "../unit/unit.js";
import type { Change } from "./journal.js";
import { queueTurns } from "./turns.js";

const targets = new WeakMap<RecordEntry, Target>();
/** A record's table, with its columns in the order in which rows are written. */
function targetOf(entry: RecordEntry): Target {
  const known = targets.get(entry);
  if (known) return known;
  const { table } = entry;
  const columns = [
    { name: "tenant", type: "text" } as const,
    { name: "id", type: "uuid" } as const,
    ...keptColumns,
    ...table.columns,
    { name: "data", type: "jsonb" } as const,
  ];
  const target = { schema: table.schema, name: table.name, columns, rest: table.rest };
  targets.set(entry, target);
  return target;
}

function rowOf(unit: Unit, { entry, uuid, after, retracted }: Change): readonly unknown[] {
  const { table } = entry;
  const fixed = [
    after.state,
    after.since,
    after.origin?.state,
    after.origin?.since,
    after.version,
    after.ownerId,
    after.teamId,
    after.createdAt,
    after.updatedAt,
    retracted ? unit.recordedAt : null,
  ];
  return [unit.tenant.id, uuid, ...fixed, ...table.columns.map((column) => columnValue(column, after)), restOf(table, after)];
}

/** Queues the rows of some changes of one record type, and the links of their references. */
export function queueRows(unit: Unit, entry: RecordEntry, changes: readonly Change[]): void {
  queueTurns(unit, entry, changes);
  const target = targetOf(entry);
  const created = changes.filter((change) => change.before === undefined);
  const changed = changes.filter((change) => change.before !== undefined);
  if (created.length > 0)
    unit.queue.push(
      insertRows(
        target,
        created.map((change) => rowOf(unit, change)),
      ),
    );
  if (changed.length > 0)
    unit.queue.push(
      updateRows(
        target,
        changed.map((change) => rowOf(unit, change)),
      ),
    );
  queueLinks(unit, entry, changes);
  if (entry.record.name === "interaction") unit.notes.activity.clear();
}

const linkTable: Target = {
  schema: "kehu",
  name: "link",
  columns: [
    { name: "tenant", type: "text" },
    { name: "record", type: "text" },
    { name: "record_id", type: "uuid" },
    { name: "path", type: "text" },
    { name: "role", type: "text" },
    { name: "target", type: "text" },
    { name: "target_id", type: "uuid" },
  ],
};

function queueLinks(unit: Unit, entry: RecordEntry, changes: readonly Change[]): void {
  if (entry.references.length === 0) return;
  const moved = changes.filter(
    ({ before, after }) =>
      before === undefined || entry.references.some(({ path }) => idsAt(before, path).join() !== idsAt(after, path).join()),
  );
  const existing = moved.filter((change) => change.before !== undefined).map((change) => change.uuid);
  if (existing.length > 0) unit.queue.push(deleteOf("link", unit.tenant.id, existing));
  const rows = moved.flatMap((change) => linksOf(unit, change));
  if (rows.length > 0) unit.queue.push(insertRows(linkTable, rows, ["tenant", "record_id", "path", "target_id"]));
}

function linksOf(unit: Unit, { entry, uuid, after }: Change): readonly (readonly unknown[])[] {
  return entry.references.flatMap(({ path, target, role }) => {
    const ids = idsAt(after, path);
    const each = ids.length > 1 ? [...new Set(ids)] : ids;
    return each.map((id) => {
      const name = target === "*" ? targetOfId(unit, id) : target;
      return [unit.tenant.id, entry.record.name, uuid, path, role ?? null, name, uuidOf(name, id)];
    });
  });
}

/** The record type of an id that may be of any. @throws KehuError `crm/unknown-id` */
export function targetOfId(unit: Pick<Unit, "registry">, id: string): string {
  const prefix = id.slice(0, Math.max(0, id.lastIndexOf("_")));
  const entry = unit.registry.byPrefix.get(prefix);
  if (!entry) throw refused(unknownId({ prefix, records: [...unit.registry.records.keys()].sort().join(", ") }));
  return entry.record.name;
}

/** The ids that stand at a path of a record: in a field, in a list, or in the items of a list or group. */
export function idsAt(record: AnyStored | Readonly<Record<string, unknown>>, path: string): readonly string[] {
  const own = (record as Readonly<Record<string, unknown>>)[path];
  if (typeof own === "string") return [own];
  if (own === undefined && !path.includes(".")) return [];
  let values: readonly unknown[] = [record];
  for (const name of path.split("."))
    values = values.flatMap((value) => (value as Readonly<Record<string, unknown>> | undefined)?.[name] ?? []);
  return values.filter((value): value is string => typeof value === "string");
}
