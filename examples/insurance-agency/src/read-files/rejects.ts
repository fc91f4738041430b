import { once } from "node:events";
import { createWriteStream, type WriteStream } from "node:fs";
import { stringify } from "csv-stringify/sync";
import { harmless } from "report-kit";
import type { Problem } from "./read-table.js";

/** The file of what was not taken in, for whoever mends the files. */
export interface Rejects {
  readonly path: string;
  readonly rowsRefused: number;
  readonly valuesLeftOut: number;
  /** Rows that say something else than when they were taken in. */
  readonly changesNotTaken: number;
  /** Refused rows, by file. */
  readonly refusedByFile: ReadonlyMap<string, number>;
  add(problems: readonly Problem[]): void;
  close(): Promise<void>;
}
const columns = ["file", "line", "column", "reason", "remedy", "原因", "处理", "effect", "结果"] as const;
const effects: Readonly<Record<Problem["effect"], string>> = {
  "row refused": "整行拒收",
  "value left out": "略去该值",
  "change not taken": "更改未采纳",
};
const cellsOf = ({ file, line, column, reason, remedy, effect }: Problem) =>
  [file, line, column, reason.en, remedy.en, reason.zh, remedy.zh, effect, effects[effect]].map((cell) =>
    typeof cell === "number" ? cell : harmless(cell),
  );

export function openRejects(path: string): Rejects {
  const out: WriteStream = createWriteStream(path);
  const refusedByFile = new Map<string, number>();
  let valuesLeftOut = 0;
  const changed = new Set<string>();
  // the mark tells spreadsheets that it is UTF-8
  out.write(`\ufeff${stringify([columns])}`);
  return {
    path,
    refusedByFile,
    get rowsRefused() {
      return [...refusedByFile.values()].reduce((sum, rows) => sum + rows, 0);
    },
    get valuesLeftOut() {
      return valuesLeftOut;
    },
    get changesNotTaken() {
      return changed.size;
    },
    add(problems) {
      for (const problem of problems) {
        if (problem.effect === "row refused") refusedByFile.set(problem.file, (refusedByFile.get(problem.file) ?? 0) + 1);
        else if (problem.effect === "change not taken") changed.add(`${problem.file}:${problem.line}`);
        else valuesLeftOut += 1;
        out.write(stringify([cellsOf(problem)]));
      }
    },
    async close() {
      out.end();
      await once(out, "finish");
    },
  };
}
