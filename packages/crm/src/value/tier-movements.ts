import { count, date, defineQuery, group, list, refused, score, text } from "@kehu/core";
import * as z from "zod";
import { runtimeQuery } from "../read/ground.js";
import { notAskedFor, scoringOf, whichScoring } from "./scoring-of.js";

/**
 * How many customers a scoring took from one tier to another; new ones come from null.
 *
 * @throws KehuError `crm/not-scored`, `crm/not-asked-for`, `crm/not-granted`
 */
export const tierMovements = runtimeQuery(
  defineQuery("tier-movements", {
    input: whichScoring,
    output: group({
      asOf: date(),
      movements: list(group({ from: z.string().nullable(), to: text(40), customers: z.int() }), 420),
    }),
    async run(reader, which) {
      const { id, asOf, currency, tiers } = await scoringOf(reader, which);
      if (tiers.length === 0) throw refused(notAskedFor({ asOf, currency, terms: "tiers" }));
      const rows = await reader.aggregate(score, {
        where: { scoringId: id, tier: { not: null } },
        by: ["tierBefore", "tier"],
        measures: { customers: count() },
      });
      const movements = rows.map(({ tierBefore, tier, customers }) => ({ from: tierBefore ?? null, to: tier as string, customers }));
      return { asOf, movements };
    },
  }),
);
