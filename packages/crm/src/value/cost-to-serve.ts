import { amountOf, date, defineQuery, defineRefusal, group, interaction, list, party, refused } from "@kehu/core";
import { idOf } from "@kehu/core/engine";
import * as z from "zod";
import { sql, statement } from "../database/compile.js";
import type { Row } from "../database/database.js";
import { groundOf, runtimeQuery } from "../read/ground.js";
import { readable, tableAs } from "../read/readable.js";
import type { RecordEntry } from "../registry.js";
import { currencyCode } from "./currency-code.js";
import { mergedIn } from "./merged-customers.js";
import { periodReversed } from "./period.js";

export const channelTwice = defineRefusal(
  "crm/channel-twice",
  "The tariff says twice what a contact on {channel} costs; give one cost for each channel.",
);

const { channel } = interaction.fields;
const served = { contacts: z.int(), costMinor: z.int(), withoutCost: z.int() };

/**
 * What it took to serve the customers of a period, by channel and by those who cost most: what a contact cost where that is known, else what the
 * tariff says of its channel. Contacts of which neither tells it in the currency are counted in `withoutCost`. Customers that were merged are one.
 *
 * @throws KehuError `crm/period-reversed`, `crm/channel-twice`, `crm/not-granted`, `crm/invalid-input`, `core/amount-too-large`
 * @see Kaplan & Narayanan (2001), Measuring and Managing Customer Profitability, Journal of Cost Management 15(5)
 */
export const costToServe = runtimeQuery(
  defineQuery("cost-to-serve", {
    input: {
      from: date(),
      until: date(),
      currency: currencyCode,
      /** Minor units for a contact on each channel. */
      tariff: list(group({ channel, costMinor: z.int().min(0) }), 20),
      /** How many customers; 50 unless told. */
      limit: z.int().min(1).max(1000).optional(),
    },
    output: group({
      ...served,
      channels: list(group({ channel, ...served }), 20),
      customers: list(group({ customerId: party("customer"), ...served }), 1000),
    }),
    async run(reader, { from, until, currency, tariff, limit = 50 }) {
      if (until < from) throw refused(periodReversed({ from, until }));
      const named = tariff.map((each) => each.channel);
      const twice = named.find((each, at) => named.indexOf(each) !== at);
      if (twice !== undefined) throw refused(channelTwice({ channel: twice }));
      const ground = groundOf(reader);
      const { tenant, registry } = ground;
      const entry = registry.records.get(interaction.name) as RecordEntry;
      const fields = ["customerId", "channel", "direction", "happenedAt", "cost"];
      const rates = sql`unnest(${named}::text[], ${tariff.map((each) => each.costMinor)}::bigint[])`;
      const contact = sql`with ${mergedIn(tenant.id)}, contact as (select coalesce(m.canonical_id, e.customer_id) as customer_id, e.channel,
          case when e.cost_amount is null then t.cost when e.cost_currency = ${currency} then e.cost_amount end as cost
        from ${tableAs(entry, "e")} left join merged as m on m.id = e.customer_id left join ${rates} as t(channel, cost) on t.channel = e.channel
        where ${readable(ground, entry, { alias: "e", fields })} and e.direction <> 'internal' and e.happened_at between ${tenant.calendar.startOf(from)}::timestamptz and ${tenant.calendar.endOf(until)}::timestamptz)`;
      const sums = sql`count(*)::integer as contacts, coalesce(sum(cost), 0) as cost, count(*) filter (where cost is null)::integer as without_cost from contact`;
      const [all, byChannel, byCustomer] = await ground.run([
        statement(sql`${contact} select ${sums}`),
        statement(sql`${contact} select channel, ${sums} group by channel order by cost desc, channel`),
        statement(sql`${contact} select customer_id, ${sums} group by customer_id order by cost desc, customer_id limit ${limit}::integer`),
      ]);
      const figures = (row: Row | undefined) => ({
        contacts: row?.["contacts"] as number,
        costMinor: amountOf(Number(row?.["cost"]), currency).amountMinor,
        withoutCost: row?.["without_cost"] as number,
      });
      return {
        ...figures(all?.rows[0]),
        channels: (byChannel?.rows ?? []).map((row) => ({ channel: row["channel"] as z.output<typeof channel>, ...figures(row) })),
        customers: (byCustomer?.rows ?? []).map((row) => ({ customerId: idOf("customer", row["customer_id"] as string), ...figures(row) })),
      };
    },
  }),
);
