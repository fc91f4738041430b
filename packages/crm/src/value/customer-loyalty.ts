import { defineQuery, type Query, surveyAnswer } from "@kehu/core";
import { idOf } from "@kehu/core/engine";
import type { LoyaltyColumns } from "@kehu/core/value";
import * as z from "zod";
import { sql, statement } from "../database/compile.js";
import type { Row, Statement } from "../database/database.js";
import { type Ground, groundOf, runtimeQuery } from "../read/ground.js";
import { tableAs } from "../read/readable.js";
import type { RecordEntry } from "../registry.js";
import { expectScorer } from "./expect-scorer.js";
import { conversion, entriesOf, expectRates, isBought, type LedgerPage, ledgerPage, pageRows } from "./ledger-pages.js";
import { mergedIn } from "./merged-customers.js";
import { ratesInto } from "./rates.js";

/** Of whom anything is known, by their ids. */
export interface LoyaltyPage extends LoyaltyColumns {
  readonly customerIds: readonly string[];
}

/** What the ledger of the last year, and surveys, say of the loyalty of a page of customers: for scoring, and granted with it. */
export const customerLoyalty: Query<LedgerPage, LoyaltyPage> = runtimeQuery(
  defineQuery("customer-loyalty", {
    input: ledgerPage,
    output: z.custom<LoyaltyPage>(),
    async run(reader, page) {
      const ground = groundOf(reader);
      expectScorer(ground);
      const [found] = await ground.run([loyaltyOf(ground, page)]);
      const rows = found?.rows ?? [];
      await expectRates(ground, page, rows);
      return pageOf(rows);
    },
  }),
);

function loyaltyOf(ground: Ground, page: LedgerPage): Statement {
  const { asOf, currency } = page;
  const { amount, isUnrated, converted } = conversion(currency, ratesInto(page));
  const answers = pageRows(page, {
    columns: sql`e.id, e.question, e.answered_on, (e.answer - e.scale_from)::double precision / (e.scale_to - e.scale_from) as share`,
    table: tableAs(ground.registry.records.get(surveyAnswer.name) as RecordEntry, "e"),
    counts: sql`e.tenant = ${ground.tenant.id} and e.retracted_at is null and e.answered_on <= ${asOf}::date`,
  });
  const latest = (question: string) =>
    sql`(array_agg(a.share order by a.answered_on desc, a.id desc) filter (where a.question = ${question}))[1]`;
  return statement(
    sql`with ${mergedIn(ground.tenant.id)},
      entry as (select * from (${entriesOf(ground, page)}) as e where e.kind = 'revenue' and e.occurred_on > ${asOf}::date - 365),
      day as (select e.customer_id, e.occurred_on, coalesce(sum(${amount}) filter (where ${isBought}), 0) > 0 as is_bought, bool_or(${isUnrated}) as is_unrated from entry as e${converted} group by e.customer_id, e.occurred_on),
      purchases as (select customer_id, count(*) filter (where is_bought)::integer as days, bool_or(is_unrated) as is_unrated from day group by customer_id having bool_or(is_bought or is_unrated)),
      category as (select e.customer_id, e.line, e.category from entry as e${converted} group by e.customer_id, e.line, e.category having sum(${amount}) > 0),
      categories as (select customer_id, count(*)::integer as categories from category group by customer_id),
      said as (select a.customer_id, ${latest("satisfaction")} as satisfaction, ${latest("recommendation")} as recommendation from (${answers}) as a group by a.customer_id)
      select customer_id, p.days as purchases, p.is_unrated, c.categories, s.satisfaction, s.recommendation
      from purchases as p full join categories as c using (customer_id) full join said as s using (customer_id)`,
  );
}

function pageOf(rows: readonly Row[]): LoyaltyPage {
  const counts = (name: string) => Int32Array.from(rows, (row) => (row[name] as number | null) ?? 0);
  const shares = (name: string) => Float64Array.from(rows, (row) => (row[name] as number | null) ?? Number.NaN);
  return {
    customerIds: rows.map((row) => idOf("customer", row["customer_id"] as string)),
    yearPurchases: counts("purchases"),
    yearCategories: counts("categories"),
    satisfaction: shares("satisfaction"),
    recommendation: shares("recommendation"),
  };
}
