import { type Customer, defineQuery, type Query, text } from "@kehu/core";
import { idOf } from "@kehu/core/engine";
import * as z from "zod";
import { sql, statement } from "../database/compile.js";
import type { Row } from "../database/database.js";
import { groupBy } from "../group-by.js";
import { grantsFor } from "../read/access.js";
import { type Ground, groundOf, runtimeQuery } from "../read/ground.js";
import { reachedIds } from "../read/reach.js";
import { keysOfText, numberField } from "../write/rows/keys.js";
import { partOf, readParts } from "./visible.js";

/** A customer who was found, and by what. */
export interface FoundCustomer {
  readonly customerId: string;
  readonly displayName?: string;
  readonly kind?: Customer["kind"];
  /** `phone`, `email`, `instantMessaging`, `document`, or `number` for a key of a pack's record. */
  readonly by: string;
  /** The record whose number it is. */
  readonly record?: { readonly record: string; readonly id: string };
}
const mostFound = 20;

/** The screen-pop: who is it, by any phone, e-mail address, document, or number of a pack such as a policy's. At most 20, only customers that the actor may see. */
export const lookUpCustomer: Query<{ text: string }, FoundCustomer[]> = runtimeQuery(
  defineQuery("look-up-customer", {
    input: { text: text(200) },
    output: z.array(z.custom<FoundCustomer>()).max(mostFound),
    run: async (reader, input) => lookUp(groundOf(reader), input.text),
  }),
);

async function lookUp(ground: Ground, sought: string): Promise<FoundCustomer[]> {
  const keys = keysOfText(sought);
  const [result] = await ground.run([
    statement(
      sql`select distinct k.customer_id, k.kind, k.record, k.record_id from kehu.customer_key as k join unnest(${keys.map(({ kind }) => kind)}::text[], ${keys.map(({ key }) => key)}::text[]) as a(kind, key) on k.kind = a.kind and k.key = a.key where k.tenant = ${ground.tenant.id} order by k.customer_id, k.record_id limit 200`,
    ),
  ]);
  const rows = await readableKeys(ground, result?.rows ?? []);
  if (rows.length === 0) return [];
  const ids = [...new Set(rows.map((row) => idOf("customer", row["customer_id"] as string)))];
  const [{ items: customers }] = await readParts(ground.run, [
    partOf<Customer>(ground, "customer", { where: { id: { in: ids } }, limit: mostFound }),
  ]);
  return customers.map((found) => {
    const row = rows.find((each) => idOf("customer", each["customer_id"] as string) === found.id);
    const record = row?.["record"] as string;
    return {
      customerId: found.id,
      ...(found.displayName !== undefined && { displayName: found.displayName }),
      ...(found.kind !== undefined && { kind: found.kind }),
      by: row?.["kind"] as string,
      ...(record !== "customer" && { record: { record, id: idOf(record, row?.["record_id"] as string) } }),
    };
  });
}

/**
 * Whoever may not read a field may not look up by it: a key counts only by a grant that reaches its record and does not hide the field
 * that it was made of. The number of a record says who its parties are; only those who may see the record hear it.
 */
async function readableKeys(ground: Ground, rows: readonly Row[]): Promise<readonly Row[]> {
  if (ground.authority === "definition") return rows;
  const sources = groupBy(rows, (row) => JSON.stringify([row["record"], sourceOf(ground, row)]));
  const asked = [...sources].flatMap(([key, group]) => {
    const [record, field] = JSON.parse(key) as readonly [string, string];
    const entry = ground.registry.records.get(record);
    const grants = entry ? grantsFor(ground.registry, ground.actor, "read", record).filter((grant) => !grant.hide?.includes(field)) : [];
    const uuids = group.map((row) => row["record_id"] as string);
    return entry && grants.length > 0 ? [{ group, statement: reachedIds(ground, entry, grants, uuids) }] : [];
  });
  const results = asked.length === 0 ? [] : await ground.run(asked.map(({ statement }) => statement));
  return asked.flatMap(({ group }, index) => {
    const reached = new Set(results[index]?.rows.map((row) => row["id"]));
    return group.filter((row) => reached.has(row["record_id"]));
  });
}

/** The field of its record that a key was made of. */
function sourceOf({ registry }: Ground, row: Row): string {
  if (row["kind"] === "document") return "identifiers";
  const entry = registry.records.get(row["record"] as string);
  return row["kind"] === "number" ? ((entry && numberField(entry)) ?? "") : "contactPoints";
}
