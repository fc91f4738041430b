import { type Act, act, type CalendarDate, defineRefusal, type Refusal } from "@kehu/core";
import type { Coverage } from "../coverage/coverage.js";
import { nonForfeiture } from "../nonforfeiture/non-forfeiture.js";
import type { Policy } from "../policy/policy.js";
import type { Claim } from "./claim.js";

export const noWaiverClaimed = defineRefusal(
  "insurance/no-waiver-claimed",
  "Claim {claimNumber} names no cover that waives premium; name that cover, or approve an amount.",
);
export const waivesOnly = defineRefusal(
  "insurance/waives-only",
  "The cover that is claimed on waives the premium and pays no money; grant the waiver instead of an amount.",
);
export const nothingToWaive = defineRefusal(
  "insurance/nothing-to-waive",
  "Policy {policyNumber} is {state}, and no premium of it is left to be waived from {waivedFromOn}; settle that first, or deny the claim with this reason.",
  { state: { stateOf: "insurance/policy" } },
);

interface Granting {
  readonly record: Pick<Claim, "claimNumber" | "policyId" | "lossOn">;
  readonly input: { readonly waivedUntilOn?: CalendarDate | undefined };
  readonly needs: { readonly policy: Policy; readonly coverage?: Pick<Coverage, "benefit"> | undefined };
}
export const waivesPremium = (cover: Pick<Coverage, "benefit"> | undefined): boolean => cover?.benefit === "waiver";
/** The claim was opened again, and comes to the same. */
const isWaivedAlready = ({ record, needs: { policy: of } }: Granting): boolean =>
  of.state === "premiumWaived" && of.waivedFromOn !== undefined && of.waivedFromOn <= record.lossOn;

export function whyNotWaived(moment: Granting): Refusal | undefined {
  const { record, needs } = moment;
  if (!waivesPremium(needs.coverage)) return noWaiverClaimed({ claimNumber: record.claimNumber });
  const { policyNumber, state } = needs.policy;
  const mayBegin = (nonForfeiture.waivePremium.from as readonly string[]).includes(state) || isWaivedAlready(moment);
  return mayBegin ? undefined : nothingToWaive({ policyNumber, state, waivedFromOn: record.lossOn });
}

/** From the day of the loss on nothing falls due; what had been paid for later goes back. */
export const waiveByClaim = (moment: Granting): readonly Act[] =>
  isWaivedAlready(moment)
    ? []
    : [
        act.apply(nonForfeiture.waivePremium, moment.record.policyId, {
          waivedFromOn: moment.record.lossOn,
          ...(moment.input.waivedUntilOn !== undefined && { waivedUntilOn: moment.input.waivedUntilOn }),
        }),
      ];
