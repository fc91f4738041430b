import { allPages, count, date, defineQuery, group, type Ratio, type Reader, ratio } from "@kehu/core";
import * as z from "zod";
import { claim } from "../claim/claim.js";
import { claimCycleDays, denialRate } from "./book-ratios.js";
import type { Period } from "./earned-premium.js";
import { period } from "./figure.js";

const figure = <const M extends string, const U extends string>(method: M, unit: U) =>
  z.strictObject({
    method: z.literal(method),
    unit: z.literal(unit),
    numerator: z.int(),
    denominator: z.int(),
    value: z.number().nullable(),
  });

/** How long claims take from the report to the payment, and how many are denied, by the day of payment and of decision. */
export const claimFigures = defineQuery("insurance/claim-figures", {
  input: period,
  output: group({ asOf: date(), cycleDays: figure("report-to-payment", "days"), denial: figure("denied-over-decided", "claims") }),
  async run(reader, span) {
    const [denied] = await reader.aggregate(claim, {
      // the rest of a claim that was approved in part is denied, too
      where: { deniedOn: span, approvedAmount: null, state: { in: ["denied", "closed"] } },
      measures: { claims: count() },
    });
    const [approved] = await reader.aggregate(claim, { where: { approvedOn: span }, measures: { claims: count() } });
    return {
      asOf: reader.today,
      cycleDays: { method: "report-to-payment" as const, unit: "days" as const, ...(await cycleIn(reader, span)) },
      denial: {
        method: "denied-over-decided" as const,
        unit: "claims" as const,
        ...denialRate(denied?.claims ?? 0, approved?.claims ?? 0),
      },
    };
  },
});

async function cycleIn(reader: Reader, span: Period): Promise<Ratio> {
  let days = 0;
  let claims = 0;
  for await (const page of allPages(reader, claim, { where: { paidOn: span }, select: ["reportedOn", "paidOn"], sort: "id" })) {
    const paid = page.flatMap(({ reportedOn, paidOn }) => (paidOn === undefined ? [] : [{ reportedOn, paidOn }]));
    const { numerator, denominator } = claimCycleDays(paid);
    days += numerator;
    claims += denominator;
  }
  return ratio(days, claims);
}
