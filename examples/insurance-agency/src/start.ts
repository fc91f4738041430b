import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Progress } from "report-kit";
import { checkFiles } from "./adopt/adopt-files.js";
import type { Agency } from "./agency/open-agency.js";
import type { Options } from "./options.js";
import { checkOutputs } from "./outputs.js";
import { type Figures, figuresOf } from "./report/figures.js";
import { gather } from "./report/gather.js";
import { page } from "./report/page.js";
import { summary } from "./report/summary.js";
import { openBook, runBook } from "./run-book.js";

/** The whole of it: the files, the year, the report. Gives the figures and what to print. */
export async function start(options: Options, progress: Progress): Promise<{ readonly figures: Figures; readonly text: string }> {
  await checkOutputs(options);
  const { folder, remove } = await filesOf(options);
  const agency = await openChecked(folder, options).catch(async (error: unknown) => {
    await remove();
    throw error;
  });
  try {
    const run = await runBook(agency, { ...options, from: folder }, progress);
    const found = await gather(agency, options);
    const figures = figuresOf(run, found);
    await writeFile(options.report, page(found, run.rejected));
    if (options.figures !== undefined) await writeFile(options.figures, `${JSON.stringify(figures, null, 2)}\n`);
    return { figures, text: summary(run, found) };
  } finally {
    await agency.crm.close();
    await remove();
  }
}

/** Opens nothing before all files were looked at. */
async function openChecked(folder: string, options: Options): Promise<Agency> {
  await checkFiles(folder);
  return openBook(options);
}

/** The folder that was named, or files that are written for this run. */
async function filesOf({ from, scale, asOf, until }: Options): Promise<{ readonly folder: string; remove(): Promise<void> }> {
  if (from !== undefined) return { folder: from, remove: async () => {} };
  // the generators are only loaded where they are needed
  const { usualPolicies, usualSeed, writeFiles } = await import("./write-data/write-files.js");
  const folder = await mkdtemp(join(tmpdir(), "kehu-book-"));
  await writeFiles(folder, { policies: usualPolicies * scale, seed: usualSeed, asOf, until });
  return { folder, remove: () => rm(folder, { recursive: true, force: true }) };
}
