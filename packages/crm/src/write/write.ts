import { randomFillSync } from "node:crypto";
import { type Actor, type Instant, KehuError } from "@kehu/core";
import type { Database } from "../database/database.js";
import { DatabaseRefusal, isConflict } from "../database/failures.js";
import type { Registry } from "../registry.js";
import type { Tenant } from "../tenant.js";
import { fire } from "./clocks/fire.js";
import { followUp } from "./follow.js";
import { queueLocks } from "./lock.js";
import { explained } from "./rows/constraints.js";
import { commit, newNotes, OneAfterAnother, type Unit } from "./unit/unit.js";

/** What a write is about: whose, by whom, and when. */
export interface WriteOptions {
  readonly database: Database;
  readonly registry: Registry;
  readonly tenant: Tenant;
  readonly actor: Actor;
  readonly now: Instant;
  /** When it is written down, where that is not now. */
  readonly recordedAt?: Instant;
  /** 16 random bytes for each id. */
  readonly random?: (() => Uint8Array) | undefined;
}
const attempts = 6;

/**
 * One transaction of the write door. After a conflict it runs again, with the same instant and ids.
 *
 * @throws KehuError `crm/busy` (retryable) after six attempts
 */
export async function write<T>(options: WriteOptions, work: (unit: Unit) => Promise<T>): Promise<T> {
  const { database, registry, tenant, actor, now, recordedAt = now, random = drawRandom } = options;
  const drawn: Uint8Array[] = [];
  let notes = newNotes();
  for (let attempt = 1; ; attempt++) {
    let next = 0;
    const { locks, oneAfterAnother } = notes;
    notes = { ...newNotes(), oneAfterAnother };
    const again = (): Uint8Array => {
      drawn[next] ??= random();
      return drawn[next++] as Uint8Array;
    };
    try {
      return await database.transaction(tenant.id, async (transaction) => {
        const unit: Unit = {
          registry,
          tenant,
          actor,
          now,
          recordedAt,
          random: again,
          transaction,
          queue: [],
          call: undefined,
          depth: 0,
          happened: new Set(),
          firing: new Set(),
          written: new Map(),
          notes,
          moments: new Map(),
          door: { follow: followUp, fire },
        };
        queueLocks(unit, locks);
        const result = await work(unit);
        await commit(unit);
        return result;
      });
    } catch (error) {
      if (error instanceof OneAfterAnother && !notes.oneAfterAnother) {
        notes = { ...newNotes(), locks: notes.locks, oneAfterAnother: true };
        continue;
      }
      if (attempt >= attempts || !(isConflict(error) || isMadeMeanwhile(error, notes.giving))) throw explained(registry, error);
      await new Promise((resolve) => setTimeout(resolve, 2 ** attempt * (0.5 + (again()[0] ?? 0) / 512)));
    }
  }
}

const pool = { bytes: new Uint8Array(0), used: 0 };
/** 16 bytes of the system's randomness, of which many are drawn at once: a call for each takes longer than the rest of an id. */
function drawRandom(): Uint8Array {
  if (pool.used === pool.bytes.length) {
    pool.bytes = randomFillSync(new Uint8Array(16_384));
    pool.used = 0;
  }
  pool.used += 16;
  return pool.bytes.subarray(pool.used - 16, pool.used);
}

/** Somebody else made the record that would have been given if it existed; now it does. */
function isMadeMeanwhile(error: unknown, giving: ReadonlySet<string>): boolean {
  const refusal = error instanceof KehuError ? error.cause : error;
  return refusal instanceof DatabaseRefusal && refusal.sqlState === "23505" && refusal.table !== undefined && giving.has(refusal.table);
}
