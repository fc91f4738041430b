import {
  amountOf,
  type CalendarDate,
  date,
  defineQuery,
  defineRefusal,
  group,
  type Id,
  list,
  party,
  type Query,
  refused,
  text,
} from "@kehu/core";
import { beginScoring, currencies, idOf, minorDigits, uuidOf } from "@kehu/core/engine";
import type { CustomerColumns } from "@kehu/core/value";
import * as z from "zod";
import { sql, statement } from "../database/compile.js";
import type { Row, Statement } from "../database/database.js";
import { grantsFor } from "../read/access.js";
import { type Ground, groundOf, runtimeQuery } from "../read/ground.js";
import type { Condition } from "../read/reach.js";
import { notGranted } from "../read/refusals.js";

export const rateMissing = defineRefusal(
  "crm/rate-missing",
  "The ledger has entries in {currencies} too, and different currencies never add; give a rate into {currency} for each of them.",
);
export const rateUnusable = defineRefusal(
  "crm/rate-unusable",
  "The rate of {currency} is unusable; give what one of it is worth as a decimal above 0, such as 7.1234.",
);

interface Asked {
  readonly asOf: CalendarDate;
  readonly currency: string;
  readonly rates: readonly { readonly currency: string; readonly rate: string }[];
  readonly afterId?: string | undefined;
  readonly limit: number;
}

/** A page of customers, and where the next one begins. */
export interface LedgerPage extends CustomerColumns {
  /** The last customer of the page; absent where there is none left. */
  readonly lastId?: Id<"customer">;
}

/**
 * What the whole ledger says of customers until a day, by their ids: for scoring, and granted with it. Purchases of one day are one; a
 * day on which as much was taken back as was bought is none.
 */
export const customerLedger: Query<Asked, LedgerPage> = runtimeQuery(
  defineQuery("customer-ledger", {
    input: {
      asOf: date(),
      currency: text(3),
      rates: list(group({ currency: text(3), rate: text(40) }), 200),
      afterId: party("customer").optional(),
      limit: z.int().min(1).max(100_000),
    },
    output: z.custom<LedgerPage>(),
    run: async (reader, input) => read(groundOf(reader), input),
  }),
);

async function read(ground: Ground, asked: Asked): Promise<LedgerPage> {
  const { registry, actor } = ground;
  if (grantsFor(registry, actor, "call", beginScoring.name).length === 0)
    throw refused(notGranted({ actor: actor.id, verb: "call", name: beginScoring.name }));
  const rates = ratesOf(asked);
  if (asked.afterId === undefined) await expectRates(ground, asked, rates);
  const last = lastOf(ground, asked);
  const [bound, result] = await ground.run([statement(last), pageOf(ground, asked, { rates, last })]);
  const lastId = bound?.rows[0]?.["customer_id"] as string | undefined;
  return { ...columnsOf(result?.rows ?? [], asked.currency), ...(lastId !== undefined && { lastId: idOf("customer", lastId) }) };
}

/** What a minor unit of each currency is worth in minor units of the one that is asked for. */
function ratesOf({ currency, rates }: Asked): ReadonlyMap<string, string> {
  return new Map([
    [currency, "1"],
    ...rates.map(({ currency: from, rate }): [string, string] => {
      if (!/^\d{1,12}(\.\d{1,12})?$/.test(rate) || Number(rate) === 0) throw refused(rateUnusable({ currency: from }));
      return [from, scaled(rate, decimalsOf(currency) - decimalsOf(from))];
    }),
  ]);
}
/** A decimal times a power of ten, exactly. */
const scaled = (rate: string, power: number): string => (power === 0 ? rate : `${rate}e${power}`);
/** 2 for CNY, 0 for JPY. */
function decimalsOf(currency: string): number {
  if (!currencies.has(currency)) throw refused(rateUnusable({ currency }));
  return minorDigits(currency);
}

async function expectRates(ground: Ground, { asOf, currency }: Asked, rates: ReadonlyMap<string, string>): Promise<void> {
  const [found] = await ground.run([
    statement(
      sql`select distinct e.currency from kehu.ledger_entry as e where e.tenant = ${ground.tenant.id} and e.occurred_on <= ${asOf}::date and e.currency <> all(${[...rates.keys()]}::text[]) order by 1`,
    ),
  ]);
  const missing = (found?.rows ?? []).map((row) => row["currency"] as string);
  if (missing.length > 0) throw refused(rateMissing({ currencies: missing.join(", "), currency }));
}

const yearDays = 365;

const entriesAfter = ({ tenant }: Ground, { afterId }: Asked): Condition => {
  const after = afterId === undefined ? sql`` : sql` and e.customer_id > ${uuidOf("customer", afterId)}::uuid`;
  return sql`e.tenant = ${tenant.id}${after}`;
};
/** The last customer of a page: of all who are in the ledger, whatever of it counts. */
const lastOf = (ground: Ground, asked: Asked): Condition =>
  sql`select p.customer_id from (select distinct e.customer_id from kehu.ledger_entry as e where ${entriesAfter(ground, asked)} order by e.customer_id limit ${asked.limit}::integer) as p order by p.customer_id desc limit 1`;

interface Page {
  readonly rates: ReadonlyMap<string, string>;
  readonly last: Condition;
}
function pageOf(ground: Ground, asked: Asked, { rates, last }: Page): Statement {
  const { asOf, currency } = asked;
  const amount = rates.size === 1 ? sql`e.amount` : sql`e.amount * r.rate`;
  const converted =
    rates.size === 1
      ? sql``
      : sql` join unnest(${[...rates.keys()]}::text[], ${[...rates.values()]}::numeric[]) as r(currency, rate) on r.currency = e.currency`;
  const only = rates.size === 1 ? sql` and e.currency = ${currency}` : sql``;
  const sumOf = (kind: string) => sql`round(coalesce(sum(${amount}) filter (where e.kind = ${kind}), 0))`;
  return statement(
    sql`with day as (select e.customer_id, e.occurred_on, ${sumOf("revenue")} as revenue, ${sumOf("cost")} as cost from kehu.ledger_entry as e${converted} where ${entriesAfter(ground, asked)} and e.occurred_on <= ${asOf}::date${only} and e.customer_id <= (${last}) group by e.customer_id, e.occurred_on),
      gap as (select d.*, case when d.revenue > 0 then d.occurred_on - lag(d.occurred_on) over (partition by d.customer_id, d.revenue > 0 order by d.occurred_on) end as days from day as d)
      select g.customer_id, count(*) filter (where g.revenue > 0)::integer as purchases,
        min(g.occurred_on) filter (where g.revenue > 0) - date '1970-01-01' as first_day, max(g.occurred_on) filter (where g.revenue > 0) - date '1970-01-01' as last_day,
        coalesce(sum(g.revenue) filter (where g.revenue > 0), 0) as spend, coalesce((array_agg(g.revenue order by g.occurred_on) filter (where g.revenue > 0))[1], 0) as first_spend,
        sum(g.revenue) as revenue, coalesce(sum(g.revenue) filter (where g.occurred_on > ${asOf}::date - ${yearDays}::integer), 0) as turnover, sum(g.cost) as cost,
        percentile_cont(0.5) within group (order by g.days) as usual_gap
      from gap as g group by g.customer_id order by g.customer_id`,
  );
}

function columnsOf(rows: readonly Row[], currency: string): CustomerColumns {
  const days = (name: string) => Int32Array.from(rows, (row) => (row[name] as number | null) ?? 0);
  // sums are numeric, for those of many amounts may be too large to be exact
  const minor = (name: string) => Float64Array.from(rows, (row) => amountOf(Number(row[name]), currency).amountMinor);
  return {
    customerIds: rows.map((row) => idOf("customer", row["customer_id"] as string)),
    purchases: days("purchases"),
    firstDay: days("first_day"),
    lastDay: days("last_day"),
    spendMinor: minor("spend"),
    firstSpendMinor: minor("first_spend"),
    revenueMinor: minor("revenue"),
    turnoverMinor: minor("turnover"),
    costMinor: minor("cost"),
    usualGapDays: Float64Array.from(rows, (row) => (row["usual_gap"] as number | null) ?? 0),
  };
}
