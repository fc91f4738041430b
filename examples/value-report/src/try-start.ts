import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Progress } from "report-kit";
import { makeCohort } from "./cohort.js";
import { readOptions } from "./options.js";
import { start } from "./start.js";

const silent: Progress = { begin() {}, add() {}, end() {} };

/** The program in a folder of its own, which is gone after the test. */
export async function tryStart(): Promise<{
  readonly folder: string;
  run(...args: readonly string[]): Promise<string>;
  /** Writes tx.csv and reads it. */
  runOn(content: string | Uint8Array, ...args: readonly string[]): Promise<string>;
  written(): Promise<readonly string[]>;
  text(name: string): Promise<string>;
  json(name: string): Promise<Record<string, never>>;
  remove(): Promise<void>;
}> {
  const folder = await mkdtemp(join(tmpdir(), "kehu-value-"));
  const out = join(folder, "out");
  const run = async (...args: readonly string[]): Promise<string> => {
    const options = readOptions([...args, "--out", out], folder);
    if (options === undefined) return "";
    const { told, withoutModel } = await start(options, silent);
    return withoutModel === undefined ? told : `${told}\n${withoutModel}`;
  };
  const text = (name: string): Promise<string> => readFile(join(out, name), "utf8");
  return {
    folder,
    run,
    async runOn(content, ...args) {
      await writeFile(join(folder, "tx.csv"), content);
      return run("--file", "tx.csv", ...args);
    },
    written: () => readdir(out).catch(() => []),
    text,
    json: async (name) => JSON.parse(await text(name)),
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

/** The first sales of the made-up shop, as `customer,date,amount`. */
export async function someSales(count: number): Promise<readonly string[]> {
  const sales: string[] = [];
  for await (const { customer, date, amounts } of makeCohort().source.rows()) {
    if (sales.length === count) break;
    sales.push([customer, date, ...amounts].join(","));
  }
  return sales;
}
