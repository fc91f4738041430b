import { defineRefusal, type Instant, type Refusal, type Timeless } from "@kehu/core";
import type { Product } from "../policy/product.js";
import type { Claim } from "./claim.js";
import { lifeLimitationYears, limitationYears } from "./claim-parameters.js";

export const timeBarred = defineRefusal(
  "insurance/time-barred",
  "The right to claim ended with {endedOn}, before the report of {reportedOn}; deny the claim, or enter that the insurer does not plead it.",
);

interface LimitationMoment extends Timeless {
  readonly record: Pick<Claim, "lossOn" | "knownOn" | "reportedOn" | "limitationWaivedOn">;
  readonly needs: { readonly product: Pick<Product, "line"> };
}
/** The last instant at which a loss can be claimed for, from the day on which somebody knew of it. @see Insurance Law of the PRC, art. 26 */
export function claimableUntil({ record, needs, calendar, parameter }: LimitationMoment): Instant {
  const knownOn = record.knownOn ?? record.lossOn;
  const isLife = needs.product.line === "life";
  return calendar.after(knownOn, `P${parameter(isLife ? lifeLimitationYears : limitationYears, knownOn)}Y`);
}
export function whyTimeBarred(moment: LimitationMoment): Refusal | undefined {
  const { record, calendar } = moment;
  const endedOn = calendar.dayOf(claimableUntil(moment));
  return record.reportedOn > endedOn && record.limitationWaivedOn === undefined
    ? timeBarred({ endedOn, reportedOn: record.reportedOn })
    : undefined;
}
