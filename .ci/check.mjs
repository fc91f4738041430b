// Everything that can be said about the code without running its tests. `pnpm build` comes first: sizes and tarballs need it.
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { root, step } from "./pnpm.mjs";

const bin = (name, ...args) => [join(root, "node_modules/.bin", name), ...args];
const tarballs = mkdtempSync(join(tmpdir(), "kehu-pack-"));

/** publint and attw look at what would be published, which `pnpm pack` makes of package.json and dist. */
async function packed() {
  const { ok } = await step("pack", ["pnpm", "--recursive", "--filter", "./packages/*", "pack", "--pack-destination", tarballs]);
  const results = [ok];
  for (const file of readdirSync(tarballs)) {
    const path = join(tarballs, file);
    results.push((await step(`publint ${file}`, bin("publint", "--strict", path))).ok);
    results.push((await step(`attw ${file}`, bin("attw", "--profile", "esm-only", path))).ok);
  }
  return results.every(Boolean);
}

const checks = [
  async () => (await step("types of the whole project, from source", bin("tsc", "--project", ".config/tsconfig.json"))).ok,
  packed,
  async () => (await step("format, lint, import cycles", bin("biome", "ci", "--error-on-warnings", "--colors=off"))).ok,
  async () => (await step("knip", bin("knip", "--config", ".config/knip.json", "--no-progress", "--no-config-hints"))).ok,
  async () => (await step("lines per file", [process.execPath, ".ci/lines.mjs"])).ok,
  async () => (await step("gzipped sizes", [process.execPath, ".ci/sizes.mjs"], { show: true })).ok,
  async () => (await step("what packs cost a compiler", bin("tsx", ".ci/types.ts"), { show: true })).ok,
  async () => (await step("docs", bin("typedoc", "--options", ".config/typedoc.json"))).ok,
];

// Two at a time; a failure does not hide the next one.
const results = [];
const worker = async () => {
  for (let check = checks.shift(); check; check = checks.shift()) results.push(await check());
};
try {
  await Promise.all([worker(), worker()]);
} finally {
  rmSync(tarballs, { recursive: true, force: true });
}
process.exit(results.every(Boolean) ? 0 : 1);
