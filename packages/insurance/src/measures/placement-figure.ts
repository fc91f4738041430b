import { count, date, defineQuery, group } from "@kehu/core";
import * as z from "zod";
import { policy } from "../policy/policy.js";
import { placementRate } from "./book-ratios.js";

/** Placement of the applications that were submitted in a period. */
export const placementFigure = defineQuery("insurance/placement-figure", {
  input: { from: date(), until: date() },
  output: group({ asOf: z.string(), numerator: z.int(), denominator: z.int(), value: z.number().nullable() }),
  async run(reader, span) {
    const rows = await reader.aggregate(policy, { where: { submittedOn: span }, by: ["state"], measures: { policies: count() } });
    const each = rows.flatMap(({ state, policies }) => Array.from({ length: policies }, () => ({ state })));
    return { asOf: reader.today, ...placementRate(each) };
  },
});
