import { fen } from "./cells.js";
import { later } from "./days.js";
import { Course, eveningOf, monthsOf, startOf } from "./policy-course.js";
import { type Cells, cell, day } from "./read.js";
import type { Product, ReckonedBook } from "./reckoned-book.js";
import type { Policy, Stage } from "./stage.js";

/** The policies, and what their rows say of the time to come. */
export function stagePolicies(stage: Stage, { files, products }: ReckonedBook): void {
  for (const [line, row] of files.policies.good.entries())
    stagePolicy(stage, row, line, products.get(cell(row, "product_code")) as Product);
}

function stagePolicy(stage: Stage, row: Cells, line: number, product: Product): void {
  const number = cell(row, "policy_no");
  const [signedOn = "", effectiveOn = "", appliedOn, endOn] = ["signed_date", "effective_date", "reinstatement_applied", "ended_date"].map(
    (column) => day(row, column),
  );
  const isSold = signedOn > stage.days.asOf;
  const at = (rank: number, on: string | undefined, happen: (policy: Policy) => boolean): void =>
    stage.plan({
      file: "policies",
      rank,
      line,
      row: number,
      on,
      happen: () => {
        const policy = stage.policies.get(number);
        return policy !== undefined && happen(policy);
      },
    });
  if (isSold)
    stage.plan({
      file: "policies",
      rank: 0,
      line,
      row: number,
      on: signedOn,
      happen: () => stage.policies.set(number, policyOf(row, product, true)) !== undefined,
    });
  else stageOld(stage, row, policyOf(row, product, false));
  at(1, appliedOn, ({ course }) => course.applyForReinstatement(appliedOn ?? ""));
  const issuedOn = later(signedOn, effectiveOn);
  if (isSold || cell(row, "state") === "proposed") at(3, issuedOn, ({ course, paid }) => paid.length > 0 && course.issue(issuedOn));
  if (cell(row, "end_reason") === "surrender")
    at(20, endOn, (policy) => {
      if (stage.hasClaim(number, ["reported", "registered", "approved"]) || !policy.course.surrender(endOn ?? "")) return false;
      stage.book(policy, "cash-value", 0 - (fen(cell(row, "end_value")) ?? 0));
      return true;
    });
  if (cell(row, "end_reason") === "freeLook")
    at(21, endOn, (policy) => {
      if (stage.hasClaim(number, ["reported", "registered", "approved", "paid"]) || !policy.course.cancel(endOn ?? "")) return false;
      if (policy.paid.length > 0) stage.book(policy, "premium-refund", 0 - policy.paid.reduce((sum, { amount }) => sum + amount, 0));
      return true;
    });
}

/** A policy from before the change-over, perhaps ended by then. */
function stageOld(stage: Stage, row: Cells, policy: Policy): void {
  stage.policies.set(cell(row, "policy_no"), policy);
  const [endedOn, value, reason] = [day(row, "ended_date"), fen(cell(row, "end_value")), cell(row, "end_reason")];
  if (endedOn === undefined || endedOn > stage.days.asOf) return;
  if (value !== undefined) stage.book(policy, reason === "freeLook" ? "premium-refund" : "cash-value", 0 - value);
  policy.course.endedOn = endedOn;
  policy.course.endReason = reason;
}

function policyOf(row: Cells, product: Product, isSold: boolean): Policy {
  const terms = {
    effectiveOn: day(row, "effective_date") ?? "",
    expiresOn: day(row, "expiry_date"),
    premiumsUntilOn: day(row, "premiums_until"),
    premium: fen(cell(row, "premium")) ?? 0,
    months: monthsOf[cell(row, "frequency")],
    graceDays: product.graceDays,
    paysAtMaturity: product.paysAtMaturity,
  };
  const state = isSold ? "proposed" : cell(row, "state");
  const since = isSold ? eveningOf(day(row, "signed_date") ?? "") : startOf(day(row, "state_since") ?? "");
  const appliedOn = state === "reinstatementPending" ? (day(row, "reinstatement_applied") ?? day(row, "state_since")) : undefined;
  return {
    row,
    product,
    paid: [],
    sum: fen(cell(row, "sum_assured")) ?? 0,
    formerSums: [],
    course: new Course(terms, { state, since, paidTo: isSold ? undefined : day(row, "paid_to"), appliedOn }),
  };
}
