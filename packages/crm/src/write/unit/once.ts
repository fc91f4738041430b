import { createHash } from "node:crypto";
import { defineRefusal, refused } from "@kehu/core";
import { canonicalJson } from "../../canonical-json.js";
import { sql, statement } from "../../database/compile.js";
import { assertHarmless, isUnkeepable } from "../../parse.js";
import { insertRows, type Target } from "./statements.js";
import { OneAfterAnother, send, type Unit } from "./unit.js";

export const keyReused = defineRefusal("crm/key-reused", "The key {key} was used for another call before; take a new key for each call.");
export const invalidKey = defineRefusal("crm/invalid-key", "A key needs 1 to {limit} characters, without NUL and half characters.");
export const resultErased = defineRefusal(
  "crm/result-erased",
  "The call with the key {key} had its effect, and its result was erased with the data of a person; read what you need to know.",
);
const longest = 200;

/** A call that may come again. */
export interface Keyed {
  readonly key?: string | undefined;
  readonly definition: string;
  readonly input: unknown;
  /** Throws where the caller may not do it any more. */
  readonly allow: () => void;
  /** Told where the first result is given again. */
  readonly onReplay?: (() => void) | undefined;
}

/**
 * Does something once: the result is kept in the same transaction, and the same call with the same key gives it again.
 * A call that is running elsewhere with the same key is waited for.
 */
export async function once<T>(unit: Unit, call: Keyed, work: () => Promise<T>): Promise<T> {
  const { key, definition } = call;
  if (key === undefined) return work();
  const digest = digestOf(call, key);
  const own = sql`tenant = ${unit.tenant.id} and actor = ${unit.actor.id} and key = ${key}`;
  const [taken, held] = await send(unit, [
    statement(
      sql`insert into kehu.idempotency (tenant, actor, key, definition, input_digest, recorded_at) values (${unit.tenant.id}, ${unit.actor.id}, ${key}, ${definition}, ${digest}, ${unit.recordedAt}) on conflict do nothing`,
      "take key",
    ),
    statement(sql`select input_digest, result from kehu.idempotency where ${own}`, "held key"),
  ]);
  if (taken?.count === 0) {
    const row = held?.rows[0];
    if (row?.["result"] === null) throw refused(resultErased({ key }));
    if (!row || row["input_digest"] !== digest) throw refused(keyReused({ key }));
    call.allow();
    call.onReplay?.();
    return (row["result"] as { readonly value: T }).value;
  }
  const value = await work();
  unit.queue.push(statement(sql`update kehu.idempotency set result = ${JSON.stringify({ value })}::jsonb where ${own}`, "keep result"));
  return value;
}

/**
 * The same for calls that go together: their results in order.
 *
 * @throws OneAfterAnother where one of them was there before
 */
export async function allOnce<T>(unit: Unit, calls: readonly Keyed[], work: () => Promise<readonly T[]>): Promise<readonly T[]> {
  const keyed = calls
    .flatMap((call, at) => (call.key === undefined ? [] : [{ ...call, at, key: call.key, digest: digestOf(call, call.key) }]))
    // two that take the same keys wait for each other in one order
    .sort((one, other) => (one.key < other.key ? -1 : 1));
  const whose = [unit.tenant.id, unit.actor.id];
  if (keyed.length > 0)
    unit.queue.push({
      ...insertRows(
        keyTable,
        keyed.map(({ key, definition, digest }) => [...whose, key, definition, digest, unit.recordedAt]),
        ["tenant", "actor", "key"],
      ),
      check({ count }) {
        if (count < keyed.length) throw new OneAfterAnother("A key was used before");
      },
    });
  const values = await work();
  const [keys, results] = [keyed.map(({ key }) => key), keyed.map(({ at }) => JSON.stringify({ value: values[at] }))];
  if (keyed.length > 0)
    unit.queue.push(
      statement(
        sql`update kehu.idempotency as i set result = r.result from rows from (unnest(${keys}::text[]), jsonb_array_elements(${`[${results.join()}]`}::jsonb)) as r(key, result)
          where i.tenant = ${unit.tenant.id} and i.actor = ${unit.actor.id} and i.key = r.key`,
        "keep results",
      ),
    );
  return values;
}

const keyTable: Target = {
  schema: "kehu",
  name: "idempotency",
  columns: [
    { name: "tenant", type: "text" },
    { name: "actor", type: "text" },
    { name: "key", type: "text" },
    { name: "definition", type: "text" },
    { name: "input_digest", type: "text" },
    { name: "recorded_at", type: "timestamptz" },
  ],
};

/** What tells a call from another one with the same key. @throws KehuError `crm/invalid-key`, `crm/invalid-input` */
function digestOf({ definition, input }: Keyed, key: unknown): string {
  if (typeof key !== "string" || key.length === 0 || key.length > longest || isUnkeepable(key))
    throw refused(invalidKey({ limit: longest }));
  assertHarmless(input, definition);
  return createHash("sha256")
    .update(canonicalJson([definition, input ?? null]))
    .digest("hex");
}
