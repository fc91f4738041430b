import { amountOf, defineQuery, type Query } from "@kehu/core";
import { idOf, median } from "@kehu/core/engine";
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
      return columnsOf(rows, input);
    },
  }),
);

/**
 * A row for each customer: what each day of the ledger brought, in any order of the days, and what all of them held and cost. Sums are exact
 * until they are told; what is beyond 2^53 then is refused as too large.
 */
function pageOf(ground: Ground, asked: LedgerPage, rates: ReadonlyMap<string, string>): Statement {
  const { amount, isUnrated, converted } = conversion(asked.currency, rates);
  const whole = (sum: Condition) => (rates.size === 1 ? sum : sql`round(${sum})`);
  const sumOf = (condition: Condition) => whole(sql`coalesce(sum(${amount}) filter (where ${condition}), 0)`);
  const kind = (name: string) => sumOf(sql`e.kind = ${name}`);
  return statement(
    sql`with ${mergedIn(ground.tenant.id)},
      entry as (${entriesOf(ground, asked)}),
      day as (select e.customer_id, e.occurred_on - date '1970-01-01' as day, ${kind("revenue")}::float8 as revenue, ${sumOf(isBought)} > 0 as is_bought, ${kind("cost")} as cost, ${kind("holding")} as holding, bool_or(${isUnrated}) as is_unrated
        from entry as e${converted} group by e.customer_id, e.occurred_on)
      select d.customer_id, array_agg(d.day) as days, array_agg(d.revenue) as revenues, array_agg(d.is_bought) as bought, sum(d.cost)::float8 as cost, sum(d.holding)::float8 as assets, bool_or(d.is_unrated) as is_unrated
      from day as d group by d.customer_id having bool_or(d.revenue <> 0 or d.is_bought or d.cost <> 0 or d.holding <> 0 or d.is_unrated) order by d.customer_id`,
  );
}

function columnsOf(rows: readonly Row[], { asOf, currency }: LedgerPage): CustomerColumns {
  const yearBegan = Date.parse(asOf) / 86_400_000 - yearDays;
  const courses = rows.map((row) => courseOf(daysOf(row), { yearBegan, currency }));
  const days = (of: (course: Course) => number) => Int32Array.from(courses, of);
  const minor = (of: (course: Course, row: Row) => number) =>
    Float64Array.from(rows, (row, at) => amountOf(of(courses[at] as Course, row), currency).amountMinor);
  return {
    customerIds: rows.map((row) => idOf("customer", row["customer_id"] as string)),
    purchases: days(({ boughtOn }) => boughtOn.length),
    firstDay: days(({ boughtOn }) => boughtOn[0] ?? 0),
    lastDay: days(({ boughtOn }) => boughtOn.at(-1) ?? 0),
    spendMinor: minor(({ spend }) => spend),
    firstSpendMinor: minor(({ firstSpend }) => firstSpend),
    revenueMinor: minor(({ revenue }) => revenue),
    turnoverMinor: minor(({ turnover }) => turnover),
    costMinor: minor((_, row) => row["cost"] as number),
    usualGapDays: Float64Array.from(
      courses,
      ({ boughtOn }) => median(boughtOn.slice(1).map((day, at) => day - (boughtOn[at] as number))) ?? 0,
    ),
    assetsMinor: minor((_, row) => row["assets"] as number),
  };
}
const yearDays = 365;

interface Day {
  readonly day: number;
  /** What was returned is taken off. */
  readonly revenue: number;
  /** Something was bought, whatever was returned. */
  readonly isBought: boolean;
}
function daysOf(row: Row): readonly Day[] {
  const [days, revenues, bought] = [
    row["days"] as readonly number[],
    row["revenues"] as readonly number[],
    row["bought"] as readonly boolean[],
  ];
  return days
    .map((day, at) => ({ day, revenue: revenues[at] as number, isBought: bought[at] as boolean }))
    .sort((one, other) => one.day - other.day);
}

/** What the days of a customer come to. */
interface Course {
  readonly boughtOn: readonly number[];
  readonly spend: number;
  readonly firstSpend: number;
  readonly revenue: number;
  readonly turnover: number;
}
/**
 * Returns are taken off as `summarisePurchases` takes them: off their day, then off the days before, the latest first, down to nothing. What
 * is left of all is the running sum above the lowest that it, or nothing, ever was; of the first day it is the lowest since that day.
 */
function courseOf(days: readonly Day[], { yearBegan, currency }: { readonly yearBegan: number; readonly currency: string }): Course {
  const boughtOn: number[] = [];
  let [running, beforeYear] = [0, 0];
  let [lowestBefore, lowestSince] = [0, Number.POSITIVE_INFINITY];
  for (const { day, revenue, isBought } of days) {
    if (isBought) boughtOn.push(day);
    running = amountOf(running + revenue, currency).amountMinor;
    if (day <= yearBegan) beforeYear = running;
    if (boughtOn.length === 0) lowestBefore = Math.min(lowestBefore, running);
    else lowestSince = Math.min(lowestSince, running);
  }
  const hasBegun = boughtOn.length > 0;
  return {
    boughtOn,
    spend: running - Math.min(lowestBefore, lowestSince),
    firstSpend: hasBegun ? Math.max(0, lowestSince - lowestBefore) : 0,
    revenue: running,
    turnover: running - beforeYear,
  };
}
