import { type Act, act, type CalendarDate, count, defineRefusal, type Money, one, type Refusal, type Timeless, totals } from "@kehu/core";
import { nonForfeiture } from "../nonforfeiture/non-forfeiture.js";
import { excludedDeath } from "../policy/excluded-death.js";
import { coveredStates, type Policy, unendedStates } from "../policy/policy.js";
import { policyEnd } from "../policy/policy-end.js";
import { linesOfPersons, type Product, product } from "../policy/product.js";
import { type Claim, claim, openClaimStates } from "./claim.js";
import { itsPolicy, whySuicideExcluded } from "./cover.js";

export const deathEndsPolicy = defineRefusal(
  "insurance/death-ends-policy",
  "Claim {claimNumber} is on the death of the insured, with whose benefit policy {policyNumber} ends; pay it as the end of the policy.",
);
export const noDeathToEnd = defineRefusal(
  "insurance/no-death-to-end",
  "With the denial of claim {claimNumber} no policy ends, because it is on no death of an insured whose policy stands; leave out the death and the cash value.",
);

/** The policy of a claim and what it is of. */
export const contractNeeds = { policy: itsPolicy, product: one(product, "productId", itsPolicy) };
/** …and how many claims on a death are open on it, this one among them. */
export const deathNeeds = {
  ...contractNeeds,
  deaths: totals(claim, "policyId", {
    of: itsPolicy,
    where: { kind: "death", state: { in: openClaimStates } },
    measures: { open: count() },
  }),
};
interface DeathMoment {
  readonly record: Pick<Claim, "kind" | "policyId" | "lossOn" | "claimNumber">;
  readonly needs: {
    readonly policy: Policy;
    readonly product: Pick<Product, "line">;
    readonly deaths: { readonly open: number };
  };
}
type PolicyMoment = Pick<DeathMoment, "record"> & { readonly needs: Pick<DeathMoment["needs"], "policy" | "product"> };

/** What a motor policy pays for a death is for that of another, after which it goes on. */
const isOfInsured = ({ record, needs }: PolicyMoment): boolean => record.kind === "death" && linesOfPersons.includes(needs.product.line);

const mayEnd: readonly string[] = unendedStates;
/** The insured's death is claimed for, and the policy has not ended yet. */
const endsWithDeath = (moment: PolicyMoment): boolean => isOfInsured(moment) && mayEnd.includes(moment.needs.policy.state);

/** A death is looked into on the policy, too, where its cover stands. */
export function openDeath(moment: PolicyMoment): readonly Act[] {
  const { policyId, lossOn } = moment.record;
  const { policy } = moment.needs;
  const stands = coveredStates.includes(policy.state) && policy.state !== "deathClaimPending" && policy.effectiveOn <= lossOn;
  return isOfInsured(moment) && stands ? [act.apply(nonForfeiture.openDeathClaim, policyId, { diedOn: lossOn })] : [];
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

interface Denial extends DeathMoment, Pick<Timeless, "calendar" | "parameter"> {
  readonly record: DeathMoment["record"] & Pick<Claim, "suicide">;
  readonly input: { readonly deathStands?: boolean | undefined; readonly cashValue?: Money | undefined };
}
/** The insured has died and only the benefit is excluded: by what the claim says of a suicide, or as it was entered. */
const isExcludedDeath = (moment: Denial): boolean =>
  endsWithDeath(moment) && (moment.input.deathStands === true || whySuicideExcluded(moment) !== undefined);

/** Why a denial does not end the policy as it was told to. */
export function whyNoDeathToEnd(moment: Denial): Refusal | undefined {
  const { deathStands, cashValue } = moment.input;
  const isTold = deathStands === true || cashValue !== undefined;
  return isTold && !isExcludedDeath(moment) ? noDeathToEnd({ claimNumber: moment.record.claimNumber }) : undefined;
}

/** What a denied claim makes of its policy: after an excluded death its end, for what it was worth. */
export function afterDenial(moment: Denial): readonly Act[] {
  const { policyId, lossOn: diedOn } = moment.record;
  const { cashValue } = moment.input;
  return isExcludedDeath(moment)
    ? [act.apply(excludedDeath.endByExcludedDeath, policyId, { diedOn, ...(cashValue && { cashValue }) })]
    : releaseDeath(moment);
}

/** Why a benefit on death is not paid as if the policy went on. */
export const whyPolicyEnds = (moment: PolicyMoment, endsPolicy: boolean): Refusal | undefined =>
  !endsPolicy && endsWithDeath(moment)
    ? deathEndsPolicy({ claimNumber: moment.record.claimNumber, policyNumber: moment.needs.policy.policyNumber })
    : undefined;

/** What a paid claim makes of its policy. One that has ended already stays as it is. */
export function afterPayment(moment: DeathMoment, endsPolicy: boolean): readonly Act[] {
  const { record, needs } = moment;
  if (!endsPolicy) return releaseDeath(moment);
  if (!mayEnd.includes(needs.policy.state)) return [];
  return needs.policy.state === "deathClaimPending"
    ? [act.apply(nonForfeiture.payDeathClaim, record.policyId)]
    : [act.apply(policyEnd.terminateByClaim, record.policyId, { lossOn: record.lossOn })];
}
