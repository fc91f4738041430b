import type { StateOf } from "@kehu/core";
import type { claim } from "@kehu/insurance";
import type { Values } from "../read-files/read-table.js";
import type { claims } from "../read-files/tables.js";
import type { Step } from "../year/step.js";
import type { Period } from "./intake.js";
import { startOf, yuan } from "./policies.js";

type ClaimRow = Values<typeof claims.columns>;
type Reported = Extract<Step, { kind: "report" }>["input"];

/** What a row says that happens after the change-over: one step for each of its days. A claim is registered on the day after it was reported. */
export function claimSteps(row: ClaimRow, { asOf, until }: Period, input: Reported): readonly Step[] {
  const { claim_no: claimNumber, decided_date: decidedOn, paid_date: paidOn, reason = "" } = row;
  const steps: Step[] = [
    { kind: "report", on: row.reported_date, input },
    { kind: "register", on: registeredOn(row), claimNumber },
  ];
  if (decidedOn !== undefined && row.decision === "approved")
    steps.push({ kind: "approve", on: decidedOn, claimNumber, ...approvalOf(row) });
  if (decidedOn !== undefined && row.decision === "denied") steps.push({ kind: "deny", on: decidedOn, claimNumber, reason });
  if (row.notice_date !== undefined) steps.push({ kind: "notice", on: row.notice_date, claimNumber });
  if (decidedOn !== undefined && row.decision === "withdrawn") steps.push({ kind: "withdraw", on: decidedOn, claimNumber, reason });
  if (paidOn !== undefined) steps.push({ kind: "payClaim", on: paidOn, claimNumber, endsPolicy: row.ends_policy });
  return steps.filter(({ on }) => on > asOf && on <= until);
}

/** Where the file does not say why less is paid than was claimed: what the agency's products pay is a share, up to a limit. */
function approvalOf({ approved_amount: amountMinor = 0, claimed_amount: claimed, reason }: ClaimRow) {
  const isLess = claimed !== undefined && amountMinor < claimed;
  return { amountMinor, ...(isLess && { reason: reason ?? "按合同约定的比例和限额赔付" }) };
}

/** How far a claim was on the day of the change-over, and since when. */
export function standingOn(row: ClaimRow, asOf: string) {
  const decided = row.decided_date !== undefined && row.decided_date <= asOf ? row.decision : undefined;
  const decidedOn = row.decided_date ?? asOf;
  if (decided === "denied") {
    const denied = { denialReason: row.reason, deniedOn: decidedOn };
    return row.notice_date !== undefined && row.notice_date <= asOf
      ? standing("closed", row.notice_date, { ...denied, denialNoticeOn: row.notice_date })
      : standing("denied", decidedOn, denied);
  }
  if (decided === "withdrawn") return standing("withdrawn", decidedOn, { withdrawalReason: row.reason });
  if (decided === "approved") {
    const approvedAmount = yuan(row.approved_amount ?? 0);
    const approved = { approvedAmount, approvedOn: decidedOn };
    return row.paid_date !== undefined && row.paid_date <= asOf
      ? standing("paid", row.paid_date, { ...approved, paidAmount: approvedAmount, paidOn: row.paid_date })
      : standing("approved", decidedOn, approved);
  }
  const registered = registeredOn(row);
  return registered <= asOf ? standing("registered", registered, {}) : standing("reported", row.reported_date, {});
}
const standing = <F extends object>(state: StateOf<typeof claim>, sinceOn: string, fields: F) => ({
  state,
  since: startOf(sinceOn),
  fields,
});

function registeredOn({ reported_date, decided_date }: ClaimRow): string {
  const next = new Date(Date.parse(`${reported_date}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);
  return decided_date !== undefined && decided_date < next ? decided_date : next;
}
