import { isCancel, select, text } from "@clack/prompts";
import { both } from "report-kit";
import type { Prompt } from "./ask.js";
import { commands } from "./commands.js";
import type { Desk } from "./desk.js";

/** Asks at the terminal; Escape or Ctrl-C gives up. */
export const promptAt =
  ({ say, option }: Desk): Prompt =>
  async ({ words, options, field, usual, optional, wrong }) => {
    const message = optional ? `${say(words)} (${say(both("may stay empty", "可留空"))})` : say(words);
    const worded = async (value: string) => ({ value, ...(field && { label: await option(...field, value) }) });
    const answer = options
      ? await select({ message, options: await Promise.all(options.map(worded)), ...(usual !== undefined && { initialValue: usual }) })
      : await text({
          message,
          ...(usual !== undefined && { placeholder: usual, defaultValue: usual }),
          validate: (value) => {
            if (value === undefined || value === "")
              return optional || usual !== undefined ? undefined : say(both("please answer", "请填写"));
            const problem = wrong?.(value);
            return problem && say(problem);
          },
        });
    return isCancel(answer) ? undefined : answer;
  };

/** The command that the person chooses; undefined for the end. */
export async function chooseCommand({ say }: Desk): Promise<string | undefined> {
  const answer = await select({
    message: say(both("What next?", "下一步？")),
    options: [
      ...commands.map(({ name, title }) => ({ value: name, label: say(title) })),
      { value: "", label: say(both("Leave the desk", "离开")) },
    ],
  });
  return isCancel(answer) || answer === "" ? undefined : answer;
}
