import type { Instant } from "@kehu/core";
import { idOf, uuidOf } from "@kehu/core/engine";
import { sql, statement } from "../database/compile.js";
import { type Asking, sightsOf } from "../read/access.js";
import { fieldsOf } from "../read/fields.js";
import { seenEntries, unseenEntries } from "../read/ledger-sight.js";
import { allOf, always, type Condition, reachOf } from "../read/reach.js";
import { readable, tableAs } from "../read/readable.js";
import { endsOf, type RecordEntry } from "../registry.js";
import { mayRead, type Part } from "./visible.js";

/** A record of some pack that a customer has a part in. */
export interface OpenRecord {
  readonly record: string;
  readonly id: string;
  /** What people call it by, such as a policy number; absent where it has none or it is hidden. */
  readonly label?: string;
  readonly state: string;
  readonly since: Instant;
  readonly roles: readonly string[];
}
const shownElsewhere: ReadonlySet<string> = new Set(["customer", "relationship", "consent", "interaction", "engagement", "score"]);
const mostRecords = 200;

export const isOn = (asking: Asking, entry: RecordEntry): boolean => entry.pack === "kehu" || asking.tenant.packs.has(entry.pack);
const hasParty = (entry: RecordEntry): boolean => entry.references.some(({ target }) => target === "customer");

const candidates = (asking: Asking): readonly RecordEntry[] =>
  [...asking.registry.records.values()].filter(
    (entry) => !shownElsewhere.has(entry.record.name) && !entry.record.appendOnly && isOn(asking, entry),
  );
/** The record types that the actor may read and in which a customer may have a part. */
const entriesOf = (asking: Asking): readonly RecordEntry[] =>
  concerned(candidates(asking).filter((entry) => mayRead(asking, entry.record.name)));

/** Of some record types those that point at customers, and those on which a clock runs and that point at one of these, as a claim does at its policy. */
function concerned(shown: readonly RecordEntry[]): readonly RecordEntry[] {
  const hangsOn = (entry: RecordEntry): boolean =>
    entry.deadlines.length > 0 &&
    entry.references.some(({ target }) => shown.some((other) => other.record.name === target && other !== entry && hasParty(other)));
  return shown.filter((entry) => hasParty(entry) || hangsOn(entry));
}

/** What a view lacks because no role of the actor reads it: record types by name, and `value` where what some of them are worth does not count. */
export function withheldFrom(asking: Asking): readonly string[] {
  const seen = entriesOf(asking);
  const parts = [...shownElsewhere].filter((record) => !mayRead(asking, record));
  const unseen = concerned(candidates(asking)).filter((entry) => !seen.includes(entry));
  return [...parts, ...unseen.map(({ record }) => record.name), ...(unseenEntries(asking) ? ["value"] : [])];
}

/** The rows of all packs in which a customer has a part, as one query: a pack more is a branch more, not a statement more. */
function involved(asking: Asking, customer: string, open: boolean): Condition | undefined {
  const own = sql`select d.record_id from kehu.link as d where d.tenant = ${asking.tenant.id} and d.target_id = ${customer}::uuid and d.record <> all(${[...shownElsewhere]}::text[])`;
  const branches = entriesOf(asking).map((entry) => {
    const label = labelOf(asking, entry);
    const states = open ? sql` and t.state = any(${openStates(asking, entry)}::text[])` : sql``;
    const hanging = entry.deadlines.length > 0 ? sql` or l.target_id in (${own})` : sql``;
    const its = sql`t.id in (select l.record_id from kehu.link as l where l.tenant = ${asking.tenant.id} and l.record = ${entry.record.name} and (l.target_id = ${customer}::uuid${hanging}))`;
    const roles = sql`array(select distinct coalesce(l.role, l.path) from kehu.link as l where l.tenant = ${asking.tenant.id} and l.record_id = t.id and l.target_id = ${customer}::uuid order by 1)`;
    const columns = sql`${entry.record.name}::text as record, t.id, ${label ?? sql`null`}::text as label, t.state, t.since, ${roles} as roles`;
    return sql`select ${columns} from ${tableAs(entry, "t")} where ${allOf([readable(asking, entry, { alias: "t", fields: ["state", "since"] }), its])}${states}`;
  });
  return branches.length === 0 ? undefined : sql.join(branches, sql` union all `);
}

/** Ends are not open: a paid claim, a surrendered policy. A record without a life of its own stays in view. */
function openStates(asking: Asking, entry: RecordEntry): readonly string[] {
  const states = entry.record.states as readonly string[];
  const ends = endsOf(asking.registry, entry);
  return ends.length === states.length ? states : states.filter((state) => !ends.includes(state));
}

/** What a person would call the record by, where a grant that reaches it shows that. */
export function labelOf(asking: Asking, entry: RecordEntry): Condition | undefined {
  const field = entry.record.unique.find(({ by }) => by.length === 1)?.by[0];
  const column = field === undefined ? undefined : entry.table.byField.get(field)?.[0]?.name;
  if (field === undefined || column === undefined || fieldsOf(entry).get(field)?.info.kind !== "text") return undefined;
  const sights = sightsOf(asking, entry);
  if (sights.every(({ hide }) => !hide.has(field))) return sql.id("t", column);
  const open = sights.filter(({ hide }) => !hide.has(field)).flatMap(({ grants }) => grants);
  return sql`case when ${reachOf(asking, entry, open, "t") ?? always} then ${sql.id("t", column)} end`;
}

/** The open records of every pack in which a customer has a part, the latest change first. */
export function openRecords(asking: Asking, customerId: string): Part<OpenRecord> {
  const rows = involved(asking, uuidOf("customer", customerId), true);
  return {
    statement: rows && statement(sql`select * from (${rows}) as r order by since desc, id limit ${mostRecords + 1}`),
    limit: mostRecords,
    read: (found) =>
      found.map((row) => ({
        record: row["record"] as string,
        id: idOf(row["record"] as string, row["id"] as string),
        ...(row["label"] !== null && { label: row["label"] as string }),
        state: row["state"] as string,
        since: row["since"] as Instant,
        roles: row["roles"] as readonly string[],
      })),
  };
}

/** A clock that runs on one of a customer's records. */
export interface RunningDeadline {
  readonly deadline: string;
  readonly record: string;
  readonly id: string;
  readonly status: string;
  readonly dueAt?: Instant;
}

/** The running, paused and missed deadlines of the records in which a customer has a part, and of the contacts with them. */
export function runningDeadlines(asking: Asking, customerId: string): Part<RunningDeadline> {
  const customer = uuidOf("customer", customerId);
  const rows = involved(asking, customer, false);
  const interactions = asking.registry.records.get("interaction") as RecordEntry;
  const contacts = mayRead(asking, "interaction")
    ? sql`select 'interaction'::text as record, t.id from ${tableAs(interactions, "t")} where ${allOf([readable(asking, interactions, { alias: "t", fields: ["customerId"] }), sql`t.customer_id = ${customer}::uuid`])}`
    : undefined;
  const owners = [...(rows ? [sql`select record, id from (${rows}) as r`] : []), ...(contacts ? [contacts] : [])];
  return {
    statement:
      owners.length === 0
        ? undefined
        : statement(
            sql`select d.definition, d.record, d.record_id, d.status, d.due_at from kehu.deadline as d join (${sql.join(owners, sql` union all `)}) as o on o.id = d.record_id and o.record = d.record where d.tenant = ${asking.tenant.id} and d.status in ('running', 'paused', 'missed') order by d.due_at nulls last, d.record_id limit ${mostRecords + 1}`,
          ),
    limit: mostRecords,
    read: (found) =>
      found.map((row) => ({
        deadline: row["definition"] as string,
        record: row["record"] as string,
        id: idOf(row["record"] as string, row["record_id"] as string),
        status: row["status"] as string,
        ...(row["due_at"] !== null && { dueAt: row["due_at"] as Instant }),
      })),
  };
}

/** What a customer brought, cost and holds in a line of business, in one currency. */
export interface LineValue {
  readonly line: string;
  readonly currency: string;
  readonly revenueMinor: number;
  readonly costMinor: number;
  /** What the customer holds with us. */
  readonly assetsMinor: number;
}

/** Sums of the ledger over the records that the actor may see. */
export function valueByLine(asking: Asking, customerId: string): Part<LineValue> {
  const customer = uuidOf("customer", customerId);
  const seen = seenEntries(asking);
  const sumOf = (kind: string) => sql`coalesce(sum(e.amount) filter (where e.kind = ${kind}), 0)::bigint`;
  return {
    statement:
      seen === undefined
        ? undefined
        : statement(
            sql`select e.line, e.currency, ${sumOf("revenue")} as revenue, ${sumOf("cost")} as cost, ${sumOf("holding")} as assets from kehu.ledger_entry as e where e.tenant = ${asking.tenant.id} and e.customer_id = ${customer}::uuid and ${seen} group by e.line, e.currency order by e.line, e.currency`,
          ),
    read: (found) =>
      found.map((row) => ({
        line: row["line"] as string,
        currency: row["currency"] as string,
        revenueMinor: row["revenue"] as number,
        costMinor: row["cost"] as number,
        assetsMinor: row["assets"] as number,
      })),
  };
}
