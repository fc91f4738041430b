import { interaction } from "@kehu/core";
import { both } from "report-kit";
import { day } from "../read-files/cells.js";
import type { Meaning, Question } from "./command.js";
import { customerMeant } from "./customer-meant.js";
import type { Desk } from "./desk.js";
import { policyMeant } from "./policy-meant.js";

/** Branches are a `storeVisit`, agents come as `fieldVisit`. */
export const channels = ["phone", "web", "storeVisit", "fieldVisit", "email", "instantMessaging"] as const;

const daysAgo: Readonly<Record<string, number>> = { today: 0, 今天: 0, yesterday: 1, 昨天: 1 };

/** `2026-06-30`, `2026/6/30`, `today`. */
export function aDay(answer: string, { today }: Pick<Desk, "today">): Meaning {
  const ago = daysAgo[answer.toLowerCase()];
  if (ago !== undefined) return { value: new Date(Date.parse(today) - ago * 86_400_000).toISOString().slice(0, 10) };
  const read = day.read(answer);
  return "value" in read ? read : { wrong: both("a day is written 2026-06-30, today or yesterday", "日期请写成 2026-06-30、今天或昨天") };
}

/** `1200`, `1,200.50`, `¥1200`, `1200元`; as plain digits. */
export function yuan(answer: string): Meaning {
  const [, number] =
    /^(?:¥|CNY|RMB)?\s*(\d{1,12}(?:\.\d{1,2})?|\d{1,3}(?:,\d{3}){1,3}(?:\.\d{1,2})?)\s*(?:元|CNY|RMB)?$/i.exec(
      answer.normalize("NFKC").trim(),
    ) ?? [];
  return number === undefined
    ? { wrong: both("an amount in yuan is written 1200 or 1200.50", "金额（元）请写成 1200 或 1200.50") }
    : { value: number.replaceAll(",", "") };
}
/** Yuan as minor units, without a float in between. */
export const amountOfYuan = (answer: string) => {
  const [whole = "0", cents = ""] = answer.split(".");
  return { amountMinor: Number(whole) * 100 + Number(cents.padEnd(2, "0")), currency: "CNY" };
};

export const channelQuestion: Question = {
  flag: "channel",
  words: both("On which channel", "渠道"),
  options: channels,
  field: [interaction, "channel"],
  usual: "phone",
};
export const customerQuestion: Question = {
  flag: "customer",
  words: both(
    "Which customer (telephone, e-mail, document, policy or claim number, or id)",
    "客户（电话、邮箱、证件号、保单号、报案号或编号）",
  ),
  read: customerMeant,
};
export const policyQuestion: Question = {
  flag: "policy",
  words: both("Which policy (its number, that of a claim, or the policyholder's telephone)", "保单（保单号、报案号或投保人电话）"),
  read: policyMeant,
};
