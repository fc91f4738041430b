import {
  act,
  date,
  defineDeadline,
  defineLifecycle,
  defineRefusal,
  earliest,
  type Instant,
  sum,
  type Timeless,
  task,
  totals,
} from "@kehu/core";
import * as z from "zod";
import { afterLoans, itsLoans, setOffAll } from "../loan/set-off.js";
import { itsVehicles, releaseVehicles } from "../motor/compulsory-cover.js";
import { inOrder, notInFuture } from "../policy/dates.js";
import { type Policy, policy, unendedStates } from "../policy/policy.js";
import { premiumReceipt } from "../premium/premium-receipt.js";
import { contestableYears, nonDisclosureDays } from "./underwriting-parameters.js";

export const nothingHidden = defineRefusal(
  "insurance/nothing-hidden",
  "Nothing is entered that the application of policy {policyNumber} hid; enter it with the day on which the insurer learned of it.",
);
export const rescissionTooLate = defineRefusal(
  "insurance/rescission-too-late",
  "The insurer's right to rescind policy {policyNumber} ended with {endedOn}; the contract stands, and its losses are paid.",
);

type Concluded = Pick<Policy, "issuedOn" | "effectiveOn">;
interface RightMoment extends Timeless {
  readonly record: Concluded;
}
/** The last instant at which a contract may be rescinded for what its application hid, or for a misstated age. @see Insurance Law of the PRC, art. 16 */
export function rescissionRightUntil({ record, calendar, parameter }: RightMoment, knownOn: string): Instant {
  const concludedOn = record.issuedOn ?? record.effectiveOn;
  const known = calendar.after(knownOn, `P${parameter(nonDisclosureDays, knownOn)}D`);
  return earliest(known, calendar.after(concludedOn, `P${parameter(contestableYears, concludedOn)}Y`)) ?? known;
}

const itsPremiums = { receipts: totals(premiumReceipt, "policyId", { where: { state: "posted" }, measures: { paid: sum("amount") } }) };

/** What an application hid, and the insurer's choice: to rescind in time, or to let the contract stand. That a death is looked into takes no right away. */
export const nonDisclosure = defineLifecycle(policy, (t) => ({
  learnOfNonDisclosure: t({
    from: unendedStates,
    input: { knownOn: date(), kind: z.enum(["deliberate", "grossNegligence"]) },
    check: ({ record, input, today }) =>
      inOrder(["issuedOn", record.issuedOn], ["knownOn", input.knownOn]) ?? notInFuture("knownOn", input.knownOn, today),
    set: ({ input }) => ({ nonDisclosure: input }),
  }),
  waiveNonDisclosure: t({ from: unendedStates, set: () => ({ nonDisclosure: undefined }) }),
  /** Premium goes back, less loans and their interest, unless it was deliberate. @see Insurance Law of the PRC, art. 16 */
  rescindForNonDisclosure: t({
    from: unendedStates,
    to: "terminated",
    needs: { ...itsPremiums, ...itsLoans, ...itsVehicles },
    guard: (moment) => {
      const { record, now, calendar } = moment;
      const { policyNumber, nonDisclosure: hidden } = record;
      if (hidden === undefined) return nothingHidden({ policyNumber });
      const until = rescissionRightUntil(moment, hidden.knownOn);
      return now > until ? rescissionTooLate({ policyNumber, endedOn: calendar.dayOf(until) }) : undefined;
    },
    set: ({ record, needs: { receipts, loans }, today }) => {
      const received = receipts.paid.find(({ currency }) => currency === record.premium.currency);
      const goesBack = record.nonDisclosure?.kind === "deliberate" ? undefined : received;
      return { endedOn: today, endReason: "nonDisclosure", ...(goesBack && afterLoans(goesBack, { loans, on: today })) };
    },
    also: ({ needs }) => [...setOffAll(needs.loans), ...releaseVehicles({ needs })],
  }),
}));

/** Warns before the right is gone; what is missed is only the right. */
export const rescindInTime = defineDeadline("insurance/rescind-in-time", policy, {
  runsIn: unendedStates,
  within: (moment) =>
    moment.record.nonDisclosure === undefined ? undefined : { at: rescissionRightUntil(moment, moment.record.nonDisclosure.knownOn) },
  warn: ["P10D", "P3D"],
  missed: ({ record, today }) => [
    act.create(task, { subject: record.policyNumber, aboutId: record.id, customerId: record.holderId, dueOn: today }),
  ],
});
