import type { Days, ReckonedBook } from "./reckoned-book.js";
import { Stage } from "./stage.js";
import { stageCalls, stageClaims, stageReceipts } from "./stage-journals.js";
import { stagePolicies } from "./stage-policies.js";
import { stageServicing } from "./stage-servicing.js";

/** Lives through the time after the change-over, day by day. */
export function runThrough(book: ReckonedBook, days: Days): Stage & { readonly refused: Readonly<Record<string, number>> } {
  const stage = new Stage(days);
  stagePolicies(stage, book);
  stageReceipts(stage, book);
  stageClaims(stage, book);
  stageServicing(stage, book);
  stageCalls(stage, book);
  return Object.assign(stage, { refused: liveThrough(stage) });
}

/** In the order of the days; of one day in that of the ranks. A row that is refused once is left alone. */
function liveThrough({ happenings, policies, days }: Stage): Readonly<Record<string, number>> {
  const refused: Record<string, number> = {};
  const over = new Set<string>();
  const settle = (on: string): void => {
    for (const { course } of policies.values()) course.settle(on);
  };
  let today = "";
  for (const { on, file, row, happen } of happenings.sort((a, b) =>
    a.on < b.on ? -1 : a.on > b.on ? 1 : a.rank - b.rank || a.line - b.line,
  )) {
    if (on !== today) settle(on);
    today = on;
    if (over.has(`${file} ${row}`) || happen()) continue;
    over.add(`${file} ${row}`);
    refused[file] = (refused[file] ?? 0) + 1;
  }
  settle(days.until);
  return refused;
}
