import { count, defineQuery } from "@kehu/core";
import { policy } from "../policy/policy.js";
import { placementRate } from "./book-ratios.js";
import { countedFigure, period } from "./figure.js";

const method = "placed-over-decided" as const;

/** Placement of the applications that were submitted in a period. */
export const placementFigure = defineQuery("insurance/placement-figure", {
  input: period,
  output: countedFigure(method, "policies"),
  async run(reader, span) {
    const rows = await reader.aggregate(policy, { where: { submittedOn: span }, by: ["state"], measures: { policies: count() } });
    return { asOf: reader.today, method, unit: "policies" as const, ...placementRate(rows) };
  },
});
