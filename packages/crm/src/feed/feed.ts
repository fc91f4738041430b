import { type Actor, defineRefusal, type Id, type Instant, refused } from "@kehu/core";
import { idOf } from "@kehu/core/engine";
import * as z from "zod";
import { sql, statement } from "../database/compile.js";
import type { Database, Result, Row } from "../database/database.js";
import { checkOptions, given, isFunction } from "../options.js";
import { parseInput } from "../parse.js";
import { grantsFor } from "../read/access.js";
import type { Registry } from "../registry.js";
import type { KnownTenants } from "../session/known-tenants.js";
import { numberJournal, rowsPerNumbering } from "./number-journal.js";

export const feedSeesNothing = defineRefusal(
  "crm/feed-sees-nothing",
  'The roles of the consumer {consumer} read no record type as a whole; give it a role with may.read(…, "all").',
);
export const notRead = defineRefusal(
  "crm/not-read-yet",
  "The consumer {consumer} confirms position {position}, but the feed ends at {last}; confirm the position of a page that was read.",
);

/** What became of one record in one step. */
export interface FeedEvent {
  /** Its place among all events of the tenant, from 1; the same whenever it is read, so that who gets it twice can tell. */
  readonly position: number;
  readonly record: string;
  readonly id: Id<string>;
  /** The record's version after the step; of one record they come in order. */
  readonly version: number;
  /** The verb, the transition or the deadline. */
  readonly definition: string;
  /** The operation within which it happened. */
  readonly call?: string;
  readonly actor: string;
  readonly recordedAt: Instant;
  /** When it counts from; earlier than `recordedAt` for what was entered or fired late. */
  readonly effectiveAt: Instant;
  readonly fromState?: string;
  /** The state that was entered, where one was. */
  readonly state?: string;
  /** The fields that changed, with their new values; null for one that was cleared. */
  readonly changed: Readonly<Record<string, unknown>>;
  /** What the transition was given; left out where the consumer's roles hide a field of the record. */
  readonly input?: unknown;
  readonly retracted?: true;
  /** The content was erased on the request of a person. */
  readonly erased?: true;
}
export interface FeedPage {
  /** Oldest first. */
  readonly events: readonly FeedEvent[];
  /** What to confirm once they are handled. */
  readonly position: number;
}
/**
 * What happened to a tenant's records, in order, for a consumer with a place of its own: whatever goes outside (mail, an ERP, a search
 * index) reads it. Each event comes at least once; several readers of one consumer may get the same.
 */
export interface Feed {
  /** The next events after the consumer's place, which stays where it is until they are confirmed. `limit`: 1 to 5,000, 500 unless told. */
  read(options?: { readonly limit?: number }): Promise<FeedPage>;
  /** Moves the consumer's place forward; never back. */
  confirm(position: number): Promise<void>;
  /** Puts the consumer's place anywhere: 0 to read all again. Stop its readers before: one that confirms a page afterwards moves on from there. */
  seek(position: number): Promise<void>;
  /**
   * Reads, hands over and confirms, page by page, until nothing is left; what `handle` throws ends it, unconfirmed.
   *
   * @returns how many events were handed over
   */
  deliver(handle: (events: readonly FeedEvent[]) => Promise<void>, options?: { readonly limit?: number }): Promise<number>;
}

const mostEvents = 5000;
const readOptions = z.strictObject({ limit: z.int().min(1).max(mostEvents).optional() });
const position = z.int().min(0);

/**
 * The feed for a consumer: an actor whose id names its place and whose roles say which record types it sees. Only what a role reads as a
 * whole ("all") is seen, for ownership then and now may differ; hidden fields are left out.
 */
export function feedOf({ database, tenants }: { readonly database: Database; readonly tenants: KnownTenants }, consumer: Actor): Feed {
  const { id, tenant } = consumer;
  const look = (limit: number): Promise<Looked> =>
    tenants.with(tenant, async ({ registry, read }) => {
      const seen = sightOf(registry, consumer);
      const records = [...seen.keys()];
      // A query of its own: row-level security compares nothing with an expression before it has looked at every row.
      const place = sql`(select coalesce((select position from kehu.cursor where tenant = ${tenant} and consumer = ${id}), 0))`;
      const [state, found] = await read([
        statement(
          sql`select ${place} as place, coalesce((select next from kehu.feed where tenant = ${tenant}), 1) - 1 as last, (select ordinal from kehu.journal where tenant = ${tenant} and position is null order by ordinal limit 1) is not null as waiting`,
          "feed state",
        ),
        statement(
          sql`select position, record, record_id, version, definition, call, actor, recorded_at, effective_at, from_state, state, payload from kehu.journal where tenant = ${tenant} and position > ${place} and record = any(${records}::text[]) order by position limit ${limit}`,
          "feed page",
        ),
      ]);
      const { place: from, last, waiting } = (state as Result).rows[0] as never as FeedState;
      const events = (found?.rows ?? []).map((row) => eventOf(row, seen.get(row["record"] as string) as ReadonlySet<string>));
      const reached = events.at(-1)?.position ?? 0;
      // a page that is not full has all that was numbered
      return { events, position: events.length === limit ? reached : Math.max(last, reached), from, waiting };
    });
  const next = async (options: { readonly limit?: number } = {}): Promise<Looked> => {
    checkOptions(readOptions, options, "feed.read");
    const { limit = 500 } = options;
    let page = await look(limit);
    for (
      let numbered = rowsPerNumbering;
      page.waiting && page.events.length < limit && numbered === rowsPerNumbering;
      page = await look(limit)
    )
      numbered = await numberJournal(database, tenant);
    return page;
  };
  const move = (to: number, forwardOnly: boolean): Promise<void> =>
    tenants.with(tenant, ({ registry }) => {
      sightOf(registry, consumer);
      return database.transaction(tenant, async (transaction) => {
        const [state] = await transaction.send([
          statement(sql`select coalesce((select next from kehu.feed where tenant = ${tenant}), 1) - 1 as last`, "feed end"),
        ]);
        const last = state?.rows[0]?.["last"] as number;
        if (to > last) throw refused(notRead({ consumer: id, position: to, last }));
        const kept = forwardOnly ? sql`greatest(c.position, excluded.position)` : sql`excluded.position`;
        await transaction.commit([
          statement(
            sql`insert into kehu.cursor as c (tenant, consumer, position) values (${tenant}, ${id}, ${to}) on conflict (tenant, consumer) do update set position = ${kept}`,
          ),
        ]);
      });
    });
  const confirm: Feed["confirm"] = async (to) => move(parsedPosition(to, "feed.confirm"), true);
  return {
    async read(options) {
      const { events, position } = await next(options);
      return { events, position };
    },
    confirm,
    seek: async (to) => move(parsedPosition(to, "feed.seek"), false),
    async deliver(handle, options = {}) {
      checkOptions(z.strictObject({ handle: given("a function that takes events", isFunction) }), { handle }, "feed.deliver");
      for (let count = 0; ; ) {
        const page = await next(options);
        if (page.events.length > 0) await handle(page.events);
        if (page.position > page.from) await confirm(page.position);
        if (page.events.length === 0) return count;
        count += page.events.length;
      }
    },
  };
}
interface FeedState {
  readonly place: number;
  readonly last: number;
  readonly waiting: boolean;
}
interface Looked extends FeedPage {
  /** Where the consumer's place is. */
  readonly from: number;
  /** Something is committed that has no number yet. */
  readonly waiting: boolean;
}
const parsedPosition = (value: unknown, what: string): number =>
  parseInput<{ readonly position: number }>({ position }, { position: value }, what).position;

/**
 * What a consumer sees: the record types, each with the fields that are hidden from it. Those of a pack that is switched off too: its place
 * would move past what happened before.
 */
function sightOf(registry: Registry, consumer: Actor): ReadonlyMap<string, ReadonlySet<string>> {
  const sight = new Map<string, ReadonlySet<string>>();
  for (const name of (registry.whole ?? registry).records.keys()) {
    const [first, ...others] = grantsFor(registry, consumer, "read", name).filter(({ reach }) => reach === "all");
    if (!first) continue;
    const hidden = (first.hide ?? []).filter((field) => others.every(({ hide = [] }) => hide.includes(field)));
    sight.set(name, new Set(hidden));
  }
  if (sight.size === 0) throw refused(feedSeesNothing({ consumer: consumer.id }));
  return sight;
}

interface Payload {
  readonly changed?: Readonly<Record<string, unknown>>;
  readonly input?: unknown;
  readonly retracted?: true;
}
function eventOf(row: Row, hidden: ReadonlySet<string>): FeedEvent {
  const payload = row["payload"] as Payload | null;
  const optional = { call: row["call"], fromState: row["from_state"], state: row["state"] };
  const changed = Object.entries(payload?.changed ?? {}).filter(([field]) => !hidden.has(field));
  return {
    position: row["position"] as number,
    record: row["record"] as string,
    id: idOf(row["record"] as string, row["record_id"] as string),
    version: row["version"] as number,
    definition: row["definition"] as string,
    actor: row["actor"] as string,
    recordedAt: row["recorded_at"] as Instant,
    effectiveAt: row["effective_at"] as Instant,
    ...Object.fromEntries(Object.entries(optional).filter(([, value]) => value !== null)),
    changed: Object.fromEntries(changed),
    ...(hidden.size === 0 && payload?.input !== undefined && { input: payload.input }),
    ...(payload?.retracted && { retracted: true }),
    ...(payload === null && { erased: true }),
  };
}
