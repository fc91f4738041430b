import { count, date, defineQuery, group, list, refused, score, text } from "@kehu/core";
import * as z from "zod";
import { runtimeQuery } from "../read/ground.js";
import { notAskedFor, scoringOf, whichScoring } from "./scoring-of.js";

/**
 * How many customers stand in each cell of loyalty, what is to be done there, and how many came from another cell. `find` on scores gives who:
 * `{ scoringId, loyaltyCell: "1-0" }`, each with both sides and what they are made of.
 *
 * @throws KehuError `crm/not-scored`, `crm/not-asked-for`, `crm/not-granted`
 */
export const loyaltyCells = runtimeQuery(
  defineQuery("loyalty-cells", {
    input: whichScoring,
    output: group({
      asOf: date(),
      /** Degrees of behaviour and of attitude, from 0. */
      cells: list(group({ cell: text(3), behaviour: z.int(), attitude: z.int(), customers: z.int(), action: z.string().optional() }), 25),
      movements: list(group({ from: text(3), to: text(3), customers: z.int() }), 600),
      /** Of whom one side is not known. */
      unknown: z.int(),
    }),
    async run(reader, which) {
      const { id: scoringId, asOf, currency, loyalty } = await scoringOf(reader, which);
      if (!loyalty) throw refused(notAskedFor({ asOf, currency, terms: "loyalty" }));
      const measures = { customers: count() };
      const found = await reader.aggregate(score, { where: { scoringId }, by: ["loyaltyCell"], measures });
      const moved = await reader.aggregate(score, {
        where: { scoringId, loyaltyCell: { not: null }, loyaltyCellBefore: { not: null } },
        by: ["loyaltyCellBefore", "loyaltyCell"],
        measures,
      });
      const cells = found.flatMap(({ loyaltyCell: cell, customers }) => {
        if (typeof cell !== "string") return [];
        const [behaviour, attitude] = cell.split("-").map(Number) as [number, number];
        const action = loyalty.actions?.[behaviour]?.[attitude];
        return [{ cell, behaviour, attitude, customers, ...(action !== undefined && { action }) }];
      });
      return {
        asOf,
        cells: cells.sort((one, other) => one.behaviour - other.behaviour || one.attitude - other.attitude),
        movements: moved
          .map(({ loyaltyCellBefore: from, loyaltyCell: to, customers }) => ({ from: from as string, to: to as string, customers }))
          .filter(({ from, to }) => from !== to),
        unknown: found.find(({ loyaltyCell }) => typeof loyaltyCell !== "string")?.customers ?? 0,
      };
    },
  }),
);
