import { createHash } from "node:crypto";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { type Both, both, UsageError } from "report-kit";
import { flagProblem } from "./flag-problem.js";
import { day } from "./read-files/cells.js";

/** The folder of this example, from its sources as from what was built of them. */
export const home = fileURLToPath(new URL("..", import.meta.url));

export interface Options {
  /** The folder of the files; undefined: they are written for this run. */
  readonly from: string | undefined;
  readonly scale: number;
  /** The address of a server; undefined: the embedded database. */
  readonly database: string | undefined;
  readonly directory: string;
  readonly report: string;
  readonly rejects: string;
  readonly figures: string | undefined;
  /** A short name of the book, which tells it from others in the same database. */
  readonly book: string;
  readonly asOf: string;
  readonly until: string;
}

export const help = `Makes a CRM of the files of an insurance agency, runs a year over them, and writes a report.

  --from DIR        the folder of the files (the example's own, unless told; its README names the columns)
  --scale N         write a book N times as large for this run, and take that
  --database URL    postgres://…, a server instead of the embedded database
  --directory DIR   where the embedded database is kept (.kehu in the example, one for each book, unless told)
  --report FILE     where the report is written (report.html in the example, unless told)
  --rejects FILE    where the refused rows are written (rejects.csv beside the report, unless told)
  --figures FILE    write the figures as JSON, too
  --as-of DAY       the day of the change-over: what is dated up to it is history (2025-06-30, unless told)
  --until DAY       run until this day (a year after --as-of, unless told)
  --help            this text

Nothing is taken in twice: the same files may be run again, also after a run that was stopped in between.`;

/**
 * What was asked for; undefined for `--help`.
 *
 * @throws UsageError in that language
 */
export function readOptions(
  args: readonly string[],
  { cwd, language = "en" }: { readonly cwd: string; readonly language?: keyof Both },
): Options | undefined {
  const say = (words: Both): UsageError => new UsageError(words[language]);
  const values = parsed(args, say);
  if (values.help) return undefined;
  const asOf = dayOf(values["as-of"] ?? "2025-06-30", (words) => say(named("--as-of", words)));
  const until = dayOf(values.until ?? yearAfter(asOf), (words) => say(named("--until", words)));
  if (until <= asOf) throw say(both(`--until ${until} must lie after --as-of ${asOf}.`, `--until ${until} 必须晚于 --as-of ${asOf}。`));
  const scale = Number(values.scale ?? 1);
  if (!Number.isInteger(scale) || scale < 1 || scale > 1000)
    throw say(both("--scale needs a whole number from 1 to 1000.", "--scale 须为 1 至 1000 的整数。"));
  if (values.scale !== undefined && values.from !== undefined)
    throw say(
      both(
        "--scale writes files of its own, --from names others; give one of them.",
        "--scale 自行生成文件，--from 指定已有文件；请只用其一。",
      ),
    );
  if (values.database !== undefined && !/^postgres(ql)?:\/\//.test(values.database))
    throw say(both("--database needs an address that begins with postgres://.", "--database 须为以 postgres:// 开头的地址。"));
  const from = values.from === undefined ? (values.scale === undefined ? join(home, "data") : undefined) : resolve(cwd, values.from);
  const book = createHash("sha256")
    .update([from ?? `scale ${scale}`, asOf, until].join("\n"))
    .digest("hex")
    .slice(0, 12);
  const report = values.report === undefined ? join(home, "report.html") : resolve(cwd, values.report);
  return {
    from,
    scale,
    database: values.database,
    directory: values.directory === undefined ? join(home, ".kehu", book) : resolve(cwd, values.directory),
    report,
    rejects: values.rejects === undefined ? join(dirname(report), "rejects.csv") : resolve(cwd, values.rejects),
    figures: values.figures === undefined ? undefined : resolve(cwd, values.figures),
    book,
    asOf,
    until,
  };
}

type Say = (words: Both) => UsageError;
function parsed(args: readonly string[], say: Say) {
  const text = { type: "string" } as const;
  try {
    return parseArgs({
      args: [...args],
      options: {
        from: text,
        scale: text,
        database: text,
        directory: text,
        report: text,
        rejects: text,
        figures: text,
        "as-of": text,
        until: text,
        help: { type: "boolean", short: "h" },
      },
    }).values;
  } catch (error) {
    const why = flagProblem(error);
    throw say(both(`${why.en} See --help.`, `${why.zh}参见 --help。`));
  }
}

const named = (option: string, { en, zh }: Both): Both => both(`${option} ${en}`, `${option} ${zh}`);
function dayOf(value: string, say: Say): string {
  const read = day.read(value);
  if ("value" in read) return read.value;
  throw say(both(`${read.reason.en}; ${read.remedy.en}.`, `${read.reason.zh}；${read.remedy.zh}。`));
}

/** The same day a year later; after February 29th the 28th. */
function yearAfter(on: string): string {
  const year = Number(on.slice(0, 4)) + 1;
  return on.slice(5) === "02-29" ? `${year}-02-28` : `${year}${on.slice(4)}`;
}
