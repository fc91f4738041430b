import { type CalendarDate, KehuError, type Refusal } from "@kehu/core";
import type { Crm } from "@kehu/crm";
import { isChanged } from "../adopt/changes.js";
import { asProblem, type Period } from "../adopt/intake.js";
import type { Known } from "../adopt/known.js";
import { inWords } from "../adopt/refusal-words.js";
import type { Agency } from "../agency/open-agency.js";
import type { Rejects } from "../read-files/rejects.js";
import { servicing } from "../read-files/tables.js";
import { changedStep } from "./changed-step.js";
import type { Spool } from "./spool.js";
import type { CallStep, FiledStep, StepKind } from "./step.js";
import { takeCalls } from "./take-calls.js";
import { takeStep } from "./take-step.js";

export interface Year {
  /** What was entered, by kind. */
  readonly taken: Readonly<Partial<Record<StepKind, number>>>;
  /** What happened by itself. */
  readonly fired: number;
}
interface Running {
  readonly spool: Spool;
  readonly known: Known;
  readonly rejects: Rejects;
  readonly period: Period;
  readonly onSteps: (steps: number) => void;
}

/**
 * Runs the time after the change-over. In the evening of every day on which something happened it is entered; what is due happens
 * once a week, which gives the same as every hour. Of a row whose step is refused the later steps are left out.
 */
export async function runYear({ crm, setDay }: Agency, { spool, known, rejects, period, onSteps }: Running): Promise<Year> {
  const taken: Partial<Record<StepKind, number>> = {};
  const refusedRows = new Set<string>();
  let fired = 0;
  let week = "";
  const note = async (step: FiledStep, refusal: Pick<Refusal, "code" | "message" | "details"> | undefined): Promise<void> => {
    if (refusal === undefined || isChanged(refusal.code)) taken[step.kind] = (taken[step.kind] ?? 0) + 1;
    if (refusal === undefined) return;
    if (isChanged(refusal.code)) {
      rejects.add([asProblem(step, await changedStep(step, known), "change not taken")]);
      return;
    }
    refusedRows.add(rowOf(step));
    rejects.add([asProblem(step, inWords(refusal, step.file === servicing.file ? columnsOfRequests : columnsOfSteps, crm.say))]);
  };
  for await (const steps of spool.days()) {
    const [{ on }] = steps as [FiledStep];
    if (weekOf(on) !== week) fired += await settle(crm, setDay(on));
    week = weekOf(on);
    setDay(on);
    const calls = steps.filter((step): step is CallStep => step.kind === "call");
    for (const step of steps) {
      if (step === calls[0])
        for (const [index, refusal] of (await takeCalls(calls, known)).entries()) await note(calls[index] as CallStep, refusal);
      if (step.kind !== "call" && !refusedRows.has(rowOf(step))) await note(step, await refusalOf(takeStep(step, known)));
    }
    onSteps(steps.length);
  }
  fired += await settle(crm, setDay(period.until));
  return { taken, fired };
}

const settle = async (crm: Crm, now: string): Promise<number> => (await crm.runDue(now)).fired;
const rowOf = ({ file, number }: FiledStep): string => `${file}:${number}`;
/** Counted from a Monday. */
const weekOf = (on: CalendarDate): string => String(Math.floor((Date.parse(on) / 86_400_000 - 4) / 7));

/** Why a row could not be entered. A database that is gone, or a right that was not given, is no property of a row. */
async function refusalOf(step: Promise<void>): Promise<KehuError | undefined> {
  try {
    await step;
    return undefined;
  } catch (error) {
    if (error instanceof KehuError && !error.retryable && !broken.has(error.code)) return error;
    throw error;
  }
}
const broken: ReadonlySet<string> = new Set([
  "crm/database-error",
  "crm/database-closed",
  "crm/database-unavailable",
  "crm/outcome-unknown",
  "crm/not-granted",
  "crm/pack-off",
  "crm/unknown-definition",
]);

const columnsOfSteps = {
  amount: "amount",
  paidOn: "paid_date",
  receiptNumber: "receipt_no",
  lossOn: "loss_date",
  reportedOn: "reported_date",
  claimedAmount: "claimed_amount",
  policyNumber: "policy_no",
  effectiveOn: "effective_date",
  expiresOn: "expiry_date",
  premium: "premium",
  sumAssured: "sum_assured",
};
/** What is wrong with a change stands in its details. */
const columnsOfRequests = { "insurance/shares-do-not-add-up": "details" };
