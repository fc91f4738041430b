import { type CalendarDate, date, defineQuery, defineRefusal, group, type Id, list, party, type Query, refused, text } from "@kehu/core";
import { idOf, uuidOf } from "@kehu/core/engine";
import * as z from "zod";
import { sql, statement } from "../database/compile.js";
import type { Row } from "../database/database.js";
import { type Ground, groundOf, runtimeQuery } from "../read/ground.js";
import type { Condition } from "../read/reach.js";
import { expectScorer } from "./expect-scorer.js";
import { mergedIn } from "./merged-customers.js";
import { ratesInto } from "./rates.js";

export const rateMissing = defineRefusal(
  "crm/rate-missing",
  "The ledger has entries in {currencies} too, and different currencies never add; give a rate into {currency} for each of them.",
);

/** As of when a ledger is read, and in which currency. */
export const ledgerTerms = {
  asOf: date(),
  currency: text(3),
  rates: list(group({ currency: text(3), rate: text(40) }), 200),
};
export interface LedgerTerms {
  readonly asOf: CalendarDate;
  readonly currency: string;
  readonly rates: readonly { readonly currency: string; readonly rate: string }[];
}

/** A page of the ledger: who comes after one customer, until another, by their ids; the first and the last page have no bound. */
export const ledgerPage = { ...ledgerTerms, afterId: party("customer").optional(), untilId: party("customer").optional() };
export interface LedgerPage extends LedgerTerms {
  readonly afterId?: Id<"customer"> | undefined;
  readonly untilId?: Id<"customer"> | undefined;
}
/** Rows that speak of a page of customers, in the table `e`, as those of who they were merged into; `merged` has to stand before. */
export function pageRows(
  page: LedgerPage,
  { columns, table, counts }: Readonly<Record<"columns" | "table" | "counts", Condition>>,
): Condition {
  const { afterId, untilId } = page;
  const within = (id: string) => {
    const after = afterId === undefined ? sql`` : sql` and ${sql.ref(id)} > ${uuidOf("customer", afterId)}::uuid`;
    return untilId === undefined ? after : sql`${after} and ${sql.ref(id)} <= ${uuidOf("customer", untilId)}::uuid`;
  };
  return sql`select e.customer_id, ${columns} from ${table} where ${counts}${within("e.customer_id")} and not exists (select 1 from merged as m where m.id = e.customer_id)
      union all select m.canonical_id, ${columns} from merged as m join ${table} on e.customer_id = m.id where ${counts}${within("m.canonical_id")}`;
}
/** The entries of a page of customers until the day. */
export const entriesOf = ({ tenant }: Ground, page: LedgerPage): Condition =>
  pageRows(page, {
    columns: sql`e.occurred_on, e.kind, e.line, e.category, e.amount, e.currency, e.reverses`,
    table: sql`kehu.ledger_entry as e`,
    counts: sql`e.tenant = ${tenant.id} and e.occurred_on <= ${page.asOf}::date`,
  });
/** Of the entries `e` of a day those that say what was bought: what was returned is not, nor what is reversed, by its reversal. */
export const isBought: Condition = sql`e.kind = 'revenue' and (e.amount > 0) = (e.reverses is null)`;

/**
 * The amount of an entry `e` in the currency that is asked for, whether there is no rate for it, and what has to follow on the entries for
 * both. What is not told in the currency is never left out in silence: `expectRates` refuses it.
 */
export function conversion(
  currency: string,
  rates: ReadonlyMap<string, string>,
): Readonly<Record<"amount" | "isUnrated" | "converted", Condition>> {
  if (rates.size === 1) return { amount: sql`e.amount`, isUnrated: sql`e.currency <> ${currency}`, converted: sql`` };
  const rows = sql`unnest(${[...rates.keys()]}::text[], ${[...rates.values()]}::numeric[])`;
  return {
    amount: sql`e.amount * r.rate`,
    isUnrated: sql`r.rate is null`,
    converted: sql` left join ${rows} as r(currency, rate) on r.currency = e.currency`,
  };
}

/**
 * Where pages of so many customers each end, by their ids, but for the last page, which takes all who come after: of all who are in the
 * ledger, whatever of it counts. Pages are read by themselves then, several at once.
 */
export const ledgerPages: Query<{ readonly limit: number }, readonly Id<"customer">[]> = runtimeQuery(
  defineQuery("ledger-pages", {
    input: { limit: z.int().min(1).max(100_000) },
    output: z.custom<readonly Id<"customer">[]>(),
    async run(reader, { limit }) {
      const ground = groundOf(reader);
      expectScorer(ground);
      const { tenant } = ground;
      const [found] = await ground.run([
        statement(
          sql`with ${mergedIn(tenant.id)}, buyer as (select distinct coalesce(m.canonical_id, e.customer_id) as id from (select distinct customer_id from kehu.ledger_entry where tenant = ${tenant.id}) as e left join merged as m on m.id = e.customer_id),
            place as (select id, row_number() over (order by id) as number, count(*) over () as all from buyer)
            select id from place where number % ${limit}::integer = 0 and number < place.all order by id`,
        ),
      ]);
      return (found?.rows ?? []).map((row) => idOf("customer", row["id"] as string));
    },
  }),
);

/**
 * Refuses rows that say of themselves that an entry has no rate, with all the currencies of the ledger that lack one.
 *
 * @throws KehuError `crm/rate-missing`
 */
export async function expectRates(ground: Ground, terms: LedgerTerms, rows: readonly Row[]): Promise<void> {
  if (!rows.some((row) => row["is_unrated"] === true)) return;
  const { asOf, currency } = terms;
  const [found] = await ground.run([
    statement(
      sql`select distinct e.currency from kehu.ledger_entry as e where e.tenant = ${ground.tenant.id} and e.occurred_on <= ${asOf}::date and e.currency <> all(${[...ratesInto(terms).keys()]}::text[]) order by 1`,
    ),
  ]);
  const missing = (found?.rows ?? []).map((row) => row["currency"] as string);
  throw refused(rateMissing({ currencies: missing.join(", "), currency }));
}
