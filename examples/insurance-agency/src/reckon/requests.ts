import { fen } from "./cells.js";
import { type Cells, cell, day } from "./read.js";

const ways = ["bankTransfer", "directDebit", "card", "onlinePayment", "cash", "cheque", "policyLoan"];

/** Whether the cells of a request belong together. */
export function isWholeRequest(row: Cells, people: ReadonlySet<string>): boolean {
  const [decision, decided, details, type] = [cell(row, "decision"), day(row, "decided_date"), cell(row, "details"), cell(row, "type")];
  if ((decision === "") !== (decided === undefined) || (decided !== undefined && decided < (day(row, "asked_date") ?? ""))) return false;
  if (decision === "refused" && cell(row, "reason") === "") return false;
  if (type === "beneficiaries") return sharesIn(details).every(({ who, share }) => people.has(who) && share >= 1 && share <= 100);
  if (type === "paymentMethod") return ways.includes(details);
  if (type === "sumReduction") return reductionIn(details) !== undefined;
  return type === "reissue" || (details !== "" && details.length <= 300);
}

/** The policyholder, and for the beneficiaries the insured too. */
export const mayAsk = (row: Cells, policy: Cells): boolean =>
  cell(row, "requester_no") === cell(policy, "holder_no") ||
  (cell(row, "type") === "beneficiaries" && cell(row, "requester_no") === cell(policy, "insured_no"));

/** A part that cannot be read has nobody and nothing. */
export const sharesIn = (details: string): readonly { readonly who: string; readonly share: number }[] =>
  details.split(/[;；]/).map((part) => {
    const [, who = "", share = ""] = /^\s*(\S+)\s+(\d{1,3})\s*%?\s*$/.exec(part) ?? [];
    return { who, share: Number(share) };
  });

export function reductionIn(details: string): { readonly sum: number; readonly premium: number } | undefined {
  const [sum, premium, ...more] = details.split(/\s+/).map(fen);
  return sum === undefined || premium === undefined || more.length > 0 ? undefined : { sum, premium };
}
