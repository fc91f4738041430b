import { type Customer, defineQuery, idOf, type Query, text } from "@kehu/core";
import * as z from "zod";
import { sql, statement } from "../database/compile.js";
import type { Row } from "../database/database.js";
import { grantsFor } from "../read/access.js";
import { type Ground, groundOf, runtimeQuery } from "../read/ground.js";
import { reachedIds } from "../read/reach.js";
import type { RecordEntry } from "../registry.js";
import { keysOfText } from "../write/keys.js";
import { mayRead, partOf, readParts } from "./visible.js";

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
  const [customers] = await readParts(ground.run, [partOf<Customer>(ground, "customer", { where: { id: { in: ids } }, limit: mostFound })]);
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

/** The number of a record says who its parties are; only those who may see the record hear it. */
async function readableKeys(ground: Ground, rows: readonly Row[]): Promise<readonly Row[]> {
  const records = [...new Set(rows.map((row) => row["record"] as string))].filter(
    (record) => record !== "customer" && mayRead(ground, record),
  );
  const asked = records.map((record) => {
    const uuids = rows.filter((row) => row["record"] === record).map((row) => row["record_id"] as string);
    return reachedIds(
      ground,
      ground.registry.records.get(record) as RecordEntry,
      grantsFor(ground.registry, ground.actor, "read", record),
      uuids,
    );
  });
  const results = asked.length === 0 ? [] : await ground.run(asked);
  return rows.filter((row) => {
    if (row["record"] === "customer") return true;
    return results[records.indexOf(row["record"] as string)]?.rows.some((reached) => reached["id"] === row["record_id"]) ?? false;
  });
}
