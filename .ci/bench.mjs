// Runs every packages/*/src/**/*.bench.ts, or those whose path contains a word of the command line. They are put together to plain
// JavaScript first, as users run it: what transpiles while it measures costs time and a hundred megabytes.
import { spawnSync } from "node:child_process";
import { readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";
import { root } from "./pnpm.mjs";

const wanted = process.argv.slice(2).filter((word) => word !== "--");
const files = readdirSync(join(root, "packages"))
  .flatMap((name) => readdirSync(join(root, "packages", name, "src"), { recursive: true }).map((file) => `./packages/${name}/src/${file}`))
  .filter((file) => file.endsWith(".bench.ts") && (wanted.length === 0 || wanted.some((word) => file.includes(word))))
  .toSorted();
if (files.length === 0) {
  console.error("There is no benchmark of that name.");
  process.exit(1);
}

/** What brings files of its own stays where it is installed. */
const asInstalled = {
  name: "as installed",
  setup({ onResolve, resolve }) {
    onResolve({ filter: /^(pg|@electric-sql\/.*|@duckdb\/.*)$/ }, async ({ path, resolveDir, kind, pluginData }) => {
      if (pluginData === asInstalled) return undefined;
      const found = await resolve(path, { resolveDir, kind, pluginData: asInstalled });
      return { path: pathToFileURL(found.path).href, external: true };
    });
  },
};
// where the packages of the runtime are found by their names
const outdir = join(root, "packages/crm/node_modules/.bench");
await build({
  stdin: {
    contents: `import { run } from "./.ci/bench.ts"; await run([${files.map((file) => `() => import(${JSON.stringify(file)})`).join(", ")}]);`,
    resolveDir: root,
  },
  outdir,
  bundle: true,
  splitting: true,
  format: "esm",
  platform: "node",
  target: "node20.19",
  conditions: ["@kehu/source"],
  plugins: [asInstalled],
  outExtension: { ".js": ".mjs" },
  banner: { js: 'import { createRequire as requireFrom } from "node:module"; const require = requireFrom(import.meta.url);' },
  logLevel: "error",
});
const { status } = spawnSync(process.execPath, [join(outdir, "stdin.mjs")], { cwd: root, stdio: "inherit" });
rmSync(outdir, { recursive: true });
process.exit(status ?? 1);
