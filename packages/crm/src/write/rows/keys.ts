import { normaliseDocument } from "@kehu/core/documents";
import { type FieldInfo, uuidOf } from "@kehu/core/engine";
import { phoneKey } from "@kehu/core/phone";
import type { RecordEntry } from "../../registry.js";
import type { AnyStored } from "../../schema/row.js";
import { deleteOf, insertRows, type Target } from "../unit/statements.js";
import type { Unit } from "../unit/unit.js";
import type { Change } from "./journal.js";
import { idsAt } from "./rows.js";

/** What a customer is found by: the kind of key and its one written form. */
export interface CustomerKey {
  readonly kind: string;
  readonly key: string;
}
const keyTable: Target = {
  schema: "kehu",
  name: "customer_key",
  columns: [
    { name: "tenant", type: "text" },
    { name: "kind", type: "text" },
    { name: "key", type: "text" },
    { name: "customer_id", type: "uuid" },
    { name: "record", type: "text" },
    { name: "record_id", type: "uuid" },
  ],
};

/** The keys under which a text might be found: as a phone number, an e-mail address, a document or a number of a pack's record. */
export function keysOfText(text: string): readonly CustomerKey[] {
  const trimmed = text.normalize("NFKC").trim();
  const phone = phoneKey(trimmed);
  return [
    ...(phone ? [{ kind: "phone", key: phone }] : []),
    { kind: "email", key: trimmed.toLowerCase() },
    { kind: "instantMessaging", key: trimmed },
    { kind: "document", key: normaliseDocument(trimmed) },
    { kind: "number", key: trimmed },
  ];
}

/** Queues the keys of what changed: a customer's contact points and identifiers, or a number such as a policy's for each of its parties. */
export function queueKeys(unit: Unit, entry: RecordEntry, changes: readonly Change[]): void {
  const keyed = entry.record.name === "customer" ? undefined : numberField(entry);
  if (entry.record.name !== "customer" && keyed === undefined) return;
  const moved = changes.filter(
    ({ before, after, retracted }) =>
      before === undefined || retracted || signature(entry, keyed, before) !== signature(entry, keyed, after),
  );
  const existing = moved.filter((change) => change.before !== undefined).map((change) => change.uuid);
  if (existing.length > 0) unit.queue.push(deleteOf("customer_key", unit.tenant.id, existing));
  const rows = moved
    .filter((change) => !change.retracted)
    .flatMap(({ uuid, after }) =>
      keysOf(entry, keyed, after).map(({ kind, key, customerId }) => [
        unit.tenant.id,
        kind,
        key,
        customerId ?? uuid,
        entry.record.name,
        uuid,
      ]),
    );
  if (rows.length > 0) unit.queue.push(insertRows(keyTable, rows, ["tenant", "kind", "key", "customer_id", "record_id"]));
}

/** The one text field that tells a record of a pack apart, such as a policy number; only of records with a party. */
export function numberField(entry: RecordEntry): string | undefined {
  if (!entry.references.some((reference) => reference.target === "customer")) return undefined;
  return entry.record.unique.find(
    ({ by }) => by.length === 1 && (entry.record.info as Readonly<Record<string, FieldInfo>>)[by[0] as string]?.kind === "text",
  )?.by[0];
}
const signature = (entry: RecordEntry, keyed: string | undefined, record: AnyStored): string =>
  JSON.stringify(keysOf(entry, keyed, record));

interface Contact {
  readonly kind: string;
  readonly value: string;
}
function keysOf(
  entry: RecordEntry,
  keyed: string | undefined,
  record: AnyStored,
): readonly (CustomerKey & { readonly customerId?: string })[] {
  if (keyed !== undefined) {
    const key = record[keyed];
    const parties = entry.references.filter(({ target }) => target === "customer").flatMap(({ path }) => idsAt(record, path));
    return typeof key === "string" ? [...new Set(parties)].map((id) => ({ kind: "number", key, customerId: uuidOf("customer", id) })) : [];
  }
  const points = (record["contactPoints"] ?? []) as readonly Contact[];
  const identifiers = (record["identifiers"] ?? []) as readonly Contact[];
  return [...points.flatMap(contactKeys), ...identifiers.map(({ value }) => ({ kind: "document", key: normaliseDocument(value) }))];
}

function contactKeys({ kind, value }: Contact): readonly CustomerKey[] {
  if (kind === "phone" || kind === "fax") {
    const key = phoneKey(value);
    return key ? [{ kind: "phone", key }] : [];
  }
  if (kind === "email") return [{ kind, key: value.normalize("NFKC").trim().toLowerCase() }];
  return kind === "instantMessaging" ? [{ kind, key: value.normalize("NFKC").trim() }] : [];
}
