import {
  type CalendarDate,
  defineRefusal,
  history,
  latest,
  many,
  one,
  oneOrNone,
  type Refusal,
  type Stay,
  stateOn,
  type Timeless,
} from "@kehu/core";
import { type Coverage, coverage } from "../coverage/coverage.js";
import { type CompulsoryCover, compulsoryCover } from "../motor/compulsory-cover.js";
import { isEndedByDeath } from "../policy/excluded-death.js";
import { coveredStates, type Policy, type PolicyState, policy, rescinded } from "../policy/policy.js";
import { type Product, product } from "../policy/product.js";
import { standingBefore } from "../policy/undo-end.js";
import { type Exclusion, exclusion, exclusionUnjudged } from "../underwriting/exclusion.js";
import type { Claim } from "./claim.js";
import { suicideYears } from "./claim-parameters.js";

export const notCovered = defineRefusal(
  "insurance/not-covered",
  "The policy was {state} on {lossOn}, so this loss is not covered; deny the claim with this reason.",
  { state: { stateOf: "insurance/policy" } },
);
export const coverageNotActive = defineRefusal(
  "insurance/coverage-not-active",
  "The cover that is claimed on was {state} on {lossOn}; deny the claim with this reason.",
  { state: { stateOf: "insurance/coverage" } },
);
export const lossOutsideTerm = defineRefusal(
  "insurance/loss-outside-term",
  "The loss of {lossOn} lies outside the cover from {effectiveOn} to {expiresOn}; deny the claim with this reason.",
);
export const vehicleNotCovered = defineRefusal(
  "insurance/vehicle-not-covered",
  "No vehicle of the policy had compulsory cover on {lossOn}; deny the claim with this reason.",
);
export const lossInWaitingPeriod = defineRefusal(
  "insurance/loss-in-waiting-period",
  "The loss of {lossOn} lies in the waiting period, which ends on {endsOn}; deny the claim with this reason.",
);
export const lossAfterDeath = defineRefusal(
  "insurance/loss-after-death",
  "A death of {diedOn} is being looked into on policy {policyNumber}, after which nothing of {lossOn} would be covered; settle that claim first.",
);
export const coverUnknown = defineRefusal(
  "insurance/cover-unknown",
  "The policy's history does not reach back to {lossOn}; find out whether it was in force and enter the judgement with its reason.",
);
export const judgedNotCovered = defineRefusal(
  "insurance/judged-not-covered",
  "The loss of {lossOn} was judged not to be covered; deny the claim with that reason.",
);

export const rescindedForHiding = defineRefusal(
  "insurance/rescinded-for-hiding",
  "The contract was rescinded because the application hid something deliberately, so the loss of {lossOn} is not paid; deny the claim with this reason.",
);
export const influenceUnknown = defineRefusal(
  "insurance/influence-unknown",
  "The contract was rescinded because the application hid something out of gross negligence; judge whether that had a serious influence on the loss of {lossOn}, which is then not covered.",
);
export const ageOutsideJudged = defineRefusal(
  "insurance/rescinded-for-age",
  "The contract was rescinded because the true age of the insured lies outside the limits of the product; judge whether the loss of {lossOn} is paid nevertheless.",
);

export const suicideExcluded = defineRefusal(
  "insurance/suicide-excluded",
  "A suicide of {lossOn} is not insured before the end of {endsOn}; deny the claim with this reason, and pay the cash value.",
);

export const itsPolicy = one(policy, "policyId");
/** What it takes to judge a claim's cover. */
export const coverNeeds = {
  policy: itsPolicy,
  product: one(product, "productId", itsPolicy),
  stays: history(policy, "policyId"),
  coverage: oneOrNone(coverage, "coverageId"),
  coverageStays: history(coverage, "coverageId"),
  vehicles: many(compulsoryCover, "policyId", { of: itsPolicy }),
  exclusions: many(exclusion, "policyId", { of: itsPolicy }),
};

interface CoverMoment extends Pick<Timeless, "calendar" | "parameter"> {
  readonly record: Pick<Claim, "lossOn" | "coverJudgement" | "kind" | "suicide">;
  readonly needs: {
    readonly policy: Pick<
      Policy,
      | "policyNumber"
      | "state"
      | "effectiveOn"
      | "expiresOn"
      | "diedOn"
      | "endedOn"
      | "endReason"
      | "nonDisclosure"
      | "issuedOn"
      | "suicideClauseFromOn"
    >;
    readonly product: Pick<Product, "waitingDays" | "accidentsWait" | "waitsAfterReinstatement" | "line">;
    readonly stays: readonly Stay<PolicyState>[];
    /** The cover that is claimed on, where one is named. */
    readonly coverage?: Pick<Coverage, "effectiveOn" | "expiresOn"> | undefined;
    readonly coverageStays?: readonly Stay<Coverage["state"]>[];
    /** Of a compulsory cover: the vehicles. */
    readonly vehicles?: readonly Pick<CompulsoryCover, "startsOn" | "endsOn" | "cancelledOn">[];
    /** What the contract does not insure, as it was agreed to. */
    readonly exclusions?: readonly Pick<Exclusion, "id">[];
  };
}

/** What only a judgement by hand says. */
export const toBeJudged: readonly string[] = [coverUnknown.code, influenceUnknown.code, ageOutsideJudged.code, exclusionUnjudged.code];

/**
 * Why a loss is not covered, judged by the state of the policy on the day of the loss and not by its state today: in force, in grace
 * or paid up, within its term, that of the cover which is claimed on, and after the waiting period; compulsory motor by the cover of a vehicle. What lies before the known history is unknown, which is no denial.
 * A rescission for what the application hid reaches back: after a deliberate one no loss is covered, after gross negligence none on which
 * what was hidden had a serious influence, which is judged by hand. So is what a rescission for a misstated age means for a loss before it,
 * of which the law says nothing. Whether a loss is one of the risks that were excluded is judged by hand as well.
 *
 * @see Insurance Law of the PRC, arts. 16 and 32
 */
export function whyNotCovered(moment: CoverMoment): Refusal | undefined {
  const { record, needs, calendar } = moment;
  const { lossOn, coverJudgement } = record;
  const outside = [needs.policy, ...(needs.coverage ? [needs.coverage] : [])].find(
    (term) => lossOn < term.effectiveOn || (term.expiresOn !== undefined && lossOn > term.expiresOn),
  );
  if (outside) return lossOutsideTerm({ lossOn, effectiveOn: outside.effectiveOn, expiresOn: outside.expiresOn ?? "∞" });
  const isCompulsory = needs.product.line === "compulsoryMotor" && needs.vehicles !== undefined;
  if (isCompulsory && !needs.vehicles.some((vehicle) => isRunning(vehicle, lossOn))) return vehicleNotCovered({ lossOn });
  const waitedOn = waitingEndsOn(moment);
  if (waitedOn !== undefined && lossOn <= waitedOn) return lossInWaitingPeriod({ lossOn, endsOn: waitedOn });
  const excluded = whySuicideExcluded(moment);
  if (excluded) return excluded;
  const { policyNumber, state: stands, diedOn, endedOn, endReason, nonDisclosure } = needs.policy;
  if (stands === "deathClaimPending" && diedOn !== undefined && lossOn > diedOn) return lossAfterDeath({ policyNumber, diedOn, lossOn });
  if (endReason === "nonDisclosure" && nonDisclosure?.kind === "deliberate") return rescindedForHiding({ lossOn });
  const isRescinded = rescinded.some((reason) => reason === endReason);
  // the day of the death is covered as a whole, also where all of it was decided before the day was over
  const isLastDay = isEndedByDeath(needs.policy) && endedOn === lossOn;
  const state = (isLastDay ? standingBefore(needs.stays)?.state : undefined) ?? stateOn(needs.stays, lossOn, calendar);
  if (state === undefined || isRescinded) {
    if (coverJudgement === undefined) {
      if (endReason === "nonDisclosure") return influenceUnknown({ lossOn });
      return endReason === "misstatedAge" ? ageOutsideJudged({ lossOn }) : coverUnknown({ lossOn });
    }
    if (state === undefined || !coverJudgement.isCovered) return coverJudgement.isCovered ? undefined : judgedNotCovered({ lossOn });
  }
  if (!coveredStates.includes(state)) return notCovered({ state, lossOn });
  const coverageState = stateOn(needs.coverageStays ?? [], lossOn, calendar) ?? "active";
  if (coverageState !== "active") return coverageNotActive({ state: coverageState, lossOn });
  return whyExcluded(moment);
}

/** A word of the contract does not say by itself whether a loss is meant by it. */
function whyExcluded({ record: { lossOn, coverJudgement }, needs: { policy, exclusions = [] } }: CoverMoment): Refusal | undefined {
  if (exclusions.length === 0) return undefined;
  if (coverJudgement === undefined) return exclusionUnjudged({ policyNumber: policy.policyNumber, count: exclusions.length, lossOn });
  return coverJudgement.isCovered ? undefined : judgedNotCovered({ lossOn });
}

/** Waited for is from the beginning of the policy, of the cover that is claimed on, or from its last reinstatement before the loss. */
function waitingEndsOn({ record, needs: { policy, product, coverage }, calendar }: CoverMoment): CalendarDate | undefined {
  const { waitingDays = 0, accidentsWait, waitsAfterReinstatement } = product;
  if (waitingDays === 0 || (record.kind === "accident" && !accidentsWait)) return undefined;
  const from = latest(policy.effectiveOn, coverage?.effectiveOn, waitsAfterReinstatement ? reinstatedOn(policy, record) : undefined);
  return calendar.dayOf(calendar.after(from ?? policy.effectiveOn, `P${waitingDays}D`));
}

/** A reinstatement after the loss says nothing about it. */
const reinstatedOn = (
  { suicideClauseFromOn: on }: Pick<Policy, "suicideClauseFromOn">,
  { lossOn }: Pick<Claim, "lossOn">,
): CalendarDate | undefined => (on !== undefined && on <= lossOn ? on : undefined);

/** The day on which a cover is cancelled is its last one no more. */
const isRunning = ({ startsOn, endsOn, cancelledOn }: Pick<CompulsoryCover, "startsOn" | "endsOn" | "cancelledOn">, on: string): boolean =>
  startsOn <= on && (endsOn === undefined || on <= endsOn) && (cancelledOn === undefined || on < cancelledOn);

interface SuicideMoment extends Pick<CoverMoment, "calendar" | "parameter"> {
  readonly record: Pick<Claim, "kind" | "suicide" | "lossOn">;
  readonly needs: {
    readonly policy: Pick<Policy, "issuedOn" | "effectiveOn" | "suicideClauseFromOn">;
    readonly coverage?: Pick<Coverage, "effectiveOn"> | undefined;
  };
}
/** Not for whom was not able to judge it; of a cover that was added later from its own beginning. @see Insurance Law of the PRC, art. 44 */
export function whySuicideExcluded({ record, needs: { policy, coverage }, calendar, parameter }: SuicideMoment): Refusal | undefined {
  const { kind, suicide, lossOn } = record;
  if (kind !== "death" || suicide !== "capable") return undefined;
  const concludedOn = policy.issuedOn ?? policy.effectiveOn;
  const addedOn = coverage !== undefined && coverage.effectiveOn > policy.effectiveOn ? coverage.effectiveOn : undefined;
  const from = latest(reinstatedOn(policy, { lossOn }) ?? concludedOn, addedOn) ?? concludedOn;
  const endsOn = calendar.dayOf(calendar.after(from, `P${parameter(suicideYears, from)}Y`));
  return lossOn <= endsOn ? suicideExcluded({ lossOn, endsOn }) : undefined;
}
