// From a fresh clone to a running example: plain node, because nothing is installed yet.
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { root, step } from "./pnpm.mjs";

const example = "insurance-agency";
// Only what the example needs to run, not the tools of the workspace nor the other packs.
const needed = ["--filter-prod", `${example}...`];
const home = join(root, "examples", example);
// --prod leaves out the tools of the workspace root, which pnpm always installs too; where a developer has them, they stay.
const lean = existsSync(join(root, "node_modules/typescript")) ? [] : ["--prod"];
const args = process.argv.slice(2).filter((word, index) => word !== "--" || index > 0);

const [major, minor] = process.versions.node.split(".").map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(`Kehu needs Node 20.19 or newer; this is ${process.versions.node}.`);
  process.exit(1);
}

const steps = [
  ["install what the example needs", ["pnpm", ...needed, "install", ...lean, "--frozen-lockfile", "--prefer-offline"]],
  ["build its packages", ["pnpm", "--recursive", ...needed, "--no-sort", "--workspace-concurrency=2", "build:js"]],
];
// The packages are built by the tsup that the example brings.
const env = { PATH: [join(home, "node_modules/.bin"), process.env.PATH].join(delimiter) };
for (const [title, command] of steps) {
  const { ok, code } = await step(title, command, { env });
  if (!ok) process.exit(code);
}
const { code } = await step(`run examples/${example}`, [process.execPath, "dist/main.js", ...args], { show: true, cwd: home });
process.exit(code);
