import { amount, counted, percent, whole } from "report-kit";
import type { Run } from "../run-book.js";
import type { Findings } from "./gather.js";
import { callingOrder } from "./sections/calls.js";
import { stateIn } from "./state-words.js";

/** What the run found, in a screenful. */
export function summary({ files, year, rejected }: Run, found: Findings): string {
  const taken = Object.entries(files).map(
    ([file, rows]) => `  ${file.padEnd(22)}${whole(rows - (rejected.refusedByFile.get(file) ?? 0)).padStart(9)} of ${whole(rows)} rows`,
  );
  const money = (minor: number): string => amount(minor, found.currency).en;
  const inWords = (record: string, numbers: Readonly<Record<string, number>>): string =>
    Object.entries(numbers)
      .map(([state, number]) => `${whole(number)} ${stateIn(found.words, record, state).en.toLowerCase()}`)
      .join("; ");
  const of = (category: string): string => money(found.values.reduce((sum, { byCategory }) => sum - (byCategory[category] ?? 0), 0));
  const [first] = callingOrder(found.aboutToLapse);
  return `
Taken in as of ${found.asOf}
${taken.join("\n")}
  ${counted(rejected.rowsRefused, "row")} refused, ${counted(rejected.valuesLeftOut, "value")} left out${changesOf(rejected.changesNotTaken)}

Run until ${found.until}
  ${whole(Object.values(year.taken).reduce((sum, each) => sum + each, 0))} things of the year are entered, each on its day; ${whole(year.fired)} happened by themselves in this run
  policies    ${inWords("insurance/policy", found.policiesByState)}
  customers   ${inWords("engagement", found.engagements)}
  premium     ${money(found.premiumMinor)} in ${counted(found.receipts, "receipt")}
  paid out    ${of("payout")} for claims, ${of("cash-value")} for surrenders, ${of("premium-refund")} in free looks
  profit      ${money(found.curve.totalMinor)}; the best fifth brings ${percent(found.curve.bestFifth.shareOfTotal, 0)}, the worst fifth ${percent(found.curve.worstFifth.shareOfTotal, 0)}
  persistency ${percent(found.cohorts.all?.value)} in month 13
  overdue     ${counted(found.overdue.length, "promise or deadline", "promises and deadlines")}
  to call     ${counted(found.aboutToLapse.length, "policy", "policies")} about to lapse${first ? `; first ${first.displayName}, ${counted(first.daysLeft, "day")} left` : ""}`;
}

/** Rows that were mended after they had been taken in: the files and the CRM say different things. */
const changesOf = (rows: number): string =>
  rows === 0
    ? ""
    : `
  ${rows === 1 ? "1 row was" : `${whole(rows)} rows were`} changed after they had been taken in; the CRM keeps what it has.
    The reject file names their columns. Change them in the CRM, or take all files in anew with another --directory or database.`;
