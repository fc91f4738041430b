import { createHash } from "node:crypto";
import { defineRefusal, refused } from "@kehu/core";
import { canonicalJson } from "../../canonical-json.js";
import { sql, statement } from "../../database/compile.js";
import { assertHarmless, isUnkeepable } from "../../parse.js";
import { send, type Unit } from "./unit.js";

export const keyReused = defineRefusal("crm/key-reused", "The key {key} was used for another call before; take a new key for each call.");
export const invalidKey = defineRefusal("crm/invalid-key", "A key needs 1 to {limit} characters, without NUL and half characters.");
export const resultErased = defineRefusal(
  "crm/result-erased",
  "The call with the key {key} had its effect, and its result was erased with the data of a person; read what you need to know.",
);
const longest = 200;

/** A call that may come again. */
interface Keyed {
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
  if (typeof key !== "string" || key.length === 0 || key.length > longest || isUnkeepable(key))
    throw refused(invalidKey({ limit: longest }));
  assertHarmless(call.input, definition);
  const digest = createHash("sha256")
    .update(canonicalJson([definition, call.input ?? null]))
    .digest("hex");
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
