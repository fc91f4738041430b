import {
  amountOf,
  type CalendarDate,
  count,
  date,
  defineQuery,
  group,
  interaction,
  type Ratio,
  type Reader,
  ratio,
  refused,
  task,
} from "@kehu/core";
import * as z from "zod";
import { sql, statement } from "../database/compile.js";
import { type Ground, groundOf, runtimeQuery } from "../read/ground.js";
import { seenEntries } from "../read/ledger-sight.js";
import type { Condition } from "../read/reach.js";
import { readable, tableAs } from "../read/readable.js";
import type { RecordEntry } from "../registry.js";
import { currencyCode } from "./currency-code.js";
import { conversion, type LedgerTerms, ledgerTerms, rateMissing } from "./ledger-pages.js";
import { mergedIn } from "./merged-customers.js";
import { periodReversed } from "./period.js";
import { ratesInto } from "./rates.js";
import { surveysOf, surveysOfPeriod } from "./survey-figures.js";

interface Asked extends Pick<LedgerTerms, "currency" | "rates"> {
  readonly from: CalendarDate;
  readonly until: CalendarDate;
}
const share = group({ numerator: z.int(), denominator: z.int(), value: z.number().nullable() });

/** What it brings: minor units of the currency, by the day of the ledger. */
const ownerCard = group({
  revenueMinor: z.int(),
  costMinor: z.int(),
  profitMinor: z.int(),
  /** What contacts cost. */
  costToServeMinor: z.int(),
  /** Customers who brought something; those who were merged are one. */
  buyers: z.int(),
});
/** How it feels. */
const customerCard = group({
  /** Contacts that came from customers. */
  contacts: z.int(),
  /** Of the replies that were due in the period, those in time. */
  repliesInTime: share,
  /** Of the promises that were due in the period, those kept. */
  promisesKept: share,
  /** What customers said: recommendation, satisfaction, effort. */
  surveys: surveysOfPeriod,
});
/** What it takes. */
const employeeCard = group({
  /** Contacts in either direction. */
  contacts: z.int(),
  /** Of the contacts that came from customers, those that nobody had to attend to: on the web or in a chat, without staff. */
  selfService: share,
  /** As they stand now. */
  openTasks: z.int(),
  overdueTasks: z.int(),
});
const cards = group({
  from: date(),
  until: date(),
  currency: currencyCode,
  owner: ownerCard,
  customer: customerCard,
  employee: employeeCard,
});
/** One period in three views; counts and shares are over what the actor may see. */
export interface Scorecards extends z.output<typeof cards> {}

/**
 * The same period as the owner, the customer and the employee see it: a figure that is good for one may be bad for another.
 * Entries in other currencies are converted by `rates`, what one of each is worth, as a scoring keeps them; without a rate they are refused.
 *
 * @throws KehuError `crm/period-reversed`, `crm/rate-missing`, `crm/rate-unusable`, `crm/invalid-input`, `core/amount-too-large`, and `crm/not-granted` where the actor may not read interactions, tasks or survey answers
 */
export const scorecards = runtimeQuery(
  defineQuery("scorecards", {
    input: { from: date(), until: date(), currency: currencyCode, rates: ledgerTerms.rates.optional() },
    output: cards,
    async run(reader, { from, until, currency, rates = [] }) {
      const asked = { from, until, currency };
      if (until < from) throw refused(periodReversed({ from, until }));
      const ground = groundOf(reader);
      const [owner, replies] = [await ownerView(ground, { ...asked, rates }), await repliesInTime(ground, asked)];
      const { calendar } = reader;
      const span = { from: calendar.startOf(from), until: calendar.endOf(until) };
      const inbound = { happenedAt: span, direction: "inbound" as const };
      const received = await contacts(reader, inbound);
      return {
        ...asked,
        owner,
        customer: {
          contacts: received,
          repliesInTime: replies,
          promisesKept: await promisesKept(reader, span),
          surveys: await surveysOf(reader, asked),
        },
        employee: {
          contacts: await contacts(reader, { happenedAt: span, direction: { not: "internal" } }),
          selfService: ratio(await contacts(reader, { ...inbound, channel: { in: ["web", "chat"] }, staffId: null }), received),
          openTasks: await tasks(reader, { state: "open" }),
          overdueTasks: await tasks(reader, { state: "open", dueOn: { before: reader.today } }),
        },
      };
    },
  }),
);

type Span = { readonly from: string; readonly until: string };
const contacts = async (reader: Reader, where: object): Promise<number> =>
  (await reader.aggregate(interaction, { where, measures: { count: count() } }))[0]?.count ?? 0;
const tasks = async (reader: Reader, where: object): Promise<number> =>
  (await reader.aggregate(task, { where, measures: { count: count() } }))[0]?.count ?? 0;

async function promisesKept(reader: Reader, promisedUntil: Span): Promise<Ratio> {
  const rows = await reader.aggregate(interaction, {
    where: { promisedUntil, state: { in: ["promised", "kept"] } },
    by: ["state"],
    measures: { count: count() },
  });
  const kept = rows.find(({ state }) => state === "kept")?.count ?? 0;
  return ratio(kept, kept + (rows.find(({ state }) => state === "promised")?.count ?? 0));
}

async function ownerView(ground: Ground, { from, until, currency, rates }: Asked): Promise<Scorecards["owner"]> {
  const { amount, isUnrated, converted } = conversion(currency, ratesInto({ currency, rates }));
  const seen = seenEntries(ground);
  if (seen === undefined) return { revenueMinor: 0, costMinor: 0, profitMinor: 0, costToServeMinor: 0, buyers: 0 };
  const rows = sql`kehu.ledger_entry as e${converted} where e.tenant = ${ground.tenant.id} and e.occurred_on between ${from}::date and ${until}::date and e.kind in ('revenue', 'cost') and ${seen}`;
  const sumOf = (condition: Condition) => sql`round(coalesce(sum(${amount}) filter (where ${condition}), 0))`;
  const [sums, buyers] = await ground.run([
    statement(
      sql`select ${sumOf(sql`e.kind = 'revenue'`)} as revenue, ${sumOf(sql`e.kind = 'cost'`)} as cost, ${sumOf(sql`e.kind = 'cost' and e.category = 'contact'`)} as serving, string_agg(distinct e.currency, ', ' order by e.currency) filter (where ${isUnrated}) as unrated from ${rows}`,
    ),
    statement(
      sql`with ${mergedIn(ground.tenant.id)} select count(*)::integer as buyers from (select coalesce((select m.canonical_id from merged as m where m.id = e.customer_id), e.customer_id) from ${rows} and e.kind = 'revenue' group by 1 having sum(${amount}) > 0) as b`,
    ),
  ]);
  const [sum] = sums?.rows ?? [];
  const unrated = sum?.["unrated"] as string | null | undefined;
  if (typeof unrated === "string") throw refused(rateMissing({ currencies: unrated, currency }));
  const minor = (name: string): number => amountOf(Number(sum?.[name]), currency).amountMinor;
  const [revenueMinor, costMinor] = [minor("revenue"), minor("cost")];
  return {
    revenueMinor,
    costMinor,
    profitMinor: revenueMinor - costMinor,
    costToServeMinor: minor("serving"),
    buyers: buyers?.rows[0]?.["buyers"] as number,
  };
}

/** By the clocks that run over contacts which wait for a reply. */
async function repliesInTime(ground: Ground, { from, until }: Pick<Asked, "from" | "until">): Promise<Ratio> {
  const entry = ground.registry.records.get(interaction.name) as RecordEntry;
  const { calendar } = ground.tenant;
  const rows = readable(ground, entry, { alias: "t", fields: ["state"] });
  const [found] = await ground.run([
    statement(
      sql`select count(*) filter (where d.status = 'met')::integer as met, count(*)::integer as due from kehu.deadline as d join ${tableAs(entry, "t")} on t.id = d.record_id where d.tenant = ${ground.tenant.id} and d.definition = 'reply-due' and d.status in ('met', 'missed') and d.due_at between ${calendar.startOf(from)}::timestamptz and ${calendar.endOf(until)}::timestamptz and ${rows}`,
    ),
  ]);
  const [row] = found?.rows ?? [];
  return ratio(row?.["met"] as number, row?.["due"] as number);
}
