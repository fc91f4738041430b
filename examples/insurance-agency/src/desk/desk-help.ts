import { both } from "report-kit";
import type { Question } from "./command.js";
import { commands } from "./commands.js";
import type { Language } from "./desk.js";

const of = both(
  "A service desk for one agent, over the book that the quickstart made. Without a command it asks.",
  "单人客服台，使用 quickstart 生成的业务数据。不带操作时逐项提问。",
);
const choosing = both("What may be chosen, by these codes or by its word:", "可选值（可用以下代码，也可用中文名称）：");
const book = both(
  `  --language en|zh   the language of the desk (that of the terminal, unless told)
  --directory DIR, --database URL, --from DIR, --as-of DAY, --until DAY
                     the book, as in the quickstart; the desk stands on the evening of --until
  --help             this text`,
  `  --language en|zh   客服台的语言（默认随终端）
  --directory DIR, --database URL, --from DIR, --as-of DAY, --until DAY
                     业务数据，同 quickstart；客服台停在 --until 当日晚上
  --help             显示本说明`,
);

/** The help, in the language of the desk. */
export function deskHelp(language: Language): string {
  const questions = new Map(commands.flatMap((command) => command.questions.map((question) => [question.flag, question] as const)));
  const all = [...questions.values()];
  return [
    of[language],
    "",
    ...commands.map(({ name, title, questions }) => `  ${name.padEnd(10)} ${title[language]}${questions.map(flagOf).join("")}`),
    "",
    ...all.map(({ flag, words }) => `  --${flag.padEnd(16)} ${words[language]}`),
    "",
    choosing[language],
    "",
    ...all.flatMap(({ flag, options }) => (options ? [`  --${flag.padEnd(16)} ${options.join(", ")}`] : [])),
    "",
    book[language],
  ].join("\n");
}

const flagOf = ({ flag, optional, usual }: Question): string => ` ${optional || usual !== undefined ? `[--${flag}]` : `--${flag}`}`;
