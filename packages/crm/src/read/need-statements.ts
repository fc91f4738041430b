import { type AnyNeed, type Calendar, type CalendarDate, earliest, type Instant, latest, refused, type Stay, staysOf } from "@kehu/core";
import { compareText, phrase } from "@kehu/core/engine";
import { idIn, prepared, sql, statement } from "../database/compile.js";
import type { Row, Statement } from "../database/database.js";
import type { RecordEntry } from "../registry.js";
import { entryOf } from "../registry.js";
import { type AnyStored, recordOf } from "../schema/row.js";
import type { Asking } from "./access.js";
import { amountsIn, compileFigures } from "./figures.js";
import type { Aim } from "./need-paths.js";
import { type Condition, plainColumn, referenceAt } from "./reach.js";
import { columnsAs, readable, tableAs, wholeRow } from "./readable.js";
import { tooMany } from "./refusals.js";

/** A need for a whole batch: one statement, and what each set of aims gets of its rows. */
export interface Loading<T> {
  readonly statement: Statement;
  readonly read: (rows: readonly Row[]) => (set: number) => T;
}
/** The aims of a batch, each different set once. */
type AimSets = readonly (readonly Aim[])[];

const mostRecords = 1000;
const mostStates = 1000;

/** `share`: it cannot change until the transaction ends. `update`: nobody else can decide on it either. */
export type Lock = "share" | "update" | undefined;

/** The records that are pointed at, by UUID, locked if told. */
export function loadOne(
  asking: Asking,
  need: AnyNeed,
  uuids: readonly string[],
  lock: Lock,
): { readonly statement: Statement; readonly read: (rows: readonly Row[]) => ReadonlyMap<string, AnyStored> } {
  const entry = entryOf(asking, need.record);
  const rows = readable(asking, entry, { alias: "r", fields: [] });
  const query = statement(
    sql`select ${columnsAs(wholeRow(entry), "r")} from ${tableAs(entry, "r")} where ${rows} and ${idIn("r.id", uuids)} order by r.id${lock ? sql.raw(` for ${lock}`) : sql``}`,
  );
  return {
    statement: prepared("need", query),
    read: (found) => new Map(found.map((row) => [row["id"] as string, recordOf(entry.table, row)])),
  };
}

/** The records that point at the aims, in order of creation. */
export function loadMany(asking: Asking, need: AnyNeed, sets: AimSets): Loading<readonly AnyStored[]> {
  const entry = entryOf(asking, need.record);
  const rows = readable(asking, entry, { alias: "r", fields: [], where: need.where });
  // No order here: with one, a planner that knows little would walk through the whole primary key to find the first thousand.
  const inner = sql`select ${columnsAs(wholeRow(entry), "r")} from ${tableAs(entry, "r")} where ${pointsAt(asking, entry, need)} and ${rows} limit ${sql.lit(mostRecords + 1)}`;
  return {
    statement: needed(sql`select a.no, ${columnsAs(wholeRow(entry), "m")} from ${aimTable(sets)} cross join lateral (${inner}) as m`),
    read(found) {
      const bySet = collect(found);
      return (set) => recordsOf(entry, bySet.get(set) ?? []);
    },
  };
}

function recordsOf(entry: RecordEntry, rows: readonly Row[]): readonly AnyStored[] {
  // One that points at several of the aims came several times.
  const byId = new Map(rows.map((row) => [row["id"] as string, row]));
  if (byId.size > mostRecords)
    throw refused(
      tooMany({
        what: phrase("A need of {name}", { name: entry.record.name }),
        limit: mostRecords,
        things: phrase("records"),
        advice: phrase("use totals"),
      }),
    );
  return [...byId].sort(([one], [other]) => compareText(one, other)).map(([, row]) => recordOf(entry.table, row));
}

/** Figures over the records that point at the aims; each counts once, however many it points at. */
export function loadTotals(asking: Asking, need: AnyNeed, sets: AimSets): Loading<Readonly<Record<string, unknown>>> {
  const entry = entryOf(asking, need.record);
  const figures = compileFigures(entry, need.measures, "r");
  const rows = readable(asking, entry, { alias: "r", fields: figures.fields, where: need.where });
  const query = sql`select a.no, ${sql.join([...figures.select])} from ${pointingRows(asking, entry, need, sets)} where ${rows} group by ${sql.join([sql`a.no`, ...figures.groupBy])}`;
  return {
    // of many aims the plan is a matter of how many rows there are, and one that was made for an empty table would be kept
    statement: sets.flat().length === 1 ? needed(query) : statement(query),
    read(found) {
      const bySet = collect(found);
      return (set) => figures.read(bySet.get(set) ?? []);
    },
  };
}

/** The stays of the records that are pointed at, in effective time. Of a very long history the latest part. */
export function loadHistory(asking: Asking, need: AnyNeed, sets: AimSets): Loading<readonly Stay<string>[]> {
  const entered = sql`select j.state, j.effective_at, j.version, j.ordinal from kehu.journal as j where j.tenant = ${asking.tenant.id} and j.record = ${need.record.name} and j.record_id = a.uuid and j.state is not null order by j.version desc, j.ordinal desc limit ${sql.lit(mostStates)}`;
  return {
    statement: needed(
      sql`select a.no, j.state, j.effective_at from ${aimTable(sets)} cross join lateral (${entered}) as j order by a.no, j.version, j.ordinal`,
    ),
    read(found) {
      const bySet = collect(found);
      return (set) =>
        staysOf((bySet.get(set) ?? []).map((row) => ({ state: row["state"] as string, from: row["effective_at"] as Instant })));
    },
  };
}

/** A customer in a line of business; in all of them without one. */
export interface Activities {
  readonly customer: string;
  readonly line: string | undefined;
}

/** What customers did, by an instant if told: ledger entries that were not reversed, and contacts that came from them. */
export function loadActivity(asking: Asking, wanted: readonly Activities[], asOf?: Instant): Loading<Readonly<Record<string, unknown>>> {
  const { id: tenant } = asking.tenant;
  const interaction = entryOf(asking, { name: "interaction" });
  const asked = tableOf(
    wanted.map(({ customer, line }, no) => [no, customer, line ?? null]),
    { no: "integer", customer: "uuid", line: "text" },
  );
  const until = asOf === undefined ? sql`` : sql` and e.occurred_on <= ${asking.tenant.calendar.dayOf(asOf)}::date`;
  // An entry and its reversal are alike in all but their amount, so two of a kind are nothing; to look for the reversal of each entry
  // takes as many searches as a customer has entries.
  const standing = sql`select e.currency, e.occurred_on, e.kind, min(e.amount) as amount from kehu.ledger_entry as e where e.tenant = ${tenant} and e.customer_id = a.customer and (a.line is null or e.line = a.line)${until} group by coalesce(e.reverses, e.id), e.currency, e.occurred_on, e.kind having count(*) = 1`;
  const ledger = sql`select s.currency, count(*) as entries, min(s.occurred_on) as first_on, max(s.occurred_on) as last_on, sum(s.amount) filter (where s.kind = 'revenue') as revenue from (${standing}) as s group by s.currency`;
  const rows = readable(asking, interaction, { alias: "i", fields: [], where: { direction: "inbound" } });
  const contacts = sql`select count(*) as entries, min(i.happened_at) as first_at, max(i.happened_at) as last_at from ${tableAs(interaction, "i")} where ${rows} and i.customer_id = a.customer and (a.line is null or i.line = a.line)${asOf === undefined ? sql`` : sql` and i.happened_at <= ${asOf}::timestamptz`}`;
  return {
    statement: needed(
      sql`select a.no, e.entries, e.currency, e.revenue, e.first_on, e.last_on, null::timestamptz as first_at, null::timestamptz as last_at from ${asked} cross join lateral (${ledger}) as e
      union all select a.no, i.entries, null, null, null, null, i.first_at, i.last_at from ${asked} cross join lateral (${contacts}) as i where i.entries > 0`,
    ),
    read(found) {
      const bySet = collect(found);
      return (set) => activityOf(asking.tenant.calendar, bySet.get(set) ?? []);
    },
  };
}

/** A ledger entry counts from the start of its day. */
function activityOf(calendar: Calendar, rows: readonly Row[]): Readonly<Record<string, unknown>> {
  const at = (row: Row, day: string, instant: string): Instant | undefined =>
    (row[instant] as Instant | null) ?? (row[day] === null ? undefined : calendar.startOf(row[day] as CalendarDate));
  return {
    firstAt: earliest(...rows.map((row) => at(row, "first_on", "first_at"))) ?? null,
    lastAt: latest(...rows.map((row) => at(row, "last_on", "last_at"))) ?? null,
    entries: rows.reduce((entries, row) => entries + (row["entries"] as number), 0),
    revenue: amountsIn(rows, "revenue", "currency"),
  };
}

/** The aims as a table: the number of the set, the UUID and the whole id of each. */
const aimTable = (sets: AimSets): Condition =>
  tableOf(
    sets.flatMap((aims, no) => aims.map(({ id, uuid }) => [no, uuid, id])),
    { no: "integer", uuid: "uuid", id: "text" },
  );

/** Rows of values as a table `a`. A single one goes as such: the server plans that once, and lists anew each time. */
function tableOf(rows: readonly (readonly unknown[])[], columns: Readonly<Record<string, string>>): Condition {
  const names = sql.join(Object.keys(columns).map((name) => sql.id(name)));
  const types = Object.values(columns);
  const [row] = rows;
  if (row && rows.length === 1)
    return sql`(values (${sql.join(row.map((value, at) => sql`${value}::${sql.raw(types[at] as string)}`))})) as a(${names})`;
  return sql`unnest(${sql.join(types.map((type, at) => sql`${rows.map((each) => each[at])}::${sql.raw(`${type}[]`)}`))}) as a(${names})`;
}
/** For what is lateral or has one aim, so that any plan goes by the aims: it takes longer to make than to carry out, and is kept. */
const needed = (query: Condition): Statement => prepared("need", statement(query));

/** That a row points at an aim: by its column, or inside lists and groups by its link. */
function pointsAt(asking: Asking, entry: RecordEntry, need: AnyNeed): Condition {
  const reference = referenceAt(entry, need.path);
  const column = reference && plainColumn(entry, reference);
  if (column !== undefined) return reference?.target === "*" ? sql`${sql.id("r", column)} = a.id` : sql`${sql.id("r", column)} = a.uuid`;
  return sql`r.id in (select l.record_id from kehu.link as l where ${linkTo(asking, entry, need)} and l.target_id = a.uuid)`;
}

/** The rows that point at aims, beside the numbers of their sets; one that points at several aims of a set only once. */
function pointingRows(asking: Asking, entry: RecordEntry, need: AnyNeed, sets: AimSets): Condition {
  const reference = referenceAt(entry, need.path);
  if (reference && plainColumn(entry, reference) !== undefined)
    return sql`${aimTable(sets)} join ${tableAs(entry, "r")} on ${pointsAt(asking, entry, need)}`;
  return sql`(select distinct a.no, l.record_id from ${aimTable(sets)} join kehu.link as l on ${linkTo(asking, entry, need)} and l.target_id = a.uuid) as a join ${tableAs(entry, "r")} on r.id = a.record_id`;
}

const linkTo = (asking: Asking, entry: RecordEntry, { path }: AnyNeed): Condition =>
  sql`l.tenant = ${asking.tenant.id} and l.record = ${entry.record.name} and l.path = ${path}`;

function collect(rows: readonly Row[]): ReadonlyMap<number, readonly Row[]> {
  const bySet = new Map<number, Row[]>();
  for (const row of rows) {
    const set = bySet.get(row["no"] as number);
    if (set) set.push(row);
    else bySet.set(row["no"] as number, [row]);
  }
  return bySet;
}
