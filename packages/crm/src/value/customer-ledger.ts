import { amountOf, defineQuery, type Query } from "@kehu/core";
import { idOf } from "@kehu/core/engine";
import type { CustomerColumns } from "@kehu/core/value";
import * as z from "zod";
import { sql, statement } from "../database/compile.js";
import type { Row, Statement } from "../database/database.js";
import { type Ground, groundOf, runtimeQuery } from "../read/ground.js";
import { conversion, entriesOf, expectScorer, type LedgerPage, ledgerPage, mergedIn } from "./ledger-pages.js";
import { ratesInto } from "./rates.js";

/**
 * What the whole ledger says of a page of customers until a day, by their ids: for scoring, and granted with it. Purchases of one day
 * are one; a day on which as much was taken back as was bought is none. Customers that were merged are one; of whom all was taken
 * back nothing is told.
 */
export const customerLedger: Query<LedgerPage, CustomerColumns> = runtimeQuery(
  defineQuery("customer-ledger", {
    input: ledgerPage,
    output: z.custom<CustomerColumns>(),
    async run(reader, input) {
      const ground = groundOf(reader);
      expectScorer(ground);
      const [result] = await ground.run([pageOf(ground, input, ratesInto(input))]);
      return columnsOf(result?.rows ?? [], input.currency);
    },
  }),
);

const yearDays = 365;

function pageOf(ground: Ground, asked: LedgerPage, rates: ReadonlyMap<string, string>): Statement {
  const { asOf, currency } = asked;
  const { amount, converted } = conversion(currency, rates);
  const sumOf = (kind: string) => sql`round(coalesce(sum(${amount}) filter (where e.kind = ${kind}), 0))`;
  return statement(
    sql`with ${mergedIn(ground.tenant.id)},
      entry as (${entriesOf(ground, asked)}),
      day as (select e.customer_id, e.occurred_on, ${sumOf("revenue")} as revenue, ${sumOf("cost")} as cost, ${sumOf("holding")} as holding from entry as e${converted} group by e.customer_id, e.occurred_on),
      gap as (select d.*, case when d.revenue > 0 then d.occurred_on - lag(d.occurred_on) over (partition by d.customer_id, d.revenue > 0 order by d.occurred_on) end as days from day as d)
      select g.customer_id, count(*) filter (where g.revenue > 0)::integer as purchases,
        min(g.occurred_on) filter (where g.revenue > 0) - date '1970-01-01' as first_day, max(g.occurred_on) filter (where g.revenue > 0) - date '1970-01-01' as last_day,
        coalesce(sum(g.revenue) filter (where g.revenue > 0), 0) as spend, coalesce((array_agg(g.revenue order by g.occurred_on) filter (where g.revenue > 0))[1], 0) as first_spend,
        sum(g.revenue) as revenue, coalesce(sum(g.revenue) filter (where g.occurred_on > ${asOf}::date - ${yearDays}::integer), 0) as turnover, sum(g.cost) as cost,
        percentile_cont(0.5) within group (order by g.days) as usual_gap, sum(g.holding) as assets
      from gap as g group by g.customer_id having bool_or(g.revenue <> 0 or g.cost <> 0 or g.holding <> 0) order by g.customer_id`,
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
    assetsMinor: minor("assets"),
  };
}
