import { fillBlanks, KehuError } from "@kehu/core";
import { coreZhCN } from "@kehu/core/zh-CN";
import { both } from "report-kit";
import type { Missing } from "./findings.js";

const sentences: Readonly<Record<string, string>> = coreZhCN;

/** What a model says that cannot be fitted; whatever else went wrong is thrown on. */
export function refusedModel(error: unknown): Missing {
  if (!(error instanceof KehuError)) throw error;
  const { code, message, details } = error;
  return { code, sentence: both(message, fillBlanks(sentences[code] ?? message, details)) };
}
