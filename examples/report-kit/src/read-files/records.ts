import { CsvError, parse } from "csv-parse/sync";
import { type Delimiter, delimiterOf, isAnnouncement } from "./delimiter.js";
import { type Line, longestLine } from "./lines.js";

/** A row of a file: its cells, or why they cannot be told apart. */
export interface FileRecord {
  readonly line: number;
  readonly cells: readonly string[];
  readonly problem?: string;
  readonly delimiter: Delimiter;
}
/** A cell may go over so many lines; beyond that its quote was a stray one. */
const mostLines = 20;

/**
 * The rows of a file. A quotation mark that is never closed costs its own line only: the next lines are read as if it were not there,
 * because a parser that waits for the end of the quote would swallow the rest of the file. The first line says what separates the cells.
 *
 * @param wanted - the names that the header may have
 */
export async function* recordsOf(lines: AsyncIterable<Line>, wanted: readonly string[]): AsyncGenerator<FileRecord> {
  const waiting: Line[] = [];
  const source = lines[Symbol.asyncIterator]();
  const lineAt = async (index: number): Promise<Line | undefined> => {
    while (waiting.length <= index) {
      const next = await source.next();
      if (next.done) return undefined;
      waiting.push(next.value);
    }
    return waiting[index];
  };
  let delimiter: Delimiter | undefined;
  for (let first = await lineAt(0); first; first = await lineAt(0)) {
    if (delimiter === undefined && isAnnouncement(first.text)) {
      waiting.splice(0, 1);
      continue;
    }
    if (delimiter === undefined && first.text.trim() !== "") delimiter = delimiterOf(first.text, wanted);
    const { record, used } = await recordFrom(first, lineAt, delimiter ?? ",");
    waiting.splice(0, used);
    if (record.problem !== undefined || record.cells.length > 0) yield record;
  }
}

type Next = (index: number) => Promise<Line | undefined>;

async function recordFrom(
  first: Line,
  lineAt: Next,
  delimiter: Delimiter,
): Promise<{ readonly record: FileRecord; readonly used: number }> {
  const line = first.number;
  const refused = (problem: string) => ({ record: { line, cells: [], problem, delimiter }, used: 1 });
  if (first.tooLong) return refused(`is longer than ${longestLine} characters`);
  let text = first.text;
  let used = 1;
  // most rows have none, and a parser for each would take most of the time
  if (!text.includes('"')) return { record: { line, cells: text === "" ? [] : text.split(delimiter), delimiter }, used };
  while (hasOpenQuote(text)) {
    const next = used < mostLines ? await lineAt(used) : undefined;
    if (next === undefined || next.tooLong || text.length > longestLine) return refused("has a quotation mark that is not closed");
    text += `\n${next.text}`;
    used += 1;
  }
  try {
    const [cells = []] = parse(text, {
      delimiter,
      max_record_size: 2 * longestLine,
      relax_column_count: true,
      skip_empty_lines: true,
      record_delimiter: ["\u0000"],
    }) as string[][];
    return { record: { line, cells, delimiter }, used };
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    return refused("has a quotation mark in the wrong place");
  }
}

/** A quote inside of a quoted cell stands twice, so that a whole row has an even number. */
function hasOpenQuote(text: string): boolean {
  let isOpen = false;
  for (let index = text.indexOf('"'); index >= 0; index = text.indexOf('"', index + 1)) isOpen = !isOpen;
  return isOpen;
}
