import { defineQuery, group, list, score } from "@kehu/core";
import { concentration } from "@kehu/core/value";
import * as z from "zod";
import { runtimeQuery } from "../read/ground.js";
import { profitTold, someCustomers, toldOf } from "./profit-told.js";
import { whichScoring } from "./scoring-of.js";

/**
 * How unevenly the profit of a scoring is spread over its customers, as `concentration` reckons it: Lorenz curve, Gini coefficient and the fewest
 * customers that make 80 %. Reads the profit of every customer.
 *
 * @returns null and nothing where there is no total; no Gini where anybody lost money, for it says nothing then: see `profitCurve`
 * @throws KehuError `crm/not-scored`, `crm/not-granted`, `core/amount-too-large`
 */
export const profitConcentration = runtimeQuery(
  defineQuery("profit-concentration", {
    input: whichScoring,
    output: group({
      ...profitTold,
      gini: z.number().nullable(),
      makersOf80: group(someCustomers).nullable(),
      /** What the poorest hold, twentieth by twentieth. */
      lorenz: list(group({ ofCustomers: z.number(), ofTotal: z.number() }), 21),
    }),
    async run(reader, which) {
      const told = await toldOf(reader, which);
      const profits: number[] = [];
      let after: string | undefined;
      do {
        const asked = { where: { scoringId: told.scoringId }, select: ["profit"], sort: "id", limit: 1000 } as const;
        const { items, next } = await reader.find(score, { ...asked, ...(after !== undefined && { after }) });
        for (const { profit } of items) profits.push(profit.amountMinor);
        after = next;
      } while (after !== undefined);
      const { customers, total: totalMinor, gini, makersOf80, lorenz } = concentration(profits);
      return { ...told, customers, totalMinor, gini, makersOf80, lorenz: [...lorenz] };
    },
  }),
);
