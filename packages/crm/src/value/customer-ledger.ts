import { amountOf, defineQuery, type Query } from "@kehu/core";
import { idOf } from "@kehu/core/engine";
import type { CustomerColumns } from "@kehu/core/value";
import * as z from "zod";
import { sql, statement } from "../database/compile.js";
import type { Row, Statement } from "../database/database.js";
import { type Ground, groundOf, runtimeQuery } from "../read/ground.js";
import type { Condition } from "../read/reach.js";
import { expectScorer } from "./expect-scorer.js";
import { conversion, entriesOf, expectRates, isBought, type LedgerPage, ledgerPage } from "./ledger-pages.js";
import { mergedIn } from "./merged-customers.js";
import { ratesInto } from "./rates.js";

/**
 * What the whole ledger says of a page of customers until a day, by their ids: for scoring, and granted with it. Purchases of one day
 * are one; what was entered wrongly and reversed is none. Customers that were merged are one; of whom all was reversed nothing is told.
 */
export const customerLedger: Query<LedgerPage, CustomerColumns> = runtimeQuery(
  defineQuery("customer-ledger", {
    input: ledgerPage,
    output: z.custom<CustomerColumns>(),
    async run(reader, input) {
      const ground = groundOf(reader);
      expectScorer(ground);
      const [result] = await ground.run([pageOf(ground, input, ratesInto(input))]);
      const rows = result?.rows ?? [];
      await expectRates(ground, input, rows);
      return columnsOf(rows, input.currency);
    },
  }),
);

const yearDays = 365;

/**
 * Returns are taken off as `summarisePurchases` takes them: off their day, then off the days before, the latest first, down to nothing. What
 * is left of all is the running sum above the lowest that it, or nothing, ever was; of the first day it is the lowest since that day.
 */
function pageOf(ground: Ground, asked: LedgerPage, rates: ReadonlyMap<string, string>): Statement {
  const { asOf, currency } = asked;
  const { amount, isUnrated, converted } = conversion(currency, rates);
  const sumOf = (condition: Condition) => sql`round(coalesce(sum(${amount}) filter (where ${condition}), 0))`;
  const kind = (name: string) => sumOf(sql`e.kind = ${name}`);
  return statement(
    sql`with ${mergedIn(ground.tenant.id)},
      entry as (${entriesOf(ground, asked)}),
      day as (select e.customer_id, e.occurred_on, ${kind("revenue")} as revenue, ${sumOf(isBought)} > 0 as is_bought, ${kind("cost")} as cost, ${kind("holding")} as holding, bool_or(${isUnrated}) as is_unrated
        from entry as e${converted} group by e.customer_id, e.occurred_on),
      course as (select d.*, sum(d.revenue) over before_and_now as running, max(d.occurred_on) filter (where d.is_bought) over (before_and_now rows between unbounded preceding and 1 preceding) as before_on
        from day as d window before_and_now as (partition by d.customer_id order by d.occurred_on))
      select c.customer_id, count(*) filter (where c.is_bought)::integer as purchases,
        min(c.occurred_on) filter (where c.is_bought) - date '1970-01-01' as first_day, max(c.occurred_on) filter (where c.is_bought) - date '1970-01-01' as last_day,
        sum(c.revenue) - least(0, min(c.running)) as spend,
        greatest(0, min(c.running) filter (where ${hasBegun}) - least(0, min(c.running) filter (where not (${hasBegun})))) as first_spend,
        sum(c.revenue) as revenue, coalesce(sum(c.revenue) filter (where c.occurred_on > ${asOf}::date - ${yearDays}::integer), 0) as turnover, sum(c.cost) as cost,
        percentile_cont(0.5) within group (order by case when c.is_bought then c.occurred_on - c.before_on end) as usual_gap, sum(c.holding) as assets, bool_or(c.is_unrated) as is_unrated
      from course as c group by c.customer_id having bool_or(c.revenue <> 0 or c.is_bought or c.cost <> 0 or c.holding <> 0 or c.is_unrated) order by c.customer_id`,
  );
}
const hasBegun = sql`c.is_bought or c.before_on is not null`;

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
