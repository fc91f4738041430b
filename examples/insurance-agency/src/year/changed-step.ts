import { claim, policy, premiumReceipt } from "@kehu/insurance";
import { changedColumns, changeNotTaken } from "../adopt/changes.js";
import type { Refused } from "../adopt/intake.js";
import { claimIntake, receiptIntake } from "../adopt/journals.js";
import type { Known } from "../adopt/known.js";
import { policyIntake } from "../adopt/policies.js";
import type { FiledStep, StepKind } from "./step.js";

/** What a step says beside the number that it is about. */
const columnOf: Readonly<Partial<Record<StepKind, string>>> = {
  approve: "approved_amount",
  deny: "reason",
  withdraw: "reason",
  notice: "notice_date",
  payClaim: "paid_date",
  refuse: "reason",
  applyForReinstatement: "reinstatement_applied",
  surrender: "end_value",
  cancelInFreeLook: "ended_date",
};

/** Why a step is not taken that was taken before with other content; it names the columns as far as the CRM's records show them. */
export async function changedStep(step: FiledStep, { session }: Known): Promise<Refused> {
  const only = { limit: 1 } as const;
  if (step.kind === "pay") {
    const { items } = await session.find(premiumReceipt, { where: { receiptNumber: step.input.receiptNumber }, ...only });
    const changed = items[0] ? changedColumns(step.input, items[0], { columns: paid }) : [];
    return changeNotTaken(changed.length === 0 ? ["policy_no"] : changed);
  }
  if (step.kind === "report") {
    const { items } = await session.find(claim, { where: { claimNumber: step.number }, ...only });
    const changed = items[0] ? changedColumns(step.input, items[0], { columns: told }) : [];
    return changeNotTaken(changed.length === 0 ? ["policy_no"] : changed);
  }
  if (step.kind === "propose") {
    const { items } = await session.find(policy, { where: { policyNumber: step.input.policyNumber }, ...only });
    const { columns, moving = [] } = policyIntake;
    const told = pick(columns, Object.keys(step.input));
    return changeNotTaken(items[0] ? changedColumns(step.input, items[0], { columns: told, moving }) : []);
  }
  const column = columnOf[step.kind];
  return changeNotTaken(column === undefined ? [] : [column]);
}

const pick = (columns: Readonly<Record<string, string>>, names: readonly string[]): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(columns).filter(([name]) => names.includes(name)));
const paid = pick(receiptIntake.columns, ["amount", "paidOn", "method"]);
const told = pick(claimIntake.columns, ["lossOn", "cause", "claimedAmount", "reporterId"]);
