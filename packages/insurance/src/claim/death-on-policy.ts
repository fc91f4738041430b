import {
  type Act,
  act,
  type CalendarDate,
  count,
  defineRefusal,
  history,
  type Money,
  one,
  oneOrNone,
  type Refusal,
  type Stay,
  type Timeless,
  totals,
} from "@kehu/core";
import { type Coverage, coverage, isOnAnotherLife } from "../coverage/coverage.js";
import { coverageLifecycle } from "../coverage/coverage-lifecycle.js";
import { nonForfeiture } from "../nonforfeiture/non-forfeiture.js";
import { excludedDeath, isEndedByDeath, stoodAs } from "../policy/excluded-death.js";
import { coveredStates, isOver, type Policy, type PolicyState, policy, unendedStates } from "../policy/policy.js";
import { policyEnd } from "../policy/policy-end.js";
import { linesOfPersons, type Product, product } from "../policy/product.js";
import { lapsedAfter, standingBefore } from "../policy/undo-end.js";
import { undoneLapse } from "../policy/undone-lapse.js";
import { type Claim, claim, openClaimStates } from "./claim.js";
import { itsPolicy, whySuicideExcluded } from "./cover.js";
import { metOfItsInsured, ofItsInsured } from "./death-of-insured.js";

export const deathEndsPolicy = defineRefusal(
  "insurance/death-ends-policy",
  "Claim {claimNumber} is on the death of the insured, with whose benefit policy {policyNumber} ends; pay it as the end of the policy.",
);
export const noDeathToEnd = defineRefusal(
  "insurance/no-death-to-end",
  "With the denial of claim {claimNumber} no policy ends, because it is on no death of an insured whose policy stands; leave out the death and the cash value.",
);

/** The policy of a claim, what it is of, and the cover that is claimed on, if one is named. */
export const contractNeeds = {
  policy: itsPolicy,
  product: one(product, "productId", itsPolicy),
  coverage: oneOrNone(coverage, "coverageId"),
};
/** …and how many claims on the death of its insured are open on it, this one among them. */
export const deathNeeds = {
  ...contractNeeds,
  deaths: totals(claim, "policyId", {
    of: itsPolicy,
    where: { ...ofItsInsured, state: { in: openClaimStates } },
    measures: { open: count() },
  }),
};
/** …or were met, this one among them if it was, and what became of the policy. */
export const reopeningNeeds = {
  ...contractNeeds,
  stays: history(policy, "policyId"),
  met: totals(claim, "policyId", {
    of: itsPolicy,
    where: metOfItsInsured,
    measures: { claims: count() },
  }),
};
type Cover = Pick<Coverage, "id" | "insuredId" | "state" | "effectiveOn" | "endedOn">;
interface DeathMoment {
  readonly record: Pick<Claim, "kind" | "policyId" | "lossOn" | "claimNumber">;
  readonly needs: {
    readonly policy: Policy;
    readonly product: Pick<Product, "line">;
    readonly coverage?: Cover | undefined;
    readonly deaths: { readonly open: number };
  };
}
type PolicyMoment = Pick<DeathMoment, "record"> & { readonly needs: Pick<DeathMoment["needs"], "policy" | "product" | "coverage"> };

/** What a motor policy pays for a death is for that of another, after which it goes on. */
const isOfPerson = ({ record, needs }: PolicyMoment): boolean => record.kind === "death" && linesOfPersons.includes(needs.product.line);
/** Of the policy's insured, and not of a life that only the cover which is claimed on insures. */
const isOfInsured = (moment: PolicyMoment): boolean => isOfPerson(moment) && !isOnAnotherLife(moment.needs.coverage);
/** The cover ends that insures the life of who died, while the policy goes on. */
const endCover = ({ record, needs: { coverage: of } }: PolicyMoment): readonly Act[] =>
  of === undefined || of.state === "ended" ? [] : [act.apply(coverageLifecycle.end, of.id, { endedOn: record.lossOn })];

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

interface Reopening extends PolicyMoment {
  readonly record: PolicyMoment["record"] & Pick<Claim, "approvedAmount">;
  readonly needs: PolicyMoment["needs"] & {
    readonly stays: readonly Stay<PolicyState>[];
    readonly met: { readonly claims: number };
  };
}
/**
 * What ended with a claim that is open again has not: the policy is as before the death, and the death is looked into anew; so is the cover on
 * another life. Another claim on the same death that was met keeps the policy ended.
 */
export function reopenDeath(moment: Reopening): readonly Act[] {
  const { record, needs } = moment;
  const { policy: of, coverage: cover, stays, met } = needs;
  if (isOfOther(moment))
    return cover?.state === "ended" && cover.endedOn === record.lossOn && !isOver(of)
      ? [act.apply(coverageLifecycle.reopen, cover.id)]
      : [];
  const before = standingBefore(stays);
  const others = met.claims - (record.approvedAmount === undefined ? 0 : 1);
  const isEndedByIt = isOfInsured(moment) && isEndedByDeath(of) && of.endedOn === record.lossOn && others <= 0;
  if (!isEndedByIt || before === undefined) return openDeath(moment);
  return [act.apply(excludedDeath.reopenDeath, record.policyId)];
}

/** The policy is where it was before the death, unless another claim on it is open. */
export function releaseDeath(moment: DeathMoment): readonly Act[] {
  const { record, needs } = moment;
  const { policy: of, deaths } = needs;
  if (!isOfInsured(moment) || of.state !== "deathClaimPending" || deaths.open > 1) return [];
  return [act.apply(stoodAs(of) === undefined ? excludedDeath.revive : nonForfeiture.refuseDeathClaim, record.policyId)];
}

/** With the cover that is named it is said whose death is claimed for, and so whether the policy is concerned. */
export function moveDeath(moment: DeathMoment & { readonly record: Pick<Claim, "state"> }, named: Cover): readonly Act[] {
  const renamed = { ...moment, needs: { ...moment.needs, coverage: named } };
  if (moment.record.state === "reported" || isOfInsured(moment) === isOfInsured(renamed)) return [];
  return isOfInsured(renamed) ? openDeath(renamed) : releaseDeath(moment);
}

/** The policy's day of death follows the claim that it came from. */
export function correctDeath(moment: PolicyMoment, diedOn: CalendarDate): readonly Act[] {
  const { record, needs } = moment;
  const { policy } = needs;
  return isOfInsured(moment) && policy.state === "deathClaimPending" && policy.diedOn === record.lossOn
    ? [act.apply(nonForfeiture.correctDeathDate, record.policyId, { diedOn })]
    : [];
}

interface Denial extends DeathMoment, Pick<Timeless, "calendar" | "parameter"> {
  readonly record: DeathMoment["record"] & Pick<Claim, "suicide">;
  readonly input: { readonly deathStands?: boolean | undefined; readonly cashValue?: Money | undefined };
}
const isOfOther = (moment: PolicyMoment): boolean => isOfPerson(moment) && isOnAnotherLife(moment.needs.coverage);
/** The insured has died and only the benefit is excluded: by what the claim says of a suicide, or as it was entered. */
const isExcludedDeath = (moment: Denial): boolean =>
  (endsWithDeath(moment) || isOfOther(moment)) && (moment.input.deathStands === true || whySuicideExcluded(moment) !== undefined);

/** Why a denial does not end the policy as it was told to. */
export function whyNoDeathToEnd(moment: Denial): Refusal | undefined {
  const { deathStands, cashValue } = moment.input;
  // the table, and so the cash value, is that of the policy
  const isTold = deathStands === true || cashValue !== undefined;
  return isTold && (!isExcludedDeath(moment) || (isOfOther(moment) && cashValue !== undefined))
    ? noDeathToEnd({ claimNumber: moment.record.claimNumber })
    : undefined;
}

/** What a denied claim makes of its policy: after an excluded death its end, for what it was worth; or the end of the cover on another life. */
export function afterDenial(moment: Denial): readonly Act[] {
  const { policyId, lossOn: diedOn } = moment.record;
  const { cashValue } = moment.input;
  if (isExcludedDeath(moment) && isOfOther(moment)) return endCover(moment);
  return isExcludedDeath(moment)
    ? [act.apply(excludedDeath.endByExcludedDeath, policyId, { diedOn, ...(cashValue && { cashValue }) })]
    : releaseDeath(moment);
}

/** Why a benefit on death is not paid as if the policy went on, or had ended for its lapse. */
export const whyPolicyEnds = (moment: PolicyMoment, endsPolicy: boolean): Refusal | undefined =>
  !endsPolicy && (endsWithDeath(moment) || (isOfInsured(moment) && lapsedAfter(moment.needs.policy, moment.record.lossOn)))
    ? deathEndsPolicy({ claimNumber: moment.record.claimNumber, policyNumber: moment.needs.policy.policyNumber })
    : undefined;

/**
 * What a paid claim makes of its policy, or of the cover on another life. What has ended already stays as it is, unless that was for a lapse
 * before which the loss lay.
 */
export function afterPayment(moment: DeathMoment, endsPolicy: boolean): readonly Act[] {
  const { record, needs } = moment;
  if (!endsPolicy) return isOfOther(moment) ? endCover(moment) : releaseDeath(moment);
  if (lapsedAfter(needs.policy, record.lossOn))
    return [act.apply(undoneLapse.endByEarlierLoss, record.policyId, { lossOn: record.lossOn })];
  if (!mayEnd.includes(needs.policy.state)) return [];
  return needs.policy.state === "deathClaimPending"
    ? [act.apply(nonForfeiture.payDeathClaim, record.policyId)]
    : [act.apply(policyEnd.terminateByClaim, record.policyId, { lossOn: record.lossOn })];
}
