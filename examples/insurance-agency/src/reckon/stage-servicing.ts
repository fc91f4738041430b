import { type Cells, cell, day } from "./read.js";
import type { ReckonedBook } from "./reckoned-book.js";
import { mayAsk, reductionIn, sharesIn } from "./requests.js";
import type { Policy, Stage } from "./stage.js";

/** What was asked of the policies: only a smaller sum changes a figure. */
export function stageServicing(stage: Stage, { files }: ReckonedBook): void {
  for (const [line, row] of files.servicing.good.entries()) {
    const number = cell(row, "policy_no");
    const at = (rank: number, column: string, happen: (policy: Policy) => boolean): void =>
      stage.plan({
        file: "servicing",
        rank,
        line,
        row: cell(row, "request_no"),
        on: day(row, column),
        happen: () => {
          const policy = stage.policies.get(number);
          return policy !== undefined && happen(policy);
        },
      });
    at(5, "asked_date", (policy) => mayAsk(row, policy.row) && isTakenThere(row));
    if (cell(row, "decision") === "approved") at(6, "decided_date", (policy) => grant(policy, row));
  }
}

/** What changes the worth of a contract is taken where it can be signed. */
const isTakenThere = (row: Cells): boolean =>
  ["address", "paymentMethod", "reissue"].includes(cell(row, "type")) ||
  ["web", "storeVisit", "fieldVisit", "mail"].includes(cell(row, "channel"));

function grant(policy: Policy, row: Cells): boolean {
  const { course } = policy;
  const type = cell(row, "type");
  if (type === "beneficiaries") {
    const isOpen = ["proposed", "inForce", "grace", "lapsed", "reinstatementPending"].includes(course.state);
    return isOpen && sharesIn(cell(row, "details")).reduce((sum, { share }) => sum + share, 0) === 100;
  }
  if (type !== "sumReduction") return ["inForce", "grace", "lapsed"].includes(course.state);
  const { sum = 0, premium = 0 } = reductionIn(cell(row, "details")) ?? {};
  if (!["inForce", "grace"].includes(course.state) || sum <= 0 || premium <= 0 || sum >= policy.sum) return false;
  policy.formerSums.push({ sum: policy.sum, until: day(row, "decided_date") ?? "" });
  policy.sum = sum;
  course.instalment = premium;
  return true;
}
