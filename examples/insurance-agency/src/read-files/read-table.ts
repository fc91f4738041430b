import { basename, join } from "node:path";
import {
  type Both,
  both,
  delimiters,
  type FileRecord,
  linesOf,
  otherDelimiter,
  readText,
  recordsOf,
  rowProblems,
  UsageError,
} from "report-kit";
import type { Column } from "./cells.js";

/** What is wrong with a row, or with one value of it that was left out. */
export interface Problem {
  readonly file: string;
  readonly line: number;
  readonly column: string;
  readonly reason: Both;
  readonly remedy: Both;
  readonly effect: "row refused" | "value left out" | "change not taken";
}
export type Columns = Readonly<Record<string, Column<unknown>>>;
export type Values<C extends Columns> = { readonly [K in keyof C]: C[K] extends Column<infer T> ? T : never };
/** A file of the agency: its name and its columns, in any order. */
export interface Table<C extends Columns> {
  readonly file: string;
  readonly columns: C;
}
export interface Row<V> {
  readonly file: string;
  readonly line: number;
  /** Absent where the row is refused. */
  readonly values?: V;
  readonly problems: readonly Problem[];
}

export const table = <const C extends Columns>(file: string, columns: C): Table<C> => ({ file, columns });

/**
 * The rows of a file, one after the other, with what is wrong with them.
 *
 * @throws UsageError where the file or its header cannot be used
 */
export async function* readTable<C extends Columns>(folder: string, { file, columns }: Table<C>): AsyncGenerator<Row<Values<C>>> {
  let header: readonly string[] | undefined;
  for await (const record of recordsOf(linesOf(readText(join(folder, file))), Object.keys(columns))) {
    if (header === undefined) header = headerOf(file, record, Object.keys(columns));
    else if (record.problem !== undefined || record.cells.some((cell) => cell.trim() !== "")) yield rowOf(file, record, header, columns);
  }
  if (header === undefined)
    throw new UsageError(`${basename(file)} is empty; its first line must name the columns ${Object.keys(columns).join(", ")}.`);
}

/** @throws UsageError where the file or its header cannot be used */
export async function checkHeader<C extends Columns>(folder: string, table: Table<C>): Promise<void> {
  // to the end, because nothing may be taken of a file whose letters turn out to be none
  for await (const _ of readText(join(folder, table.file)));
  for await (const _ of readTable(folder, table)) return;
}

function headerOf(file: string, { cells, problem }: FileRecord, wanted: readonly string[]): readonly string[] {
  if (problem !== undefined) throw new UsageError(`The header of ${file} ${problem.en}; its columns are ${wanted.join(", ")}.`);
  const names = cells.map((cell) => cell.replace(/^\ufeff/, "").trim());
  const shown = (found: readonly string[]): string =>
    found
      .slice(0, 5)
      .map((name) => JSON.stringify(name.slice(0, 40)))
      .join(", ");
  const twice = names.filter((name, index) => names.indexOf(name) < index && index < 1000);
  if (twice.length > 0) throw new UsageError(`${file} has the column ${shown(twice)} twice; remove one of them.`);
  const other = cells.length === 1 ? otherDelimiter(cells[0] ?? "", wanted) : undefined;
  if (other !== undefined)
    throw new UsageError(
      `The columns of ${file} are separated by "${other}"; save it with commas, semicolons or tabs between them, as "CSV UTF-8", and run again.`,
    );
  const unknown = names.slice(0, 1000).filter((name) => !wanted.includes(name));
  const missing = wanted.filter((name) => !names.includes(name));
  if (missing.length > 0) throw new UsageError(`${file} lacks the column ${shown(missing)}; it may be empty, but it must be there.`);
  if (unknown.length > 0)
    throw new UsageError(`${file} has the unknown column ${shown(unknown)}; remove it, or give it one of the names ${wanted.join(", ")}.`);
  return names;
}

const closeIt = both("remove the quotation mark or close it", "请删除或闭合引号");
const shortenIt = both("shorten its cells, or close a quotation mark", "请缩短单元格内容，或闭合引号");

function rowOf<C extends Columns>(
  file: string,
  { line, cells, problem, delimiter }: FileRecord,
  header: readonly string[],
  columns: C,
): Row<Values<C>> {
  const refused = (column: string, reason: Both, remedy: Both): Problem => ({
    file,
    line,
    column,
    reason,
    remedy,
    effect: "row refused",
  });
  if (problem !== undefined)
    return {
      file,
      line,
      problems: [refused("", both(`The row ${problem.en}`, `该行${problem.zh}`), problem === rowProblems.tooLong ? shortenIt : closeIt)],
    };
  if (cells.length !== header.length)
    return {
      file,
      line,
      problems: [
        refused(
          "",
          both(
            `The row has ${cells.length} cells, the header ${header.length}`,
            `该行有 ${cells.length} 个单元格，表头有 ${header.length} 个`,
          ),
          both(
            `put quotation marks around cells with a ${delimiters[delimiter].en}, and fill up missing ones`,
            `含${delimiters[delimiter].zh}的单元格请加引号，缺少的请补齐`,
          ),
        ),
      ],
    };
  const values: Record<string, unknown> = {};
  const problems: Problem[] = [];
  for (const [index, name] of header.entries()) {
    const column = columns[name] as Column<unknown>;
    const read = column.read(cells[index] ?? "");
    if ("value" in read) values[name] = read.value;
    else
      problems.push({
        file,
        line,
        column: name,
        reason: both(`${name} ${read.reason.en}`, `${name} ${read.reason.zh}`),
        remedy: read.remedy,
        effect: column.lenient ? "value left out" : "row refused",
      });
  }
  const isRefused = problems.some(({ effect }) => effect === "row refused");
  return {
    file,
    line,
    problems: isRefused ? problems.filter(({ effect }) => effect === "row refused").slice(0, 1) : problems,
    ...(!isRefused && { values: values as Values<C> }),
  };
}
