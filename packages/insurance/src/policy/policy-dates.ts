import { type CalendarDate, defineRefusal, defineRule, type Refusal, type Timeless } from "@kehu/core";
import { longestTermYears, proposalDays } from "../parameters.js";
import { inOrder, notBeforeProposal, notInFuture } from "./dates.js";
import { type Policy, policy } from "./policy.js";

export const proposalTooFar = defineRefusal(
  "insurance/proposal-too-far",
  "The policy was applied for on {proposedOn} and begins on {effectiveOn}, more than {days} days away; correct one of the dates.",
);
export const termTooLong = defineRefusal(
  "insurance/term-too-long",
  "{field} ({on}) lies more than {years} years from {from}; no contract is that long, so correct the date.",
);
export const premiumsBeyondCover = defineRefusal(
  "insurance/premiums-beyond-cover",
  "{field} ({on}) lies beyond {endsOn}, the last day on which the policy can be paid for; correct one of the dates.",
);

/** What has happened: it lies between the proposal and today. */
const happened = [
  "proposedOn",
  "insuredConsentedOn",
  "beneficiariesConsentedOn",
  "submittedOn",
  "issuedOn",
  "receiptSignedOn",
  "demandedOn",
  "reinstatementAppliedOn",
  "arrearsPaidOn",
  "overloanNoticeOn",
  "endedOn",
] as const;
/** What only a policy with cover can have. */
const afterTheBeginning = ["demandedOn", "reinstatementAppliedOn", "arrearsFromOn", "arrearsPaidOn", "suicideClauseFromOn"] as const;

/**
 * Each date when it comes in, whichever way. One that was taken before is not judged again, so that no clock stands still over old
 * history.
 */
export const policyDatesAreSound = defineRule("insurance/policy-dates-are-sound", policy, {
  check: ({ record, before, today, calendar, parameter }) => {
    const isNew = (field: keyof Policy): boolean => before === undefined || before[field] !== record[field];
    const clock = { calendar, parameter, policy: record };
    if (isNew("proposedOn") || isNew("effectiveOn")) {
      const wrong = tooLong("effectiveOn", record.effectiveOn, today, clock) ?? tooFar(record, { calendar, parameter, today });
      if (wrong) return wrong;
    }
    for (const field of ["expiresOn", "premiumsUntilOn", "paidToOn"] as const) {
      const wrong = isNew(field) ? tooLong(field, record[field], record.effectiveOn, clock) : undefined;
      if (wrong) return wrong;
    }
    for (const field of happened) {
      const on = record[field];
      const wrong = on !== undefined && isNew(field) ? (notBeforeProposal(field, on, clock) ?? notInFuture(field, on, today)) : undefined;
      if (wrong) return wrong;
    }
    for (const field of afterTheBeginning) {
      const wrong = isNew(field) ? inOrder(["effectiveOn", record.effectiveOn], [field, record[field]]) : undefined;
      if (wrong) return wrong;
    }
    const { premiumsUntilOn, paidToOn, expiresOn } = record;
    const end = expiresOn && dayAfter(expiresOn, clock);
    return (
      (isNew("premiumsUntilOn") || isNew("expiresOn") ? notBeyond("premiumsUntilOn", premiumsUntilOn, end) : undefined) ??
      (isNew("paidToOn") ? notBeyond("paidToOn", paidToOn, premiumsUntilOn ?? end) : undefined)
    );
  },
});

type Clock = Pick<Timeless, "calendar" | "parameter">;
/** A policy begins within a year or so of its proposal, and may be dated back as far. */
function tooFar({ proposedOn, effectiveOn }: Policy, { calendar, parameter, today }: Clock & { readonly today: CalendarDate }) {
  const days = parameter(proposalDays, effectiveOn);
  const away = (from: CalendarDate, sign: "" | "-"): CalendarDate => calendar.dayOf(calendar.after(from, `${sign}P${days}D`));
  const lastOn = away(proposedOn ?? today, "");
  const isTooFar = effectiveOn > lastOn || (proposedOn !== undefined && effectiveOn < away(proposedOn, "-"));
  return isTooFar ? proposalTooFar({ proposedOn: proposedOn ?? today, effectiveOn, days }) : undefined;
}

function tooLong(field: string, on: CalendarDate | undefined, from: CalendarDate, { calendar, parameter }: Clock): Refusal | undefined {
  const years = parameter(longestTermYears, from);
  const away = (sign: "" | "-"): CalendarDate => calendar.dayOf(calendar.after(from, `${sign}P${years}Y`));
  return on !== undefined && (on > away("") || on < away("-")) ? termTooLong({ field, on, years, from }) : undefined;
}

/** The day after the last one of cover is where the next premium would have been due. */
const dayAfter = (on: CalendarDate, { calendar }: Clock): CalendarDate => calendar.dayOf(calendar.after(on, "P1D"));
const notBeyond = (field: string, on: CalendarDate | undefined, endsOn: CalendarDate | undefined): Refusal | undefined =>
  on !== undefined && endsOn !== undefined && on > endsOn ? premiumsBeyondCover({ field, on, endsOn }) : undefined;
