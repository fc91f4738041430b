import type { Refusal } from "@kehu/core";
import type { Refused } from "./intake.js";

/**
 * A refusal of the CRM as a line of the reject file. Its sentences say what happened, then what to do.
 *
 * @param columns - in which column a field of the record stands
 */
export function inWords(
  { code, message, details }: Pick<Refusal, "code" | "message" | "details">,
  columns: Readonly<Record<string, string>>,
): Refused {
  const fields = [problemPath(details), details["field"], details["later"], details["path"]];
  const column =
    fields
      .map((field) => (typeof field === "string" ? columns[field.split(".")[0] as string] : undefined))
      .find((each) => each !== undefined) ??
    columnByCode[code] ??
    "";
  const cut = message.lastIndexOf("; ");
  const reason = cut > 0 ? message.slice(0, cut) : message.replace(/\.$/, "");
  return { column, reason, remedy: cut > 0 ? message.slice(cut + 2).replace(/\.$/, "") : "correct the row and run again" };
}

const columnByCode: Readonly<Record<string, string>> = {
  "insurance/unknown-policy": "policy_no",
  "insurance/not-whole-instalments": "amount",
  "insurance/not-so-much-due": "amount",
  "insurance/paid-after-lapse": "paid_date",
  "insurance/shares-do-not-add-up": "beneficiaries",
  "insurance/not-covered": "loss_date",
  "insurance/loss-outside-term": "loss_date",
  "insurance/loss-in-waiting-period": "loss_date",
  "insurance/cover-unknown": "loss_date",
  "insurance/above-sum-assured": "approved_amount",
  "insurance/first-premium-missing": "effective_date",
};

function problemPath(details: Readonly<Record<string, unknown>>): unknown {
  const { problems } = details;
  return Array.isArray(problems) ? (problems[0] as { readonly path?: unknown } | undefined)?.path : undefined;
}
