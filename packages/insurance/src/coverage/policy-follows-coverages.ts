import { defineLifecycle, many } from "@kehu/core";
import { type Policy, type PolicyState, policy } from "../policy/policy.js";
import { type Coverage, coverage } from "./coverage.js";

type Standing = Pick<Policy, "state" | "lapsedWithCoverages">;
/**
 * Where a policy stands by its covers: active as long as any of them is (ACORD Life), suspended while some may still come back, over
 * when all have ended. Undefined where it stays; a policy whose covers nobody keeps goes by its own clocks alone.
 */
export function standingByCoverages(record: Standing, coverages: readonly Pick<Coverage, "state">[]): PolicyState | undefined {
  const has = (...states: readonly Coverage["state"][]): boolean => coverages.some(({ state }) => states.includes(state));
  if (coverages.length === 0) return undefined;
  if (has("active", "pending")) return record.state === "lapsed" && record.lapsedWithCoverages === true ? "inForce" : undefined;
  if (has("suspended")) return record.state === "inForce" ? "lapsed" : undefined;
  return "terminated";
}

/** A policy follows its covers, whichever way they go. */
export const policyCoverages = defineLifecycle(policy, (t) => ({
  followCoverages: t({
    from: ["inForce", "lapsed"],
    to: ["inForce", "lapsed", "terminated"],
    needs: { coverages: many(coverage, "policyId") },
    when: ({ record, needs }) => standingByCoverages(record, needs.coverages) !== undefined,
    choose: ({ record, needs }) => standingByCoverages(record, needs.coverages) ?? record.state,
    set: ({ record, needs, today }) => {
      const standing = standingByCoverages(record, needs.coverages);
      return standing === "terminated"
        ? { endedOn: today, endReason: "coveragesEnded", lapsedWithCoverages: undefined }
        : { lapsedWithCoverages: standing === "lapsed" ? true : undefined, lapsedOn: standing === "lapsed" ? today : undefined };
    },
  }),
}));
