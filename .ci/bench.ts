import { writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { type Benchmark, measure, median, type Row } from "./bench-api.js";

/** Arithmetic and allocation that never change, so that figures of two machines can be set side by side. */
function kernel(): number {
  const started = performance.now();
  let state = 1;
  const words: string[] = [];
  for (let step = 0; step < 2_000_000; step += 1) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    if (step % 100 === 0) words.push(state.toString(36));
  }
  words.sort();
  return performance.now() - started;
}

/** What the kernel takes on the machine that the published figures come from. */
const referenceMs = 16;
const kernelNow = (): number => median(Array.from({ length: 7 }, kernel));
const heading = ["benchmark", "variant", "per second", "x baseline", "machine", "aim", ""];
const widths = [44, 16, 20, 10, 7, 14, 6];
const line = (cells: readonly string[]): string =>
  cells.map((cell, index) => (index < 2 || index > 4 ? cell.padEnd(widths[index] ?? 0) : cell.padStart(widths[index] ?? 0))).join("  ");

/** Times the kernel, then each benchmark, and prints a line for each of its variants. */
export async function run(files: readonly (() => Promise<{ readonly default: readonly Benchmark[] }>)[]): Promise<void> {
  const kernelMs = kernelNow();
  const factor = referenceMs / kernelMs;
  const machine = `${cpus().length} x ${cpus()[0]?.model ?? "unknown"}`;
  console.log(
    `This machine runs at ${factor.toFixed(2)} of the reference (kernel ${kernelMs.toFixed(1)} ms; ${machine}); aims per second are the reference's.\n`,
  );
  console.log(line(heading));
  const rows: Row[] = [];
  for (const file of files)
    for (const benchmark of (await file()).default)
      for (const row of await measure(benchmark, () => referenceMs / kernelNow())) {
        rows.push(row);
        console.log(lineOf(row));
      }
  writeFileSync("bench-results.json", `${JSON.stringify({ node: process.version, factor, kernelMs, rows }, null, 2)}\n`);
}

function lineOf({ name, variant, unit, perSecond, factor, timesBaseline, aim, met }: Row): string {
  const rate = `${perSecond.toLocaleString("en", { maximumSignificantDigits: 4 })} ${unit}`;
  const judged = met === undefined ? "" : met ? "met" : "MISSED";
  return line([name, variant, rate, timesBaseline?.toFixed(2) ?? "", factor.toFixed(2), aim ?? "", judged]).trimEnd();
}
