import { isCancel, log, select, text } from "@clack/prompts";
import { both } from "report-kit";
import type { Prompt } from "./ask.js";
import { commands } from "./commands.js";
import type { Desk } from "./desk.js";
import { choicesOf } from "./meaning-of.js";

/** The hint of the prompts is in English only. */
const choosing = (message: string, { language }: Desk) =>
  language === "en" ? { message } : { message: `${message}（↑/↓ 选择，回车确认）`, showInstructions: false };

/** Asks at the terminal; Escape or Ctrl-C gives up. */
export const promptAt =
  (desk: Desk): Prompt =>
  async (question, { problem, among } = {}) => {
    const { words, options, usual, optional } = question;
    const { say } = desk;
    if (problem !== undefined) log.warn(problem);
    const message = optional ? `${say(words)} (${say(both("may stay empty", "可留空"))})` : say(words);
    const choices = among ?? (options && (await choicesOf(question, desk)));
    const answer = choices
      ? await select({ ...choosing(message, desk), options: [...choices], ...(usual !== undefined && { initialValue: usual }) })
      : await text({ message, ...(usual !== undefined && { placeholder: usual, defaultValue: usual }) });
    return isCancel(answer) ? undefined : answer;
  };

/** The command that the person chooses; undefined for the end. */
export async function chooseCommand(desk: Desk): Promise<string | undefined> {
  const { say } = desk;
  const answer = await select({
    ...choosing(say(both("What next?", "下一步？")), desk),
    options: [
      ...commands.map(({ name, title }) => ({ value: name, label: say(title) })),
      { value: "", label: say(both("Leave the desk", "离开")) },
    ],
  });
  return isCancel(answer) || answer === "" ? undefined : answer;
}
