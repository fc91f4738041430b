import { date, defineLifecycle, defineRefusal, defineRule, earliest, history, latest, one, type Stay } from "@kehu/core";
import { inOrder, notInFuture } from "../policy/dates.js";
import { beforeConclusion, isOver, policy } from "../policy/policy.js";
import { amountNotPositive, inCurrencyOf, notNegative } from "../policy/policy-rules.js";
import { type Coverage, coverage } from "./coverage.js";

export const policyNotConcluded = defineRefusal(
  "insurance/policy-not-concluded",
  "Policy {policyNumber} is {state}, so none of its cover begins yet; issue it first.",
  { state: { stateOf: "insurance/policy" } },
);

const itsPolicy = { policy: one(policy, "policyId") };
const notYet: readonly string[] = [...beforeConclusion, "declined", "notTaken"];

/** Each cover has a life of its own: a rider may end, be suspended and come back while the policy goes on. */
export const coverageLifecycle = defineLifecycle(coverage, (t) => ({
  begin: t({
    from: "pending",
    to: "active",
    needs: itsPolicy,
    guard: ({ needs: { policy } }) =>
      notYet.includes(policy.state) ? policyNotConcluded({ policyNumber: policy.policyNumber, state: policy.state }) : undefined,
    due: ({ record, calendar }) => calendar.startOf(record.effectiveOn),
  }),
  suspend: t({
    from: "active",
    to: "suspended",
    input: { suspendedOn: date() },
    check: ({ record, input, today }) =>
      inOrder(["effectiveOn", record.effectiveOn], ["suspendedOn", input.suspendedOn]) ??
      notInFuture("suspendedOn", input.suspendedOn, today),
    effective: ({ record, input, now, calendar }) => earliest(latest(calendar.endOf(input.suspendedOn), record.since), now) ?? now,
  }),
  resume: t({ from: "suspended", to: "active" }),
  end: t({
    from: ["pending", "active", "suspended"],
    to: "ended",
    input: { endedOn: date() },
    check: ({ input, today }) => notInFuture("endedOn", input.endedOn, today),
    set: ({ input }) => input,
    effective: ({ record, input, now, calendar }) => earliest(latest(calendar.endOf(input.endedOn), record.since), now) ?? now,
  }),
  /** What ended it was taken back: it counts as if it had not ended, and is as suspended as it was. */
  reopen: t({
    from: "ended",
    to: ["pending", "active", "suspended"],
    needs: { ...itsPolicy, stays: history(coverage, "id") },
    guard: ({ needs: { policy } }) =>
      isOver(policy) || notYet.includes(policy.state)
        ? policyNotConcluded({ policyNumber: policy.policyNumber, state: policy.state })
        : undefined,
    choose: ({ needs: { stays } }) => stoodBefore(stays),
    set: () => ({ endedOn: undefined }),
    effective: ({ record }) => record.since,
  }),
  expire: t({
    from: ["active", "suspended"],
    to: "ended",
    due: ({ record }) => record.expiresOn,
    set: ({ record }) => ({ endedOn: record.expiresOn }),
  }),
}));

/** In which state it was when it ended, as far as that is known. */
function stoodBefore(stays: readonly Stay<Coverage["state"]>[]): "pending" | "active" | "suspended" {
  const state = stays.findLast((stay) => stay.state !== "ended")?.state;
  return state === undefined || state === "ended" ? "active" : state;
}

export const coverageIsSound = defineRule("insurance/coverage-is-sound", coverage, {
  needs: itsPolicy,
  check: ({ record, needs }) => {
    const { sumAssured, premium, limitPerClaim, deductible, effectiveOn, expiresOn } = record;
    if (sumAssured.amountMinor <= 0) return amountNotPositive({ field: "sumAssured" });
    if (limitPerClaim !== undefined && limitPerClaim.amountMinor <= 0) return amountNotPositive({ field: "limitPerClaim" });
    const wrong = [sumAssured, premium, limitPerClaim, deductible].map((amount) => inCurrencyOf(needs.policy, amount)).find(Boolean);
    return (
      wrong ??
      notNegative("premium", premium) ??
      (deductible && notNegative("deductible", deductible)) ??
      inOrder(["effectiveOn", effectiveOn], ["expiresOn", expiresOn])
    );
  },
});
