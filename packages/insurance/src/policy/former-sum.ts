import { type Act, act, type CalendarDate, date, defineRecord, defineRule, type Money, money, one, ref, type Stored } from "@kehu/core";
import { notInFuture } from "./dates.js";
import { type Policy, policy } from "./policy.js";
import { amountNotPositive, inCurrencyOf } from "./policy-rules.js";

/** What was insured until the sum changed: each former sum is a line of its own, the present one stands on the policy. */
export const formerSum = defineRecord("insurance/former-sum", {
  fields: {
    policyId: ref("insurance/policy"),
    sumAssured: money(),
    /** The last day on which it counted. */
    untilOn: date(),
  },
  appendOnly: true,
});
export interface FormerSum extends Stored<typeof formerSum> {}

export const formerSumIsSound = defineRule("insurance/former-sum-is-sound", formerSum, {
  needs: { policy: one(policy, "policyId") },
  check: ({ record: { sumAssured, untilOn }, needs, today }) =>
    sumAssured.amountMinor <= 0
      ? amountNotPositive({ field: "sumAssured" })
      : (inCurrencyOf(needs.policy, sumAssured) ?? notInFuture("untilOn", untilOn, today)),
});

/** Keeps the sum that a change replaces; it counts through the day of the change. */
export const keepFormerSum = ({ id: policyId, sumAssured }: Pick<Policy, "id" | "sumAssured">, untilOn: CalendarDate): Act =>
  act.create(formerSum, { policyId, sumAssured, untilOn });

/** What was insured on a day. */
export function sumAssuredOn(
  { sumAssured }: Pick<Policy, "sumAssured">,
  { formerSums, on }: { readonly formerSums: readonly Pick<FormerSum, "sumAssured" | "untilOn">[]; readonly on: CalendarDate },
): Money {
  const counted = formerSums.filter(({ untilOn }) => untilOn >= on);
  const first = counted.reduce<(typeof counted)[number] | undefined>(
    (best, each) => (best === undefined || each.untilOn < best.untilOn ? each : best),
    undefined,
  );
  return first?.sumAssured ?? sumAssured;
}
