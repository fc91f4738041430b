import { appendFile, mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type FiledStep, order } from "./step.js";

/** Steps in the order of their days, though the files are in no order: kept by month on the disk, so that a large book needs no memory. */
export interface Spool {
  readonly steps: number;
  add(steps: readonly FiledStep[]): Promise<void>;
  /** Day by day; of one day in the order in which they build on each other. */
  days(): AsyncGenerator<readonly FiledStep[]>;
  remove(): Promise<void>;
}
const mostWaiting = 2000;

export async function openSpool(): Promise<Spool> {
  const folder = await mkdtemp(join(tmpdir(), "kehu-agency-"));
  let waiting: FiledStep[] = [];
  let count = 0;
  const flush = async () => {
    const months = byMonth(waiting);
    waiting = [];
    for (const [month, steps] of months) await appendFile(join(folder, month), steps.map((step) => `${JSON.stringify(step)}\n`).join(""));
  };
  return {
    get steps() {
      return count;
    },
    async add(steps) {
      waiting.push(...steps);
      count += steps.length;
      if (waiting.length >= mostWaiting) await flush();
    },
    async *days() {
      await flush();
      for (const month of (await readdir(folder)).sort()) {
        const text = await readFile(join(folder, month), "utf8");
        const steps = text
          .split("\n")
          .filter((line) => line !== "")
          .map((line) => JSON.parse(line) as FiledStep);
        steps.sort((a, b) =>
          a.on < b.on
            ? -1
            : a.on > b.on
              ? 1
              : order.indexOf(a.kind) - order.indexOf(b.kind) || (a.file < b.file ? -1 : a.file > b.file ? 1 : a.line - b.line),
        );
        for (let start = 0; start < steps.length; ) {
          const day = steps[start]?.on;
          let end = start;
          while (end < steps.length && steps[end]?.on === day) end += 1;
          yield steps.slice(start, end);
          start = end;
        }
      }
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

function byMonth(steps: readonly FiledStep[]): ReadonlyMap<string, readonly FiledStep[]> {
  const months = new Map<string, FiledStep[]>();
  for (const step of steps) {
    const month = step.on.slice(0, 7);
    const same = months.get(month);
    if (same) same.push(step);
    else months.set(month, [step]);
  }
  return months;
}
