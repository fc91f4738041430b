import { allPages, type CalendarDate, count, date, defineQuery, group, type Reader } from "@kehu/core";
import * as z from "zod";
import { claim } from "../claim/claim.js";
import { claimCycleDays, denialRate } from "./book-ratios.js";

const figure = z.strictObject({ numerator: z.int(), denominator: z.int(), value: z.number().nullable() });

/** How long claims take from the report to the payment, and how many are denied, by the day of payment and of decision. */
export const claimFigures = defineQuery("insurance/claim-figures", {
  input: { from: date(), until: date() },
  output: group({ asOf: z.string(), cycleDays: figure, denial: figure }),
  async run(reader, span) {
    const [denied] = await reader.aggregate(claim, {
      where: { deniedOn: span, state: { in: ["denied", "closed"] } },
      measures: { claims: count() },
    });
    const [approved] = await reader.aggregate(claim, { where: { approvedOn: span }, measures: { claims: count() } });
    const paid = await paidIn(reader, span);
    return {
      asOf: reader.today,
      cycleDays: claimCycleDays(paid),
      denial: denialRate(denied?.claims ?? 0, approved?.claims ?? 0),
    };
  },
});

interface Paid {
  readonly reportedOn: CalendarDate;
  readonly paidOn: CalendarDate;
}
async function paidIn(reader: Reader, span: { readonly from: CalendarDate; readonly until: CalendarDate }): Promise<readonly Paid[]> {
  const found: Paid[] = [];
  for await (const page of allPages(reader, claim, { where: { paidOn: span }, select: ["reportedOn", "paidOn"], sort: "id" }))
    for (const { reportedOn, paidOn } of page) if (paidOn !== undefined) found.push({ reportedOn, paidOn });
  return found;
}
