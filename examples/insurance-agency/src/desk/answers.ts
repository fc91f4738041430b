import { interaction } from "@kehu/core";
import { both } from "report-kit";
import type { Question } from "./command.js";

export const channels = ["phone", "web", "storeVisit", "email", "instantMessaging"] as const;

export const aDay = (answer: string) =>
  /^\d{4}-\d{2}-\d{2}$/.test(answer) && new Date(`${answer}T00:00:00Z`).toISOString().startsWith(answer)
    ? undefined
    : both("a day is written 2026-06-30", "日期请写成 2026-06-30");
export const yuan = (answer: string) =>
  /^\d{1,12}(\.\d{1,2})?$/.test(answer)
    ? undefined
    : both("an amount in yuan is written 1200 or 1200.50", "金额（元）请写成 1200 或 1200.50");
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
export const customerQuestion: Question = { flag: "customer", words: both("Which customer (id)", "客户（编号）") };
export const policyQuestion: Question = { flag: "policy", words: both("Policy number", "保单号") };
