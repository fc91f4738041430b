import { prepared, sql, statement } from "../../database/compile.js";
import type { RecordEntry } from "../../registry.js";
import type { Unit } from "../unit/unit.js";
import { holds, keysIn, placeOf } from "./existing.js";
import type { Change } from "./journal.js";

/** So many turns there are for a record type of a tenant: a transaction that writes thousands of places must not fill the server's table of locks. */
const turns = 256;

/**
 * Lets those wait who would take days of the same place, until the one before them is done. By themselves an exclusion constraint's
 * writers wait for each other in a ring, and the server ends one of them a second.
 */
export function queueTurns(unit: Unit, entry: RecordEntry, changes: readonly Change[]): void {
  const key = keysIn(entry).find(({ days }) => days !== undefined);
  if (!key) return;
  const taking = changes.filter(({ after, retracted }) => !retracted && holds(key, after));
  if (taking.length === 0) return;
  const places = [...new Set(taking.map(({ after }) => placeOf(entry, key, after)))];
  const each = sql`select distinct abs(hashtext(place) % ${turns}::integer) as turn from unnest(${places}::text[]) as place order by 1`;
  unit.queue.push(
    prepared(
      "turn",
      statement(
        sql`select pg_advisory_xact_lock(hashtext(${`${unit.tenant.id} ${entry.record.name}`}::text), taken.turn) from (${each}) as taken`,
      ),
    ),
  );
}
