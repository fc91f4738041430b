import { type ColumnShape, indexOf, type TableShape } from "./table-shape.js";

type Index = Parameters<typeof indexOf> extends [unknown, ...infer Rest] ? Rest : never;

function table(
  name: string,
  columns: Readonly<Record<string, ColumnShape>>,
  primaryKey: readonly string[],
  ...indexes: readonly Index[]
): TableShape {
  const place = { schema: "kehu", name };
  const tenantColumn = "tenant" in columns ? { tenantColumn: "tenant" as const } : {};
  return { ...place, columns, primaryKey, indexes: indexes.map((index) => indexOf(place, ...index)), exclusions: [], ...tenantColumn };
}

/** The tables that no record type owns. No foreign keys: nothing reaches across tenants, and the write door sees to integrity. */
export const technicalTables: readonly TableShape[] = [
  table("format", { number: "integer" }, ["number"]),
  // `serves`: the oldest version of the code that may go on beside this one; its own where it is empty.
  table("pack_version", { pack: "text", version: "text", digest: "text", installed_at: "timestamptz", serves: "text?" }, ["pack"]),
  // Packs whose rows are still on their way to a version, and how far each tenant has come.
  table("upgrade", { pack: "text", from_version: "text", to_version: "text" }, ["pack"]),
  table(
    "upgrade_progress",
    { tenant: "text", pack: "text", to_version: "text", record: "text", after_id: "uuid?", rows: "bigint", is_done: "boolean" },
    ["tenant", "pack"],
  ),
  // In a database to which another one is being moved: which one.
  table("move", { source: "text", started_at: "timestamptz" }, ["source"]),
  {
    ...table(
      "tenant",
      {
        id: "text",
        time_zone: "text",
        jurisdiction: "text",
        currency: "text",
        working_hours: "jsonb",
        settings_version: "bigint",
        clockwork: "text",
        opened_at: "timestamptz",
      },
      ["id"],
    ),
    tenantColumn: "id",
  },
  table("tenant_pack", { tenant: "text", pack: "text", switched_on_at: "timestamptz" }, ["tenant", "pack"]),
  // Without a primary key, because the jurisdiction may be empty: everywhere.
  table(
    "parameter_value",
    { tenant: "text", name: "text", jurisdiction: "text?", valid_from: "date", value: "jsonb", source: "text", verified: "boolean" },
    [],
    [["tenant", "name", "jurisdiction", "valid_from"], { unique: true, emptyIsEqual: true }],
  ),
  table(
    "link",
    { tenant: "text", record: "text", record_id: "uuid", path: "text", role: "text?", target: "text", target_id: "uuid" },
    ["tenant", "record_id", "path", "target_id"],
    [["tenant", "target_id", "record", "path"]],
  ),
  table(
    "ledger_entry",
    {
      tenant: "text",
      id: "uuid",
      record: "text",
      record_id: "uuid",
      key: "text",
      customer_id: "uuid",
      occurred_on: "date",
      kind: "text",
      category: "text",
      line: "text",
      amount: "bigint",
      currency: "text",
      reverses: "uuid?",
      recorded_at: "timestamptz",
    },
    ["tenant", "id"],
    [["tenant", "record_id"]],
    [["tenant", "customer_id", "line", "occurred_on"]],
  ),
  table(
    "journal",
    {
      tenant: "text",
      ordinal: "identity",
      position: "bigint?",
      record: "text",
      record_id: "uuid",
      canonical_id: "uuid?",
      version: "integer",
      recorded_at: "timestamptz",
      effective_at: "timestamptz",
      actor: "text",
      definition: "text",
      call: "text?",
      from_state: "text?",
      state: "text?",
      pack_version: "text",
      payload: "jsonb?",
      salt: "bytea?",
      digest: "bytea",
      hash: "bytea?",
    },
    ["tenant", "ordinal"],
    [["tenant", "record_id", "version"]],
    [["tenant", "ordinal"], { where: { position: "empty" } }],
    [["tenant", "position"], { unique: true, where: { position: "filled" } }],
  ),
  table(
    "timer",
    { tenant: "text", record: "text", record_id: "uuid", definition: "text", due_at: "timestamptz", refusal: "text?" },
    ["tenant", "record_id", "definition"],
    [["tenant", "due_at"], { where: { refusal: "empty" } }],
  ),
  table(
    "deadline",
    {
      tenant: "text",
      record: "text",
      record_id: "uuid",
      definition: "text",
      started_at: "timestamptz",
      due_at: "timestamptz?",
      status: "text",
      pauses: "jsonb",
      warned: "integer",
    },
    ["tenant", "record_id", "definition"],
    [["tenant", "due_at"], { where: { status: ["running"] } }],
  ),
  table(
    "customer_key",
    { tenant: "text", kind: "text", key: "text", customer_id: "uuid", record: "text", record_id: "uuid" },
    ["tenant", "kind", "key", "customer_id", "record_id"],
    [["tenant", "record_id"]],
  ),
  table(
    "search_key",
    { tenant: "text", gram: "text", customer_id: "uuid" },
    ["tenant", "gram", "customer_id"],
    [["tenant", "customer_id"]],
  ),
  table(
    "merge",
    {
      tenant: "text",
      id: "uuid",
      survivor_id: "uuid",
      merged_id: "uuid",
      merged_at: "timestamptz",
      undone_at: "timestamptz?",
      actor: "text",
    },
    ["tenant", "id"],
    [["tenant", "survivor_id"], { where: { undone_at: "empty" } }],
    [["tenant", "merged_id"], { where: { undone_at: "empty" } }],
  ),
  table(
    "idempotency",
    { tenant: "text", actor: "text", key: "text", definition: "text", input_digest: "text", result: "jsonb?", recorded_at: "timestamptz" },
    ["tenant", "actor", "key"],
  ),
  table("cursor", { tenant: "text", consumer: "text", position: "bigint" }, ["tenant", "consumer"]),
  table("feed", { tenant: "text", next: "bigint", head: "bytea" }, ["tenant"]),
  table("adoption", { tenant: "text", record: "text", source: "text", record_id: "uuid", digest: "text" }, ["tenant", "record", "source"]),
];
