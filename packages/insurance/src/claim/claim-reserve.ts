import { type CalendarDate, date, defineRecord, defineRule, type Money, money, one, personal, ref, type Stored, text } from "@kehu/core";
import * as z from "zod";
import { inOrder, notInFuture } from "../policy/dates.js";
import { policy } from "../policy/policy.js";
import { inCurrencyOf, notNegative } from "../policy/policy-rules.js";
import { claim } from "./claim.js";

/** What is set aside for a claim (未决赔款准备金). Each revision is a line of its own; the last one of a kind counts. */
export const claimReserve = defineRecord("insurance/claim-reserve", {
  fields: {
    claimId: ref("insurance/claim"),
    kind: z.enum(["indemnity", "expense"]),
    amount: money(),
    setOn: date(),
    /** Empty where a step of the claim did it. */
    reason: personal("health", text(200)).optional(),
  },
  appendOnly: true,
});
export interface ClaimReserve extends Stored<typeof claimReserve> {}

const itsClaim = one(claim, "claimId");
export const claimReserveIsSound = defineRule("insurance/claim-reserve-is-sound", claimReserve, {
  needs: { claim: itsClaim, policy: one(policy, "policyId", itsClaim) },
  check: ({ record, needs, today }) =>
    notNegative("amount", record.amount) ??
    inCurrencyOf(needs.policy, record.amount) ??
    inOrder(["lossOn", needs.claim.lossOn], ["setOn", record.setOn]) ??
    notInFuture("setOn", record.setOn, today),
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
