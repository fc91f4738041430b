import { type Act, act, type CalendarDate, count, totals } from "@kehu/core";
import { nonForfeiture } from "../nonforfeiture/non-forfeiture.js";
import { coveredStates, type Policy } from "../policy/policy.js";
import { policyEnd } from "../policy/policy-end.js";
import { type Claim, claim, openClaimStates } from "./claim.js";
import { itsPolicy } from "./cover.js";

/** The policy of a claim, and how many claims on a death are open on it, this one among them. */
export const deathNeeds = {
  policy: itsPolicy,
  deaths: totals(claim, "policyId", {
    of: itsPolicy,
    where: { kind: "death", state: { in: openClaimStates } },
    measures: { open: count() },
  }),
};
interface DeathMoment {
  readonly record: Pick<Claim, "kind" | "policyId" | "lossOn">;
  readonly needs: { readonly policy: Policy; readonly deaths: { readonly open: number } };
}
type PolicyMoment = Pick<DeathMoment, "record"> & { readonly needs: Pick<DeathMoment["needs"], "policy"> };

/** A death is looked into on the policy, too, where its cover stands. */
export function openDeath({ record: { kind, policyId, lossOn }, needs: { policy } }: PolicyMoment): readonly Act[] {
  const stands = coveredStates.includes(policy.state) && policy.state !== "deathClaimPending" && policy.effectiveOn <= lossOn;
  return kind === "death" && stands ? [act.apply(nonForfeiture.openDeathClaim, policyId, { diedOn: lossOn })] : [];
}

/** The policy is where it was before the death, unless another claim on it is open. */
export function releaseDeath({ record: { kind, policyId }, needs: { policy, deaths } }: DeathMoment): readonly Act[] {
  return kind === "death" && policy.state === "deathClaimPending" && deaths.open <= 1
    ? [act.apply(nonForfeiture.refuseDeathClaim, policyId)]
    : [];
}

/** The policy's day of death follows the claim that it came from. */
export function correctDeath({ record, needs: { policy } }: PolicyMoment, diedOn: CalendarDate): readonly Act[] {
  return record.kind === "death" && policy.state === "deathClaimPending" && policy.diedOn === record.lossOn
    ? [act.apply(nonForfeiture.correctDeathDate, record.policyId, { diedOn })]
    : [];
}

/** What a paid claim makes of its policy. One that another claim has ended already stays as it is. */
export function afterPayment(moment: DeathMoment, endsPolicy: boolean): readonly Act[] {
  const { record, needs } = moment;
  if (!endsPolicy) return releaseDeath(moment);
  if (needs.policy.endReason === "claimPaid") return [];
  return needs.policy.state === "deathClaimPending"
    ? [act.apply(nonForfeiture.payDeathClaim, record.policyId)]
    : [act.apply(policyEnd.terminateByClaim, record.policyId, { lossOn: record.lossOn })];
}
