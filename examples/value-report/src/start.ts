import { basename, join } from "node:path";
import { type Progress, UsageError } from "report-kit";
import { makeCohort } from "./cohort.js";
import type { Options } from "./options.js";
import { page } from "./page/page.js";
import { cdnowSource } from "./read/cdnow-rows.js";
import { csvSource } from "./read/csv-rows.js";
import { readPurchases } from "./read/read-purchases.js";
import type { Source } from "./read/rows.js";
import { reckon } from "./reckon/reckon.js";
import { summary, withoutModel } from "./summary.js";
import { modelJson } from "./write/model-json.js";
import { writeAll } from "./write/write-all.js";
import { rejectsCsv } from "./write/write-rejects.js";
import { scoresCsv } from "./write/write-scores.js";

export interface Started {
  readonly told: string;
  readonly withoutModel: string | undefined;
}
const names = ["value.html", "model.json", "scores.csv", "rejects.csv"] as const;

/**
 * From a file of transactions to the files of the report; nothing is written where one cannot be.
 *
 * @returns what to tell whoever started it, and why there is no model where there is none
 * @throws UsageError
 */
export async function start(options: Options, progress: Progress): Promise<Started> {
  const { file, out } = options;
  const read = names.find((name) => join(out, name) === file);
  if (read !== undefined) throw new UsageError(`--out ${out} would overwrite ${read}, which is read; name another folder.`);
  const cohort = file === undefined ? makeCohort() : undefined;
  const source = cohort?.source ?? sourceOf(file ?? "", options);
  const calibrationEnd = options.calibrationEnd ?? cohort?.calibrationEnd;
  const found = {
    ...(await foundIn(source, { ...options, calibrationEnd }, progress)),
    file: file === undefined ? undefined : basename(file),
  };
  await writeAll(out, {
    "value.html": [page(found)],
    "model.json": [modelJson(found)],
    "scores.csv": scoresCsv(found),
    "rejects.csv": rejectsCsv(found.book.rejects),
  } satisfies Record<(typeof names)[number], Iterable<string>>);
  const { idle } = options;
  const notes = idle.length === 0 ? [] : [`--format cdnow knows the columns of its files: ${idle.join(" and ")} said nothing.`];
  return { told: [...notes, summary(found, out)].join("\n"), withoutModel: withoutModel(found) };
}

async function foundIn(source: Source, options: Options, progress: Progress): Promise<ReturnType<typeof reckon>> {
  try {
    const book = await readPurchases(source, progress);
    progress.begin("Reckon", book.customers);
    const found = reckon(book, options);
    progress.add(book.customers);
    return found;
  } finally {
    progress.end();
  }
}

const sourceOf = (path: string, { format, columns }: Options): Source =>
  format === "cdnow" ? cdnowSource(path) : csvSource(path, columns);
