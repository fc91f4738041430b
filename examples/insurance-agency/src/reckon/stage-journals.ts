import { fen } from "./cells.js";
import { addDays, earlier } from "./days.js";
import { type Cells, cell, day } from "./read.js";
import type { ReckonedBook } from "./reckoned-book.js";
import { type Policy, type Stage, sumOn } from "./stage.js";

/** What was paid. */
export function stageReceipts(stage: Stage, { files }: ReckonedBook): void {
  for (const [line, row] of files.receipts.good.entries()) {
    const [number, paidOn, amount] = [cell(row, "policy_no"), day(row, "paid_date") ?? "", fen(cell(row, "amount")) ?? 0];
    const policy = stage.policies.get(number);
    if (paidOn <= stage.days.asOf && policy)
      stage.receive(policy, { paidOn, amount, from: day(row, "period_from") ?? "", to: day(row, "paid_to") ?? "" });
    const happen = (): boolean => {
      const owed = stage.policies.get(number);
      const period = owed?.course.pay(paidOn, amount);
      const isArrears = owed?.course.state === "reinstatementPending";
      if (owed && period) stage.receive(owed, { paidOn, amount, isArrears, ...period });
      return period !== undefined;
    };
    stage.plan({ file: "receipts", rank: 2, line, row: cell(row, "receipt_no"), on: paidOn, happen });
  }
}

/** What was claimed. */
export function stageClaims(stage: Stage, { files }: ReckonedBook): void {
  for (const [line, row] of files.claims.good.entries()) stageClaim(stage, row, line);
}

function stageClaim(stage: Stage, row: Cells, line: number): void {
  const [number, policyNumber, decision, amount] = [
    cell(row, "claim_no"),
    cell(row, "policy_no"),
    cell(row, "decision"),
    fen(cell(row, "approved_amount")) ?? 0,
  ];
  const [lossOn = "", reportedOn = "", decidedOn, paidOn, noticeOn] = [
    "loss_date",
    "reported_date",
    "decided_date",
    "paid_date",
    "notice_date",
  ].map((column) => day(row, column));
  const registeredOn = earlier(addDays(reportedOn, 1), decidedOn ?? "9");
  const at = (rank: number, on: string | undefined, happen: () => boolean): void =>
    stage.plan({ file: "claims", rank, line, row: number, on, happen });
  const step = (
    rank: number,
    on: string | undefined,
    from: readonly string[],
    to: string,
    allowed: (policy: Policy) => boolean = () => true,
  ): void =>
    at(rank, on, () => {
      const [claim, policy] = [stage.claims.get(number), stage.policies.get(policyNumber)];
      if (!claim || !policy || !from.includes(claim.state) || !allowed(policy)) return false;
      claim.state = to;
      return true;
    });
  const covered = ({ course, product }: Policy): boolean => course.covers(lossOn, product.waitingDays);
  const old = stage.policies.get(policyNumber);
  if (reportedOn <= stage.days.asOf && old) {
    const state = stateOn(stage.days.asOf, { decision, registeredOn, decidedOn, paidOn, noticeOn });
    stage.claims.set(number, { row, state });
    if (state === "paid") stage.book(old, "payout", 0 - amount);
  }
  at(10, reportedOn, () => stage.policies.has(policyNumber) && stage.claims.set(number, { row, state: "reported" }) !== undefined);
  step(11, registeredOn, ["reported"], "registered");
  if (decision === "approved")
    step(12, decidedOn, ["registered"], "approved", (policy) => covered(policy) && amount > 0 && amount <= sumOn(policy, lossOn));
  if (decision === "denied") step(13, decidedOn, ["reported", "registered"], "denied");
  step(14, noticeOn, ["denied"], "closed");
  if (decision === "withdrawn") step(15, decidedOn, ["reported", "registered", "approved"], "withdrawn");
  step(16, paidOn, ["approved"], "paid", (policy) => {
    if (!covered(policy) || (cell(row, "ends_policy").toLowerCase() === "yes" && !policy.course.endByClaim(lossOn))) return false;
    stage.book(policy, "payout", 0 - amount);
    return true;
  });
}

interface Told {
  readonly decision: string;
  readonly registeredOn: string;
  readonly decidedOn: string | undefined;
  readonly paidOn: string | undefined;
  readonly noticeOn: string | undefined;
}
/** How far a claim was on the day of the change-over. */
function stateOn(asOf: string, { decision, registeredOn, decidedOn, paidOn, noticeOn }: Told): string {
  const isPast = (on: string | undefined): boolean => on !== undefined && on <= asOf;
  if (!isPast(decidedOn)) return registeredOn <= asOf ? "registered" : "reported";
  if (decision === "denied") return isPast(noticeOn) ? "closed" : "denied";
  if (decision === "withdrawn") return "withdrawn";
  return isPast(paidOn) ? "paid" : "approved";
}

/** What it cost to talk to the customers. */
export function stageCalls({ entries }: Stage, { files }: ReckonedBook): void {
  for (const row of files.calls.good) {
    const cost = fen(cell(row, "cost")) ?? 0;
    if (cost > 0) entries.push({ customer: cell(row, "customer_no"), category: "contact", fen: 0 - cost });
  }
}
