import type { Claim } from "../claim/claim.js";
import type { Policy } from "../policy/policy.js";
import type { PremiumReceipt } from "../premium/premium-receipt.js";

/** The cells of a file, its heading first. */
export type BordereauRows = readonly (readonly string[])[];

/** The file itself: quotes where a cell needs them, and a line end after each row. @see RFC 4180 */
export const bordereauCsv = (rows: BordereauRows): string => rows.map((cells) => `${cells.map(quoted).join(",")}\r\n`).join("");
const quoted = (cell: string): string => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);

/** Text that a spreadsheet would take for a formula is marked as text. */
const safe = (text: string): string => (/^[=+\-@\t\r]/.test(text) ? `'${text}` : text);
const minor = (amount: { readonly amountMinor: number } | undefined): string => (amount === undefined ? "" : String(amount.amountMinor));

/** Premiums received: what a reinsurer or a broker is told of each (amounts in minor units). */
export function premiumBordereau(
  rows: readonly { readonly policy: Policy; readonly receipt: PremiumReceipt; readonly productCode: string }[],
): BordereauRows {
  const heading = [
    "policy_number",
    "product_code",
    "effective_on",
    "receipt_number",
    "paid_on",
    "period_from",
    "paid_to_on",
    "amount_minor",
    "currency",
  ];
  return [
    heading,
    ...rows.flatMap(({ policy, receipt, productCode }) => {
      const line = (on: string, amount: string) => [
        safe(policy.policyNumber),
        safe(productCode),
        policy.effectiveOn,
        safe(receipt.receiptNumber),
        on,
        receipt.periodFrom,
        receipt.paidToOn,
        amount,
        receipt.amount.currency,
      ];
      const paid = line(receipt.paidOn, minor(receipt.amount));
      return receipt.state === "reversed" ? [paid, line(receipt.reversedOn ?? receipt.paidOn, `-${receipt.amount.amountMinor}`)] : [paid];
    }),
  ];
}

interface ClaimRow {
  readonly policy: Pick<Policy, "policyNumber" | "premium">;
  readonly claim: Claim;
  /** Paid on it before its last payment: in advance, in parts, and what was kept for premium and loans. */
  readonly paidBeforeMinor: number;
  readonly reserveMinor: number;
}
/** Claims as they stand. What happened is health data and is left out. */
export function claimBordereau(rows: readonly ClaimRow[]): BordereauRows {
  const heading = [
    "claim_number",
    "policy_number",
    "loss_on",
    "reported_on",
    "state",
    "approved_minor",
    "paid_minor",
    "reserve_minor",
    "currency",
  ];
  return [
    heading,
    ...rows.map(({ policy, claim, paidBeforeMinor, reserveMinor }) => [
      safe(claim.claimNumber),
      safe(policy.policyNumber),
      claim.lossOn,
      claim.reportedOn,
      claim.state,
      minor(claim.approvedAmount),
      String(paidBeforeMinor + (claim.paidAmount?.amountMinor ?? 0)),
      String(reserveMinor),
      policy.premium.currency,
    ]),
  ];
}
