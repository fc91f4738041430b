import type { KehuError } from "@kehu/core";
import { type Both, both } from "report-kit";
import type { Desk } from "./desk.js";

/** Refusals that are met at the desk by one of its own answers. */
const saidHere: Readonly<Record<string, Both>> = {
  "insurance/health-consent-missing": both(
    "The insured has not agreed separately to the use of health data for claims, without which what happened is not taken down. Ask for that consent, and answer yes to it (--health-consent yes); or leave out what happened (--cause).",
    "被保险人尚未就理赔使用健康信息作出单独同意，因此不得记录出险原因。请征得同意后选“是”（--health-consent 是），或不填出险原因（--cause）。",
  ),
};

/** Why something is refused, in the language of the desk, with its code. */
export const refusalOf = ({ crm, say, language }: Desk, error: KehuError): string => {
  const words = saidHere[error.code];
  return `${words ? say(words) : crm.say(error, language === "zh" ? "zh-CN" : "en")} (${error.code})`;
};
