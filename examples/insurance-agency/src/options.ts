import { createHash } from "node:crypto";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { UsageError } from "report-kit";
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
 * @throws UsageError
 */
export function readOptions(args: readonly string[], cwd: string): Options | undefined {
  const values = parsed(args);
  if (values.help) return undefined;
  const asOf = dayOf("--as-of", values["as-of"] ?? "2025-06-30");
  const until = dayOf("--until", values.until ?? yearAfter(asOf));
  if (until <= asOf) throw new UsageError(`--until ${until} must lie after --as-of ${asOf}.`);
  const scale = Number(values.scale ?? 1);
  if (!Number.isInteger(scale) || scale < 1 || scale > 1000) throw new UsageError("--scale needs a whole number from 1 to 1000.");
  if (values.scale !== undefined && values.from !== undefined)
    throw new UsageError("--scale writes files of its own, --from names others; give one of them.");
  if (values.database !== undefined && !/^postgres(ql)?:\/\//.test(values.database))
    throw new UsageError("--database needs an address that begins with postgres://.");
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

function parsed(args: readonly string[]) {
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
    throw new UsageError(`${error instanceof Error ? error.message : String(error)} See --help.`);
  }
}

function dayOf(option: string, value: string): string {
  const read = day.read(value);
  if ("value" in read) return read.value;
  throw new UsageError(`${option} ${read.reason.en}; ${read.remedy.en}.`);
}

/** The same day a year later; after February 29th the 28th. */
function yearAfter(on: string): string {
  const year = Number(on.slice(0, 4)) + 1;
  return on.slice(5) === "02-29" ? `${year}-02-28` : `${year}${on.slice(4)}`;
}
