import { resolve } from "node:path";
import { parseArgs } from "node:util";
import type { PurchaseModelName } from "@kehu/core/value";
import { UsageError } from "report-kit";
import { isoDay, readDay } from "./read/read-day.js";

export type ModelName = Exclude<PurchaseModelName, "bg-bb">;
export interface Options {
  /** Undefined: a cohort is made up, the same at each run. */
  readonly file: string | undefined;
  readonly format: "csv" | "cdnow";
  readonly columns: { readonly customer: string; readonly date: string; readonly amount: string | undefined };
  /** The last day of the observation; undefined: that of the file, and there is no holdout. */
  readonly calibrationEnd: string | undefined;
  /** Undefined: the length of the holdout, or a year. */
  readonly horizonWeeks: number | undefined;
  readonly model: ModelName;
  /** The folder of the files. */
  readonly out: string;
  /** Options that say nothing of a file in this format. */
  readonly idle: readonly string[];
}

export const help = `Says what the customers in a file of transactions are worth: value.html, scores.csv, model.json, rejects.csv.

  --file FILE             the transactions, a row each (a made-up shop, unless told)
  --customer COL          the column with the customer
  --date COL              the column with the day
  --amount COL            the column with the amount, or two that are multiplied: "Quantity*UnitPrice"
  --calibration-end DAY   learn from purchases up to this day, and hold the rest against what is expected
  --horizon-weeks N       how far to look ahead (as long as the holdout; without one 52 weeks)
  --model NAME            bg-nbd (unless told), mbg-nbd or pareto-nbd
  --format FORMAT         csv (unless told), or cdnow: the two public files of CDNOW as they are, which need no names of columns, and leave those that are given out
  --out DIR               the folder for what is written (out, unless told)
  --help                  this text

It ends with 0 when all is written; with 1 when it is written without a model of purchases, because these customers carry none;
with 2 when nothing is written: it was called wrongly, or the file cannot be used. The reason comes with its code.`;

export const models: readonly ModelName[] = ["bg-nbd", "mbg-nbd", "pareto-nbd"];
const mostWeeks = 2600;

/**
 * What was asked for; undefined for `--help`.
 *
 * @throws UsageError
 */
export function readOptions(args: readonly string[], cwd: string): Options | undefined {
  const values = parsed(args);
  if (values.help) return undefined;
  const { file, format = "csv", model = "bg-nbd" } = values;
  if (format !== "csv" && format !== "cdnow") throw new UsageError(`--format ${JSON.stringify(format)} is none; give csv or cdnow.`);
  const known = models.find((each) => each === model);
  if (known === undefined) throw new UsageError(`--model ${JSON.stringify(model)} is none; give ${models.join(", ")}.`);
  const named = ["customer", "date", "amount"] as const;
  const given = named.filter((name) => values[name] !== undefined);
  if (file === undefined && (given.length > 0 || values.format !== undefined))
    throw new UsageError(`--${given[0] ?? "format"} speaks of a file; name it with --file.`);
  if (file !== undefined && format === "csv")
    for (const name of ["customer", "date"] as const)
      if (!values[name]) throw new UsageError(`--${name} is missing; give the name of the column in the first line of the file.`);
  return {
    file: file === undefined ? undefined : resolve(cwd, file),
    format,
    columns: { customer: values.customer ?? "", date: values.date ?? "", amount: values.amount },
    calibrationEnd: values["calibration-end"] === undefined ? undefined : dayOf("--calibration-end", values["calibration-end"]),
    horizonWeeks: values["horizon-weeks"] === undefined ? undefined : weeksOf(values["horizon-weeks"]),
    model: known,
    out: resolve(cwd, values.out ?? "out"),
    idle: format === "cdnow" ? given.map((name) => `--${name}`) : [],
  };
}

function parsed(args: readonly string[]) {
  const text = { type: "string" } as const;
  try {
    return parseArgs({
      args: withSigns(args.filter((word, index) => word !== "--" || index > 0)),
      options: {
        file: text,
        customer: text,
        date: text,
        amount: text,
        "calibration-end": text,
        "horizon-weeks": text,
        model: text,
        format: text,
        out: text,
        help: { type: "boolean", short: "h" },
      },
    }).values;
  } catch (error) {
    throw new UsageError(`${error instanceof Error ? error.message : String(error)} See --help.`);
  }
}

/** A number below 0 belongs to the option before it: what is wrong with it is told there. */
function withSigns(args: readonly string[]): string[] {
  const isBelow = (index: number): boolean => /^-[.\d]/.test(args[index] ?? "") && /^--[a-z-]+$/.test(args[index - 1] ?? "");
  return args.flatMap((word, index) => (isBelow(index) ? [] : [isBelow(index + 1) ? `${word}=${args[index + 1]}` : word]));
}

function dayOf(option: string, value: string): string {
  const read = readDay(value);
  if ("day" in read) return isoDay(read.day);
  throw new UsageError(`${option} ${JSON.stringify(value)} is no day that can be read in one way only; write it as 2025-06-30.`);
}

function weeksOf(value: string): number {
  const weeks = Number(value);
  if (value.trim() !== "" && weeks > 0 && weeks <= mostWeeks) return weeks;
  throw new UsageError(`--horizon-weeks ${JSON.stringify(value)} cannot be reckoned with; give a number above 0, at most ${mostWeeks}.`);
}
