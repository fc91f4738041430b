import { existsSync, readFileSync } from "node:fs";
import type { Options } from "tsup";

// Types only from "tsup": the quickstart runs this file without the tools of the workspace root.
interface Manifest {
  readonly exports?: Readonly<Record<string, string | { readonly "@kehu/source"?: string }>>;
  readonly scripts?: Readonly<Record<string, string>>;
}

/** The entries of a package are what its package.json exports, those of an application what its scripts run, so that both cannot disagree. */
const { exports = {}, scripts = {} } = JSON.parse(readFileSync("package.json", "utf8")) as Manifest;
const exported = Object.values(exports).flatMap((target) => (typeof target === "string" ? [] : (target["@kehu/source"] ?? [])));
const run = Object.values(scripts).flatMap((script) => /^node dist\/(.*)\.js$/.exec(script)?.[1] ?? []);
const sources = exported.length > 0 ? exported : run.map((name) => `./src/${name}.ts`);
const missing = sources.filter((source) => !existsSync(source));
if (missing.length > 0) throw new Error(`package.json names ${missing.join(", ")}, which is not there.`);

export default {
  // The output mirrors src, because tsc writes the declarations beside it.
  entry: Object.fromEntries(sources.map((source) => [source.replace(/^\.\/src\/|\.ts$/g, ""), source])),
  format: ["esm"],
  target: "node20",
  platform: "node",
  // has no build of its own, so that it becomes a part of what uses it
  noExternal: ["report-kit"],
  removeNodeProtocol: false,
  dts: false,
  sourcemap: true,
  clean: true,
  treeshake: true,
  splitting: true,
  silent: true,
} satisfies Options;
