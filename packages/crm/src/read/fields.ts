import { type FieldInfo, isScalar } from "@kehu/core/engine";
import type { RecordEntry } from "../registry.js";
import type { SqlType } from "../schema/table.js";

/** A column as a query names it. */
export interface FieldColumn {
  readonly name: string;
  readonly type: SqlType;
}
/** A field of a record, and where it is kept. */
export interface Field {
  readonly name: string;
  readonly info: FieldInfo;
  /** One; amount and currency; state and since of the origin; none where it is kept in `data`. */
  readonly columns: readonly FieldColumn[];
  /** True where every row has a value, so that no query needs to ask. */
  readonly filled: boolean;
}

/** What a write tells of a record to whom may not read it. */
export const toldAnyway: ReadonlySet<string> = new Set(["id", "version", "state", "since", "createdAt", "updatedAt"]);

const scalar = (kind: FieldInfo["kind"], more: Partial<FieldInfo> = {}): FieldInfo => ({
  kind,
  optional: false,
  hasDefault: false,
  ...more,
});
const known = new WeakMap<RecordEntry, ReadonlyMap<string, Field>>();

/** All fields of a record by name: its own, and those that every record has. */
export function fieldsOf(entry: RecordEntry): ReadonlyMap<string, Field> {
  const fields = known.get(entry);
  if (fields) return fields;
  const made = new Map([...keptFields(entry), ...ownFields(entry)].map((field) => [field.name, field]));
  known.set(entry, made);
  return made;
}

function ownFields({ record, table }: RecordEntry): readonly Field[] {
  return Object.entries<FieldInfo>(record.info).map(([name, info]) => ({
    name,
    info,
    columns: table.byField.get(name) ?? [],
    filled: false,
  }));
}

function keptFields({ record }: RecordEntry): readonly Field[] {
  const kept = (name: string, info: FieldInfo, column: string, type: SqlType, filled = true): Field => ({
    name,
    info,
    columns: [{ name: column, type }],
    filled,
  });
  const state = scalar("choice", { options: record.states as readonly string[] });
  return [
    kept("id", scalar("reference", { reference: { target: record.name } }), "id", "uuid"),
    kept("version", scalar("integer"), "version", "integer"),
    kept("state", state, "state", "text"),
    kept("since", scalar("instant"), "since", "timestamptz"),
    kept("ownerId", scalar("text", { optional: true }), "owner_id", "text", false),
    kept("teamId", scalar("text", { optional: true }), "team_id", "text", false),
    kept("createdAt", scalar("instant"), "created_at", "timestamptz"),
    kept("updatedAt", scalar("instant"), "updated_at", "timestamptz"),
    {
      name: "origin",
      info: scalar("group", { optional: true, fields: { state, since: scalar("instant") } }),
      columns: [
        { name: "origin_state", type: "text" },
        { name: "origin_since", type: "timestamptz" },
      ],
      filled: false,
    },
  ];
}

/** A field that can be sorted, grouped and measured. */
export const isOrdered = (field: Field): boolean => isScalar(field.info) && field.columns.length > 0;

/** The names of some fields, for an error: what would have been possible. */
export const namesOf = (fields: Iterable<Field>): string => [...fields].map((field) => field.name).join(", ");
