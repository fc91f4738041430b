import { existsSync, readFileSync } from "node:fs";
import type { Options } from "tsup";

// Types only from "tsup": the quickstart runs this file without the tools of the workspace root.
interface Manifest {
  readonly exports?: Readonly<Record<string, string | { readonly "@kehu/source"?: string }>>;
}

/** The entries of a package are what its package.json exports, so that both cannot disagree; an application has one, src/main.ts. */
const { exports = {} } = JSON.parse(readFileSync("package.json", "utf8")) as Manifest;
const sources = Object.values(exports).flatMap((target) => (typeof target === "string" ? [] : (target["@kehu/source"] ?? [])));
const missing = sources.filter((source) => !existsSync(source));
if (missing.length > 0) throw new Error(`package.json exports ${missing.join(", ")}, which is not there.`);

export default {
  // The output mirrors src, because tsc writes the declarations beside it.
  entry: Object.fromEntries(
    (sources.length > 0 ? sources : ["./src/main.ts"]).map((source) => [source.replace(/^\.\/src\/|\.ts$/g, ""), source]),
  ),
  format: ["esm"],
  target: "node20",
  platform: "node",
  removeNodeProtocol: false,
  dts: false,
  sourcemap: true,
  clean: true,
  treeshake: true,
  splitting: true,
  silent: true,
} satisfies Options;
