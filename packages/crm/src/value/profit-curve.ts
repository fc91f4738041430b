import { amountOf, count, defineQuery, group, list, ratio, score, sum } from "@kehu/core";
import * as z from "zod";
import { runtimeQuery } from "../read/ground.js";
import { profitTold, someCustomers, toldOf } from "./profit-told.js";
import { whichScoring } from "./scoring-of.js";

const tail = group({ customers: z.int(), profitMinor: z.int(), shareOfTotal: z.number().nullable() });

/**
 * The profit curve of a scoring: what the best customers bring together, hundredth by hundredth, its peak, both fifths, and
 * where it breaks even: the hundredth in which the best bring as much as all together. "80/20" is computed here, never assumed.
 *
 * @returns minor units; shares are null where the total is not above zero
 * @throws KehuError `crm/not-scored`, `crm/not-granted`, `core/amount-too-large`
 */
export const profitCurve = runtimeQuery(
  defineQuery("profit-curve", {
    input: whichScoring,
    output: group({
      ...profitTold,
      points: list(group({ ...someCustomers, cumulativeMinor: z.int() }), 100),
      peak: tail,
      breakEven: group(someCustomers).nullable(),
      bestFifth: tail,
      worstFifth: tail,
    }),
    async run(reader, which) {
      const told = await toldOf(reader, which);
      const { scoringId, currency } = told;
      const measures = { customers: count(), profit: sum("profit") };
      const minorOf = (sums: readonly { readonly amountMinor: number }[]): number => sums[0]?.amountMinor ?? 0;
      const ranks = (await reader.aggregate(score, { where: { scoringId }, by: ["profitRank"], measures }))
        .map(({ profitRank, customers, profit }) => ({ rank: Number(profitRank), customers, profitMinor: minorOf(profit) }))
        .sort((one, other) => one.rank - other.rank);
      const [above] = await reader.aggregate(score, {
        where: { scoringId, profit: { after: { amountMinor: 0, currency } } },
        measures,
      });
      const add = (some: typeof ranks) => ({
        customers: some.reduce((total, { customers }) => total + customers, 0),
        // refused where it is no longer exact
        profitMinor: amountOf(
          some.reduce((total, { profitMinor }) => total + profitMinor, 0),
          currency,
        ).amountMinor,
      });
      const all = add(ranks);
      const share = (part: number): number | null => (all.profitMinor > 0 ? ratio(part, all.profitMinor).value : null);
      const tailOf = (some: { readonly customers: number; readonly profitMinor: number }) => ({
        ...some,
        shareOfTotal: share(some.profitMinor),
      });
      const points = ranks.map((_, index) => {
        const { customers, profitMinor } = add(ranks.slice(0, index + 1));
        return { customers, ofCustomers: customers / all.customers, cumulativeMinor: profitMinor };
      });
      const breakEven = all.profitMinor > 0 ? points.find(({ cumulativeMinor }) => cumulativeMinor >= all.profitMinor) : undefined;
      return {
        ...told,
        breakEven: breakEven ? { customers: breakEven.customers, ofCustomers: breakEven.ofCustomers } : null,
        customers: all.customers,
        totalMinor: all.profitMinor,
        points,
        peak: tailOf({ customers: above?.customers ?? 0, profitMinor: minorOf(above?.profit ?? []) }),
        bestFifth: tailOf(add(ranks.filter(({ rank }) => rank <= 20))),
        worstFifth: tailOf(add(ranks.filter(({ rank }) => rank > 80))),
      };
    },
  }),
);
