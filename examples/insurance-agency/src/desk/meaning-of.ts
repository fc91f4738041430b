import { both } from "report-kit";
import type { Choice, Meaning, Question } from "./command.js";
import type { Desk } from "./desk.js";

/** The choices of a question with their words. */
export const choicesOf = async ({ options = [], field, named }: Question, { option, say }: Desk): Promise<readonly Choice[]> =>
  Promise.all(
    options.map(async (value) => {
      const words = named?.[value];
      return { value, label: words ? say(words) : field ? await option(...field, value) : value };
    }),
  );

/** What an answer means to a question: a choice by its code or its word, else what the question reads in it. */
export async function meaningOf(question: Question, answer: string, desk: Desk): Promise<Meaning> {
  if (!question.options) return question.read ? question.read(answer, desk) : { value: answer };
  const choices = await choicesOf(question, desk);
  const same = (one: string) => one.toLowerCase() === answer.trim().toLowerCase();
  const chosen = choices.find(({ value, label }) => same(value) || same(label));
  if (chosen) return { value: chosen.value };
  const known = choices.map(({ value, label }) => (label === value ? value : `${value} (${label})`)).join(", ");
  return { wrong: both(`${answer} is none of ${known}`, `“${answer}”不在可选项之中：${known}`) };
}

/** Says in one line each what an answer may mean, for whoever cannot be asked. */
export function wordsOf({ flag }: Question, among: readonly Choice[], { say }: Desk): string {
  const lines = among.map(({ value, label }) => (label.startsWith(value) ? `  ${label}` : `  ${value}  ${label}`));
  return [say(both(`--${flag} may be one of several; name it:`, `--${flag} 对应多个，请指定其一：`)), ...lines].join("\n");
}
