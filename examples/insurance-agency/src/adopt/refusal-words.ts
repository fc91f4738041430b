import type { Refusal } from "@kehu/core";
import type { Crm } from "@kehu/crm";
import { both } from "report-kit";
import type { Refused } from "./intake.js";

/**
 * A refusal of the CRM as a line of the reject file. Its sentences say what happened, then what to do.
 *
 * @param columns - in which column a field of the record stands, or what a refusal of this code is about
 */
export function inWords(
  refusal: Pick<Refusal, "code" | "message" | "details">,
  columns: Readonly<Record<string, string>>,
  say: Crm["say"],
): Refused {
  const { code, details } = refusal;
  const fields = [problemPath(details), details["field"], details["later"], details["path"]];
  const column =
    fields
      .map((field) => (typeof field === "string" ? columns[field.split(".")[0] as string] : undefined))
      .find((each) => each !== undefined) ??
    columns[code] ??
    columnByCode[code] ??
    "";
  const [reason, remedy = "correct the row and run again"] = parted(say(refusal, "en"));
  const [why, what = "请更正该行后重新运行"] = parted(say(refusal, "zh-CN"));
  return { column, reason: both(reason, why), remedy: both(remedy, what) };
}

/** What happened, and what to do where the sentence says it. */
function parted(sentence: string): readonly [string, (string | undefined)?] {
  const [, reason, remedy] = /^(.+)(?:; |；)(.+?)[.。]?$/s.exec(sentence) ?? [];
  return reason === undefined ? [sentence.replace(/[.。]$/, "")] : [reason, remedy];
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
  "insurance/not-theirs-to-ask": "requester_no",
  "insurance/not-reduced": "details",
  "service/not-on-this-channel": "channel",
  "insurance/above-sum-assured": "approved_amount",
  "insurance/first-premium-missing": "effective_date",
};

function problemPath(details: Readonly<Record<string, unknown>>): unknown {
  const { problems } = details;
  return Array.isArray(problems) ? (problems[0] as { readonly path?: unknown } | undefined)?.path : undefined;
}
