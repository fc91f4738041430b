import { pglite } from "@kehu/crm/pglite";
import { postgres } from "@kehu/crm/postgres";
import type { Progress } from "report-kit";
import { adoptFiles } from "./adopt/adopt-files.js";
import { nothingKnown } from "./adopt/known.js";
import { type Agency, openAgency } from "./agency/open-agency.js";
import type { Options } from "./options.js";
import { countLines } from "./read-files/count-lines.js";
import { openRejects } from "./read-files/rejects.js";
import { runYear, type Year } from "./year/run-year.js";
import { openSpool } from "./year/spool.js";

export interface Rejected {
  readonly rowsRefused: number;
  readonly valuesLeftOut: number;
  readonly changesNotTaken: number;
  readonly refusedByFile: ReadonlyMap<string, number>;
}
/** What was done with the files. */
export interface Run {
  /** How many rows each of them has. */
  readonly files: Readonly<Record<string, number>>;
  readonly year: Year;
  readonly rejected: Rejected;
}
type Running = Pick<Options, "asOf" | "until" | "rejects"> & { readonly from: string };

/** The CRM of a run. */
export async function openBook({
  database,
  directory,
  asOf,
  book,
}: Pick<Options, "database" | "directory" | "asOf" | "book">): Promise<Agency> {
  const opening = { asOf, tenant: `agency-${book}` };
  if (database !== undefined) return openAgency(postgres({ url: database }), opening);
  return openAgency(pglite({ directory }), opening);
}

/** Takes the files in and runs the time after them. The clock of the agency stands at the end of it. */
export async function runBook(agency: Agency, options: Running, progress: Progress): Promise<Run> {
  const { from: folder, asOf, until } = options;
  const known = nothingKnown(agency.importer);
  const rejects = openRejects(options.rejects);
  const spool = await openSpool();
  const period = { asOf, until };
  const catchUp = async (): Promise<void> => {
    await agency.crm.runDue(agency.setDay(asOf));
  };
  try {
    progress.begin("Taking in the files", await countLines(folder));
    const files = await adoptFiles({ folder, period, known, rejects, spool, say: agency.crm.say, onRows: progress.add, catchUp });
    await agency.crm.analyse();
    progress.begin("Running the year    ", spool.steps);
    const year = await runYear(agency, { spool, known, rejects, period, onSteps: progress.add });
    return { files, year, rejected: rejects };
  } finally {
    progress.end();
    await Promise.all([rejects.close(), spool.remove()]);
  }
}
