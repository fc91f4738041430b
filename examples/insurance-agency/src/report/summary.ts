import type { Run } from "../run-book.js";
import { amount, percent, whole } from "./format.js";
import type { Findings } from "./gather.js";
import { callingOrder } from "./sections/calls.js";

/** What the run found, in a screenful. */
export function summary({ files, year, rejected }: Run, found: Findings): string {
  const taken = Object.entries(files).map(
    ([file, { rows, accepted }]) => `  ${file.padEnd(22)}${whole(accepted).padStart(9)} of ${whole(rows)} rows`,
  );
  const money = (minor: number): string => amount(minor, found.currency).en;
  const states = Object.entries(found.policiesByState).map(([state, number]) => `${whole(number)} ${state}`);
  const engagements = Object.entries(found.engagements).map(([state, number]) => `${whole(number)} ${state}`);
  const [first] = callingOrder(found.aboutToLapse);
  return `
Taken in as of ${found.asOf}
${taken.join("\n")}
  ${whole(rejected.rowsRefused)} rows refused, ${whole(rejected.valuesLeftOut)} values left out${changesOf(rejected.changesNotTaken)}

Run until ${found.until}
  ${whole(Object.values(year.taken).reduce((sum, each) => sum + each, 0))} things were entered on their day, ${whole(year.fired)} happened by themselves
  policies    ${states.join(", ")}
  customers   ${engagements.join(", ")}
  premium     ${money(found.premiumMinor)} in ${whole(found.receipts)} receipts
  profit      ${money(found.curve.totalMinor)}; the best fifth brings ${percent(found.curve.bestFifth.shareOfTotal, 0)}, the worst fifth ${percent(found.curve.worstFifth.shareOfTotal, 0)}
  persistency ${percent(found.cohorts.all?.value)} in month 13
  overdue     ${whole(found.overdue.length)} promises and deadlines
  to call     ${whole(found.aboutToLapse.length)} policies about to lapse${first ? `; first ${first.displayName}, ${first.daysLeft} days left` : ""}`;
}

/** Rows that were mended after they had been taken in: the files and the CRM say different things. */
const changesOf = (rows: number): string =>
  rows === 0
    ? ""
    : `
  ${whole(rows)} rows were changed after they had been taken in; the CRM keeps what it has.
    The reject file names their columns. Change them in the CRM, or take all files in anew with another --directory or database.`;
