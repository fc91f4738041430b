// A file that grows past the limit has become two things; tables of data (*.data.ts) are exempt.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./pnpm.mjs";

const { linesPerFile } = JSON.parse(readFileSync(join(root, ".ci/limits.json"), "utf8"));
const ignored = new Set(["node_modules", "dist"]);

function* files(folder) {
  for (const item of readdirSync(folder, { withFileTypes: true })) {
    if (item.isDirectory() && !ignored.has(item.name)) yield* files(join(folder, item.name));
    if (item.isFile() && /\.tsx?$/.test(item.name) && !item.name.endsWith(".data.ts")) yield join(folder, item.name);
  }
}

const long = ["packages", "examples"]
  .flatMap((folder) => [...files(join(root, folder))])
  .map((file) => ({ file: file.slice(root.length), lines: readFileSync(file, "utf8").trimEnd().split("\n").length }))
  .filter(({ lines }) => lines > linesPerFile);
for (const { file, lines } of long) console.log(`${file}: ${lines} lines of ${linesPerFile}`);
process.exit(long.length > 0 ? 1 : 0);
