import { count, date, defineQuery, group, ratio } from "@kehu/core";
import * as z from "zod";
import { serviceCase } from "./service-case.js";

const share = group({ numerator: z.int(), denominator: z.int(), value: z.number().nullable() });
/**
 * How service went over the cases that were opened in a period, as they stand now.
 *
 * @returns how many were opened, by kind, and of them the share that was taken up again and the share that was not accepted; null where
 * there is nothing to divide by
 */
export const caseFigures = defineQuery("service/case-figures", {
  input: { from: date(), until: date() },
  output: group({ asOf: date(), opened: z.int(), byKind: z.record(z.string(), z.int()), reopened: share, rejected: share }),
  async run(reader, { from, until }) {
    const { calendar } = reader;
    const where = { createdAt: { from: calendar.startOf(from), until: calendar.endOf(until) } };
    const rows = await reader.aggregate(serviceCase, { where, by: ["kind", "state"], measures: { cases: count() } });
    const [again] = await reader.aggregate(serviceCase, { where: { ...where, reopenings: { from: 1 } }, measures: { cases: count() } });
    const sum = (some: typeof rows): number => some.reduce((total, { cases }) => total + cases, 0);
    const opened = sum(rows);
    return {
      asOf: reader.today,
      opened,
      byKind: Object.fromEntries(["question", "request", "complaint"].map((kind) => [kind, sum(rows.filter((row) => row.kind === kind))])),
      reopened: ratio(again?.cases ?? 0, opened),
      rejected: ratio(sum(rows.filter(({ state }) => state === "rejected")), opened),
    };
  },
});
