import { parseArgs } from "node:util";
import { UsageError } from "report-kit";
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

export const deskHelp = `A service desk for one agent, over the book that the quickstart made. Without a command it asks.

${commands.map(({ name, title, questions }) => `  ${name.padEnd(10)} ${title.en}${questions.map(({ flag, optional, usual }) => ` ${optional || usual !== undefined ? `[--${flag}]` : `--${flag}`}`).join("")}`).join("\n")}

${choices()}

  --language en|zh   the language of the desk (that of the terminal, unless told)
  --directory DIR, --database URL, --from DIR, --as-of DAY, --until DAY
                     the book, as in the quickstart; the desk stands on the evening of --until
  --help             this text`;

/** What a flag may say, where that is one of few words. */
function choices(): string {
  const flags = new Map(commands.flatMap(({ questions }) => questions.flatMap(({ flag, options }) => (options ? [[flag, options]] : []))));
  return [...flags].map(([flag, options]) => `  --${flag.padEnd(16)} ${options.join(", ")}`).join("\n");
}

const ofTheBook = ["directory", "database", "from", "as-of", "until"] as const;

/**
 * What was asked for; undefined for `--help`.
 *
 * @throws UsageError
 */
export function readDeskOptions(
  args: readonly string[],
  { cwd, lang }: { readonly cwd: string; readonly lang: string },
): DeskOptions | undefined {
  const { values, positionals } = parsed(args);
  if (values["help"] === true) return undefined;
  const texts = Object.fromEntries(Object.entries(values).filter((entry): entry is [string, string] => typeof entry[1] === "string"));
  const language = texts["language"] ?? (lang.toLowerCase().startsWith("zh") ? "zh" : "en");
  if (language !== "en" && language !== "zh") throw new UsageError("--language is en or zh.");
  const [command, ...more] = positionals;
  if (more.length > 0) throw new UsageError(`${more.join(" ")}: one command at a time. See --help.`);
  if (command !== undefined && !commands.some(({ name }) => name === command))
    throw new UsageError(`There is no command ${command}; choose from ${commands.map(({ name }) => name).join(", ")}.`);
  const book = readOptions(
    ofTheBook.flatMap((name) => (texts[name] === undefined ? [] : [`--${name}`, texts[name]])),
    cwd,
  );
  if (book === undefined) return undefined;
  const flags = Object.fromEntries(
    Object.entries(texts).filter(([name]) => name !== "language" && !(ofTheBook as readonly string[]).includes(name)),
  );
  return { book, language, command, flags };
}

interface Parsed {
  readonly values: Readonly<Record<string, string | boolean | undefined>>;
  readonly positionals: readonly string[];
}
function parsed(args: readonly string[]): Parsed {
  const names = new Set([...ofTheBook, "language", ...commands.flatMap(({ questions }) => questions.map(({ flag }) => flag))]);
  const texts = Object.fromEntries([...names].map((name) => [name, { type: "string" as const }]));
  try {
    return parseArgs({
      args: args.filter((word, index) => word !== "--" || index > 0),
      allowPositionals: true,
      options: { ...texts, help: { type: "boolean", short: "h" } },
    }) as Parsed;
  } catch (error) {
    throw new UsageError(`${error instanceof Error ? error.message : String(error)} See --help.`);
  }
}
