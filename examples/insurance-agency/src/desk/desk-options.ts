import { parseArgs } from "node:util";
import { type Both, both, UsageError } from "report-kit";
import { flagProblem } from "../flag-problem.js";
import { type Options, readOptions } from "../options.js";
import type { Answers } from "./command.js";
import { commands } from "./commands.js";
import type { Language } from "./desk.js";

export interface DeskOptions {
  readonly book: Options;
  readonly language: Language;
  /** Undefined: a person is asked what to do. */
  readonly command: string | undefined;
  readonly flags: Answers;
}

const ofTheBook = ["directory", "database", "from", "as-of", "until"] as const;

/**
 * What was asked for; or that it was help, and in which language.
 *
 * @throws UsageError in the language of the desk
 */
export function readDeskOptions(
  args: readonly string[],
  { cwd, lang }: { readonly cwd: string; readonly lang: string },
): DeskOptions | { readonly help: Language } {
  const usual: Language = lang.toLowerCase().startsWith("zh") ? "zh" : "en";
  const { values, positionals } = parsed(args, languageIn(args) ?? usual);
  const texts = Object.fromEntries(Object.entries(values).filter((entry): entry is [string, string] => typeof entry[1] === "string"));
  const language = texts["language"] ?? usual;
  if (language !== "en" && language !== "zh") throw new UsageError(both("--language is en or zh.", "--language 为 en 或 zh。")[usual]);
  if (values["help"] === true) return { help: language };
  const [command, ...more] = positionals;
  if (more.length > 0)
    throw new UsageError(
      both(`${more.join(" ")}: one command at a time. See --help.`, `${more.join(" ")}：每次只能执行一项操作，参见 --help。`)[language],
    );
  if (command !== undefined && !commands.some(({ name }) => name === command)) throw new UsageError(noCommand(command)[language]);
  const book = readOptions(
    ofTheBook.flatMap((name) => (texts[name] === undefined ? [] : [`--${name}`, texts[name]])),
    { cwd, language },
  );
  if (book === undefined) return { help: language };
  const flags = Object.fromEntries(
    Object.entries(texts).filter(([name]) => name !== "language" && !(ofTheBook as readonly string[]).includes(name)),
  );
  return { book, language, command, flags };
}

/** For what is said of flags that cannot be read. */
const languageIn = (args: readonly string[]): Language | undefined => {
  const said = args.find((word, index) => args[index - 1] === "--language" || word.startsWith("--language="))?.replace("--language=", "");
  return said === "en" || said === "zh" ? said : undefined;
};

function noCommand(command: string): Both {
  const known = commands.map(({ name }) => name).join(", ");
  return both(`There is no command ${command}; choose from ${known}.`, `没有操作 ${command}；可选：${known}。`);
}

interface Parsed {
  readonly values: Readonly<Record<string, string | boolean | undefined>>;
  readonly positionals: readonly string[];
}
function parsed(args: readonly string[], language: Language): Parsed {
  const names = new Set([...ofTheBook, "language", ...commands.flatMap(({ questions }) => questions.map(({ flag }) => flag))]);
  const texts = Object.fromEntries([...names].map((name) => [name, { type: "string" as const }]));
  try {
    return parseArgs({
      args: args.filter((word, index) => word !== "--" || index > 0),
      allowPositionals: true,
      options: { ...texts, help: { type: "boolean", short: "h" } },
    }) as Parsed;
  } catch (error) {
    const why = flagProblem(error);
    throw new UsageError(both(`${why.en} See --help.`, `${why.zh}参见 --help。`)[language]);
  }
}
