import { CsvError, parse } from "csv-parse/sync";
import { type Both, both } from "../page/text.js";
import { type Delimiter, delimiterOf, isAnnouncement } from "./delimiter.js";
import { type Line, longestLine } from "./lines.js";

/** A row of a file: its cells, or why they cannot be told apart. */
export interface FileRecord {
  readonly line: number;
  readonly cells: readonly string[];
  readonly problem?: Both;
  readonly delimiter: Delimiter;
}
/** Why the cells of a row cannot be told apart. */
export const rowProblems = {
  tooLong: both(`is longer than ${longestLine} characters`, `超过 ${longestLine} 个字符`),
  quoteOpen: both("has a quotation mark that is not closed", "有未闭合的引号"),
  quoteMisplaced: both("has a quotation mark in the wrong place", "引号位置不对"),
} as const;
/** A cell may go over so many lines; beyond that its quote was a stray one. */
const mostLines = 20;
/** So many rows, and about so many characters, go through the parser together: one by one its beginning takes most of the time. */
const [mostRows, mostCharacters] = [256, 100_000];

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
  let gathered: RowText[] = [];
  let characters = 0;
  for (let first = await lineAt(0); first; first = await lineAt(0)) {
    if (delimiter === undefined && isAnnouncement(first.text)) {
      waiting.splice(0, 1);
      continue;
    }
    if (delimiter === undefined && first.text.trim() !== "") delimiter = delimiterOf(first.text, wanted);
    const { row, used } = await rowFrom(first, lineAt);
    waiting.splice(0, used);
    gathered.push(row);
    characters += row.text.length;
    if (gathered.length < mostRows && characters < mostCharacters) continue;
    yield* recordsIn(gathered, delimiter ?? ",");
    [gathered, characters] = [[], 0];
  }
  yield* recordsIn(gathered, delimiter ?? ",");
}

interface RowText {
  readonly line: number;
  readonly text: string;
  readonly problem?: Both;
}

/** A row with all the lines that its quoted cells go over. */
async function rowFrom(
  first: Line,
  lineAt: (index: number) => Promise<Line | undefined>,
): Promise<{ readonly row: RowText; readonly used: number }> {
  const line = first.number;
  const refused = (problem: Both) => ({ row: { line, text: "", problem }, used: 1 });
  if (first.tooLong) return refused(rowProblems.tooLong);
  let text = first.text;
  let used = 1;
  while (hasOpenQuote(text)) {
    const next = used < mostLines ? await lineAt(used) : undefined;
    if (next === undefined || next.tooLong || text.length > longestLine) return refused(rowProblems.quoteOpen);
    text += `\n${next.text}`;
    used += 1;
  }
  return { row: { line, text }, used };
}

function* recordsIn(rows: readonly RowText[], delimiter: Delimiter): Generator<FileRecord> {
  const quoted = rows.filter(({ text }) => text.includes('"')).map(({ text }) => text);
  const together = cellsOf(quoted, delimiter);
  let next = 0;
  for (const { line, text, problem } of rows) {
    if (problem !== undefined) yield { line, cells: [], problem, delimiter };
    else if (text.includes('"')) {
      const cells = together === undefined ? cellsOf([text], delimiter)?.[0] : together[next++];
      yield cells ? { line, cells, delimiter } : { line, cells: [], problem: rowProblems.quoteMisplaced, delimiter };
    } else if (text !== "") yield { line, cells: text.split(delimiter), delimiter };
  }
}

/** The cells of each row; undefined where one of them cannot be told apart. */
function cellsOf(rows: readonly string[], delimiter: Delimiter): readonly (readonly string[])[] | undefined {
  try {
    const cells = parse(rows.join(between), {
      delimiter,
      max_record_size: 2 * longestLine,
      relax_column_count: true,
      record_delimiter: [between],
    }) as string[][];
    return cells.length === rows.length ? cells : undefined;
  } catch (error) {
    if (error instanceof CsvError) return undefined;
    throw error;
  }
}
/** Stands in no text. */
const between = "\u0000";

/** A quote inside of a quoted cell stands twice, so that a whole row has an even number. */
function hasOpenQuote(text: string): boolean {
  let isOpen = false;
  for (let index = text.indexOf('"'); index >= 0; index = text.indexOf('"', index + 1)) isOpen = !isOpen;
  return isOpen;
}
