import { defineLifecycle, earliest, type Instant, latest, many, type Timeless } from "@kehu/core";
import { type Policy, policy, standingStates } from "../policy/policy.js";
import { type Coverage, coverage } from "./coverage.js";

type Standing = Pick<Policy, "state" | "lapsedWithCoverages" | "expiresOn">;
type Cover = Pick<Coverage, "state" | "kind" | "endedOn" | "since">;

/**
 * Where a policy stands by its covers: active as long as any of them is (ACORD Life), suspended while some may still come back, over
 * when all have ended. Undefined where it stays: a policy whose base cover nobody keeps goes by its own clocks alone, and one whose
 * covers last to its end is over by the clock of its term.
 */
export function standingByCoverages(record: Standing, coverages: readonly Cover[]): "inForce" | "lapsed" | "terminated" | undefined {
  const has = (...states: readonly Coverage["state"][]): boolean => coverages.some(({ state }) => states.includes(state));
  if (!coverages.some(({ kind }) => kind === "base")) return undefined;
  if (has("active", "pending")) return record.state === "lapsed" && record.lapsedWithCoverages === true ? "inForce" : undefined;
  if (has("suspended")) return record.state === "inForce" ? "lapsed" : undefined;
  const { expiresOn } = record;
  const lastsToTheEnd = expiresOn !== undefined && coverages.some(({ endedOn }) => endedOn !== undefined && endedOn >= expiresOn);
  return lastsToTheEnd ? undefined : "terminated";
}

/** A policy follows its covers, whichever way they go; a death that is being looked into ends it in a way of its own. */
export const policyCoverages = defineLifecycle(policy, (t) => ({
  followCoverages: t({
    from: standingStates,
    to: ["inForce", "lapsed", "terminated"],
    needs: { coverages: many(coverage, "policyId") },
    when: ({ record, needs }) => standingByCoverages(record, needs.coverages) !== undefined,
    choose: ({ record, needs }) => standingByCoverages(record, needs.coverages) ?? "inForce",
    set: (moment) => {
      const standing = standingByCoverages(moment.record, moment.needs.coverages);
      const on = moment.calendar.dayOf(followedAt(moment));
      return standing === "terminated"
        ? { endedOn: on, endReason: "coveragesEnded", lapsedWithCoverages: undefined }
        : { lapsedWithCoverages: standing === "lapsed" ? true : undefined, lapsedOn: standing === "lapsed" ? on : undefined };
    },
    effective: followedAt,
  }),
}));

interface Following extends Pick<Timeless, "calendar"> {
  readonly record: Policy;
  readonly needs: { readonly coverages: readonly Cover[] };
  readonly now: Instant;
}
/** When the cover changed on which it depended: the first that came back, the last that is gone. */
function followedAt({ record, needs: { coverages }, now }: Following): Instant {
  const active = coverages.filter(({ state }) => state === "active").map(({ since }) => since);
  const changed = active.length > 0 ? earliest(...active) : latest(...coverages.map(({ since }) => since));
  return earliest(now, latest(record.since, changed)) ?? now;
}
