import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "csv-parse/sync";
import { dayOf } from "./days.js";

export type Cells = Readonly<Record<string, string>>;
export const cell = (row: Cells, column: string): string => row[column] ?? "";
export const day = (row: Cells, column: string): string | undefined => dayOf(cell(row, column));

export interface ReadFile {
  /** Rows whose cells can be told apart. */
  readonly rows: readonly Cells[];
  /** How many cannot. */
  readonly broken: number;
}

/** A file line by line; a line that is no row by itself is broken. */
export function read(folder: string, file: string): ReadFile {
  const bytes = readFileSync(join(folder, file));
  const [head = "", ...lines] = textOf(bytes).split(/\r\n|\n|\r/);
  const header = (parse(head) as string[][])[0] ?? [];
  const rows: Cells[] = [];
  let broken = 0;
  for (const line of lines) {
    const cells = cellsOf(line);
    if (cells?.every((cell) => cell.trim() === "")) continue;
    if (cells === undefined || cells.length !== header.length) broken += 1;
    else rows.push(Object.fromEntries(header.map((name, index) => [name.trim(), (cells[index] ?? "").trim()])));
  }
  return { rows, broken };
}

function textOf(bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder("gb18030").decode(bytes);
  }
}

function cellsOf(line: string): readonly string[] | undefined {
  try {
    return (parse(line) as string[][])[0] ?? [];
  } catch {
    return undefined;
  }
}
