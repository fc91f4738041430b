import { type CalendarDate, date, defineRecord, defineRule, type Money, money, one, ref, type Stored, text } from "@kehu/core";
import * as z from "zod";
import { notInFuture } from "../policy/dates.js";
import { notNegative } from "../policy/policy-rules.js";
import { claim } from "./claim.js";

/** What is set aside for a claim (未决赔款准备金). Each revision is a line of its own; the last one of a kind counts. */
export const claimReserve = defineRecord("insurance/claim-reserve", {
  fields: {
    claimId: ref("insurance/claim"),
    kind: z.enum(["indemnity", "expense"]),
    amount: money(),
    setOn: date(),
    reason: text(200),
  },
  appendOnly: true,
});
export interface ClaimReserve extends Stored<typeof claimReserve> {}

export const claimReserveIsSound = defineRule("insurance/claim-reserve-is-sound", claimReserve, {
  needs: { claim: one(claim, "claimId") },
  check: ({ record, today }) => notNegative("amount", record.amount) ?? notInFuture("setOn", record.setOn, today),
});

type Line = Pick<ClaimReserve, "claimId" | "kind" | "amount" | "setOn">;
/** What stood aside at the end of a day, of one currency, in minor units. Of two lines of a day the later in the list counts. */
export function reserveOn(
  lines: readonly Line[],
  { on, currency }: { readonly on: CalendarDate; readonly currency: Money["currency"] },
): number {
  const last = new Map<string, Line>();
  for (const line of lines) {
    const key = `${line.claimId} ${line.kind}`;
    const before = last.get(key);
    if (line.setOn <= on && (before === undefined || line.setOn >= before.setOn)) last.set(key, line);
  }
  return [...last.values()].reduce((total, { amount }) => total + (amount.currency === currency ? amount.amountMinor : 0), 0);
}
