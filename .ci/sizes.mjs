// What a browser would load for each entry: minified and gzipped, prepared by `pnpm build`.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import { root } from "./pnpm.mjs";

const { gzippedKilobytes: limits, notCounted } = JSON.parse(readFileSync(join(root, ".ci/limits.json"), "utf8"));
let tooLarge = false;

for (const folder of readdirSync(join(root, "packages"))) {
  const at = join(root, "packages", folder);
  const { name, exports } = JSON.parse(readFileSync(join(at, "package.json"), "utf8"));
  for (const [path, target] of Object.entries(exports)) {
    if (typeof target === "string") continue;
    const entry = `${name}${path.slice(1)}`;
    const { outputFiles } = await build({
      entryPoints: [join(at, target.default)],
      bundle: true,
      minify: true,
      write: false,
      format: "esm",
      platform: "neutral",
      mainFields: ["module", "main"],
      conditions: ["import"],
      external: notCounted,
      logLevel: "error",
    });
    const kilobytes = gzipSync(outputFiles[0].contents).length / 1000;
    const limit = limits[entry];
    const verdict = limit === undefined ? "NO LIMIT in .ci/limits.json" : kilobytes > limit ? "TOO LARGE" : "";
    tooLarge ||= verdict !== "";
    console.log(`${entry.padEnd(24)} ${kilobytes.toFixed(1).padStart(7)} kB of ${String(limit ?? "?").padStart(3)}  ${verdict}`.trimEnd());
  }
}
process.exit(tooLarge ? 1 : 0);
