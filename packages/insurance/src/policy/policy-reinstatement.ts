import {
  type CalendarDate,
  date,
  defineLifecycle,
  defineRefusal,
  type Instant,
  latest,
  personal,
  type Refusal,
  type Timeless,
  text,
} from "@kehu/core";
import type { Owed } from "../loan/loan-value.js";
import { excessOn, whyOverloaned } from "../loan/overloan.js";
import { afterLoans, itsLoans, setOffAll } from "../loan/set-off.js";
import { surrenderValue } from "../nonforfeiture/surrender-value.js";
import { arrearsDays, reinstatementSilenceDays, rescissionYears } from "../parameters.js";
import { nextDueOn } from "../premium/premium-schedule.js";
import { whyInterestOwed } from "./arrears-interest.js";
import { notInFuture } from "./dates.js";
import { itsProduct } from "./grace.js";
import { type Policy, policy } from "./policy.js";
import type { Product } from "./product.js";

export const appliedBeforeLapse = defineRefusal(
  "insurance/applied-before-lapse",
  "The policy lapsed on {lapsedOn}, and {appliedOn} came before that; post what was paid in the grace period, or correct the date.",
);
export const arrearsUnpaid = defineRefusal(
  "insurance/arrears-unpaid",
  "The arrears of policy {policyNumber} are not paid; post them, then reinstate it.",
);
export const arrearsHeld = defineRefusal(
  "insurance/arrears-held",
  "Arrears of policy {policyNumber} have been paid; reverse their receipts, so that they are paid back, then refuse.",
);
export const agreedBySilence = defineRefusal(
  "insurance/agreed-by-silence",
  "Nobody refused the application of {appliedOn} until the end of {endedOn}, which is consent; take the arrears, or have the application withdrawn by the policyholder.",
);
export const rescissionTooEarly = defineRefusal(
  "insurance/rescission-too-early",
  "The insurer's right to rescind begins at the end of {on}; wait until then.",
);

const freshArrears = { arrearsPaidOn: undefined, arrearsInterest: undefined, arrearsInterestPaidOn: undefined };
/** As if nobody had applied. */
export const withoutApplication = () => ({ reinstatementAppliedOn: undefined, arrearsFromOn: undefined, ...freshArrears });

/** @see Insurance Law of the PRC, arts. 37 and 44; Supreme People's Court, Interpretation III, art. 8 */
export const policyReinstatement = defineLifecycle(policy, (t) => ({
  applyForReinstatement: t({
    from: "lapsed",
    to: "reinstatementPending",
    input: { appliedOn: date() },
    check: ({ record, input, today, calendar }) => {
      const lapsedOn = calendar.dayOf(record.since);
      return input.appliedOn < lapsedOn
        ? appliedBeforeLapse({ lapsedOn, appliedOn: input.appliedOn })
        : notInFuture("appliedOn", input.appliedOn, today);
    },
    set: ({ record, input }) => ({ reinstatementAppliedOn: input.appliedOn, arrearsFromOn: nextDueOn(record), ...freshArrears }),
    effective: ({ record, input, calendar }) => latest(calendar.startOf(input.appliedOn), record.since) ?? record.since,
  }),
  /** Only because the risk has risen markedly; the two years go on as if nobody had applied. */
  refuseReinstatement: t({
    from: "reinstatementPending",
    to: "origin",
    input: { increaseOfRisk: personal("health", text(500)) },
    guard: (moment) => {
      const silentAt = silenceEndsAt(moment);
      return moment.now >= silentAt
        ? agreedBySilence({ appliedOn: appliedOn(moment), endedOn: moment.calendar.dayOf(silentAt) })
        : whyArrearsHeld(moment.record);
    },
    set: withoutApplication,
  }),
  /** By the policyholder: the policy is as lapsed as it was. */
  withdrawApplication: t({
    from: "reinstatementPending",
    to: "origin",
    guard: ({ record }) => whyArrearsHeld(record),
    set: withoutApplication,
  }),
  reinstate: t({
    from: "reinstatementPending",
    to: "inForce",
    needs: { ...itsProduct, ...itsLoans },
    guard: ({ record, needs, today }) => whyOwing(record, needs, today),
    set: reinstated,
    effective: coveredFrom,
  }),
  // silence is consent; cover counts from the day on which the arrears were paid, and the exclusion of suicide begins again
  reinstateBySilence: t({
    from: "reinstatementPending",
    to: "inForce",
    needs: { ...itsProduct, ...itsLoans },
    due: (moment) => {
      const { record, needs, calendar } = moment;
      if (record.arrearsPaidOn === undefined || whyInterestOwed(record) !== undefined) return undefined;
      const silentAt = latest(silenceEndsAt(moment), calendar.endOf(record.arrearsPaidOn));
      return silentAt === undefined || excessOn(record, needs, calendar.dayOf(silentAt)) > 0 ? undefined : silentAt;
    },
    set: reinstated,
    effective: coveredFrom,
  }),
  /** What was consented to and is never paid for ends; premium that was paid goes back first. The two years went on meanwhile. */
  lapseAgain: t({
    from: "reinstatementPending",
    to: "origin",
    needs: { ...itsProduct, ...itsLoans },
    guard: ({ record }) => whyArrearsHeld(record),
    due: (moment) => {
      const { record, needs, calendar, parameter } = moment;
      const consentedOn = calendar.dayOf(silenceEndsAt(moment));
      const endsAt = calendar.after(consentedOn, `P${parameter(arrearsDays, consentedOn)}D`);
      return whyOwing(record, needs, calendar.dayOf(endsAt)) === undefined ? undefined : endsAt;
    },
    set: withoutApplication,
  }),
  /** A right of the insurer, once two full years have passed without an agreement. */
  rescind: t({
    from: "lapsed",
    to: "terminated",
    needs: { ...itsProduct, ...itsLoans },
    guard: (moment) => {
      const right = rescissionRightFrom(moment);
      return moment.now < right ? rescissionTooEarly({ on: moment.calendar.dayOf(right) }) : undefined;
    },
    set: (moment) => ({ endedOn: moment.today, endReason: "rescission", ...valueAtLapse(moment) }),
    also: ({ needs }) => setOffAll(needs.loans),
  }),
  terminateAfterTwoYears: t({
    from: "lapsed",
    to: "terminated",
    needs: { ...itsProduct, ...itsLoans },
    due: (moment) => (moment.needs.product.terminatesAfterTwoYears ? rescissionRightFrom(moment) : undefined),
    set: (moment) => ({ endedOn: moment.today, endReason: "twoYearsLapsed", ...valueAtLapse(moment) }),
    also: ({ needs }) => setOffAll(needs.loans),
  }),
}));

interface Applied extends Pick<Timeless, "calendar" | "parameter"> {
  readonly record: Pick<Policy, "since" | "reinstatementAppliedOn">;
}
const appliedOn = ({ record, calendar }: Applied): CalendarDate => record.reinstatementAppliedOn ?? calendar.dayOf(record.since);
/** Until then the insurer may refuse. */
export function silenceEndsAt(moment: Applied): Instant {
  const on = appliedOn(moment);
  return moment.calendar.after(on, `P${moment.parameter(reinstatementSilenceDays, on)}D`);
}
const whyArrearsHeld = (record: Policy): Refusal | undefined =>
  record.arrearsFromOn !== undefined && record.arrearsFromOn !== nextDueOn(record)
    ? arrearsHeld({ policyNumber: record.policyNumber })
    : undefined;

type Lapsed = Pick<Timeless, "calendar" | "parameter"> & { readonly record: Pick<Policy, "since"> };
/** When the insurer may rescind a policy that is lapsed since then. */
export const rescissionRightFrom = ({ record, calendar, parameter }: Lapsed): Instant =>
  calendar.after(record.since, `P${parameter(rescissionYears, calendar.dayOf(record.since))}Y`);

interface Ending extends Pick<Timeless, "calendar"> {
  readonly record: Policy;
  readonly needs: { readonly product: Product; readonly loans: readonly Owed[] };
  readonly today: CalendarDate;
}
/**
 * What goes back where the contract ends after two years: the cash value of the day on which it lapsed, less what is owed on loans;
 * nothing where nothing is left. @see Insurance Law of the PRC, art. 37
 */
function valueAtLapse({ record, needs: { product, loans }, calendar, today: on }: Ending) {
  const value = surrenderValue(record, product, record.lapsedOn ?? calendar.dayOf(record.since));
  if (value.amountMinor === 0) return undefined;
  const { endValue, ...kept } = afterLoans(value, { loans, on });
  return { ...kept, ...(endValue.amountMinor > 0 && { endValue }) };
}

interface Reinstating {
  readonly record: Policy;
  readonly today: CalendarDate;
  readonly now: Instant;
}
/** What lapsed for its loans, and owes no premium yet, comes back on the day of the agreement. */
function reinstated({ record, today }: Pick<Reinstating, "record" | "today">) {
  return {
    suicideClauseFromOn: record.arrearsPaidOn ?? today,
    overloanNoticeOn: undefined,
    lapsedOn: undefined,
    reinstatementAppliedOn: undefined,
    arrearsFromOn: undefined,
    ...freshArrears,
    demandedOn: undefined,
  };
}
function coveredFrom({ record, now }: Pick<Reinstating, "record" | "now">): string {
  return record.arrearsPaidOn ?? now;
}

/** Premium, its interest or a loan that is in the way of the cover on a day. */
const whyOwing = (record: Policy, lent: Parameters<typeof whyOverloaned>[1], on: CalendarDate): Refusal | undefined =>
  whyArrearsOwed(record, on) ?? whyInterestOwed(record) ?? whyOverloaned(record, lent, on);

function whyArrearsOwed(record: Policy, today: CalendarDate): Refusal | undefined {
  const dueOn = nextDueOn(record);
  const owesNone = record.arrearsPaidOn !== undefined || dueOn === undefined || dueOn > today;
  return owesNone ? undefined : arrearsUnpaid({ policyNumber: record.policyNumber });
}
