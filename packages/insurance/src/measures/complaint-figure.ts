import { count, defineQuery } from "@kehu/core";
import { serviceCase } from "@kehu/service";
import { complaintsPerTenThousand } from "./book-ratios.js";
import { countedFigure, period } from "./figure.js";
import { policiesOfParts, standingIn } from "./standing.js";

const method = "opened-over-standing" as const;

/** 万张保单投诉量: complaints of this line that were opened in a period, for each ten thousand policies that stood at some time of it. */
export const complaintFigure = defineQuery("insurance/complaints-per-ten-thousand", {
  input: period,
  output: countedFigure(method, "perTenThousandPolicies"),
  async run(reader, { from, until }) {
    const { calendar } = reader;
    const [row] = await reader.aggregate(serviceCase, {
      where: { kind: "complaint", line: "insurance", createdAt: { from: calendar.startOf(from), until: calendar.endOf(until) } },
      measures: { complaints: count() },
    });
    const share = complaintsPerTenThousand(row?.complaints ?? 0, await policiesOfParts(reader, standingIn(reader, { from, until })));
    return { asOf: reader.today, method, unit: "perTenThousandPolicies" as const, ...share };
  },
});
