// Runs every packages/*/src/**/*.bench.ts, or those whose path contains a word of the command line.
import { readdirSync, writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
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
const kernelMs = median(Array.from({ length: 7 }, kernel));
const factor = referenceMs / kernelMs;
console.log(
  `This machine runs at ${factor.toFixed(2)} of the reference (kernel ${kernelMs.toFixed(1)} ms; ${cpus().length} x ${cpus()[0]?.model ?? "unknown"}); aims per second are the reference's.\n`,
);

const wanted = process.argv.slice(2).filter((word) => word !== "--");
const files = readdirSync("packages")
  .flatMap((name) =>
    readdirSync(join("packages", name, "src"), { recursive: true, encoding: "utf8" }).map((file) => join("packages", name, "src", file)),
  )
  .filter((file) => file.endsWith(".bench.ts") && (wanted.length === 0 || wanted.some((word) => file.includes(word))))
  .toSorted();

const rows: Row[] = [];
const heading = ["benchmark", "variant", "per second", "x baseline", "aim", ""];
const widths = [44, 16, 20, 10, 14, 6];
const line = (cells: readonly string[]): string =>
  cells.map((cell, index) => (index < 2 || index > 3 ? cell.padEnd(widths[index] ?? 0) : cell.padStart(widths[index] ?? 0))).join("  ");
console.log(line(heading));
for (const file of files) {
  const { default: benchmarks } = (await import(pathToFileURL(resolve(file)).href)) as { default: readonly Benchmark[] };
  for (const benchmark of benchmarks) {
    for (const row of await measure(benchmark, factor)) {
      rows.push(row);
      const { name, variant, unit, perSecond, timesBaseline, aim, met } = row;
      const rate = `${perSecond.toLocaleString("en", { maximumSignificantDigits: 4 })} ${unit}`;
      console.log(
        line([name, variant, rate, timesBaseline?.toFixed(2) ?? "", aim ?? "", met === undefined ? "" : met ? "met" : "MISSED"]).trimEnd(),
      );
    }
  }
}
writeFileSync("bench-results.json", `${JSON.stringify({ node: process.version, factor, kernelMs, rows }, null, 2)}\n`);
if (files.length === 0) console.log("There is no benchmark of that name.");
