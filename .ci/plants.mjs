// Puts one fault after another into a copy of the project and expects the test that holds the promise to go red.
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { pnpmCommand, report, root } from "./pnpm.mjs";

const folder = join(root, ".ci/plants");
const wanted = process.argv.slice(2);
const plants = readdirSync(folder)
  .filter((name) => name.endsWith(".patch") && (wanted.length === 0 || wanted.some((word) => name.includes(word))))
  .map((name) => {
    const text = readFileSync(join(folder, name), "utf8");
    const [project, ...args] = (/^Test: (.*)$/m.exec(text)?.[1] ?? "").split(" ");
    return { name, path: join(folder, name), promise: /^Promise: (.*)$/m.exec(text)?.[1] ?? "", project, args };
  });

const copy = join(mkdtempSync(join(tmpdir(), "kehu-plants-")), "main");
execFileSync("git", ["worktree", "add", "--quiet", "--detach", copy, "HEAD"], { cwd: root });
let missed = 0;
try {
  const [pnpm, ...rest] = pnpmCommand();
  execFileSync(pnpm, [...rest, "install", "--frozen-lockfile", "--prefer-offline"], { cwd: copy, stdio: "ignore" });
  for (const { name, path, promise, project, args } of plants) {
    const started = performance.now();
    execFileSync("git", ["apply", path], { cwd: copy });
    const { status, stdout } = spawnSync(
      join(copy, "node_modules/.bin/vitest"),
      ["run", "--config", ".config/vitest.ts", "--bail=1", "--project", project, ...args],
      { cwd: copy, encoding: "utf8", timeout: 600_000 },
    );
    execFileSync("git", ["apply", "--reverse", path], { cwd: copy });
    // a test that could not be found is not red
    const isRed = status !== 0 && /Tests\s.*failed/.test(stripVTControlCharacters(stdout));
    if (!isRed) missed += 1;
    report(
      `${name.replace(".patch", "")}: ${promise}`,
      isRed,
      started,
      isRed ? "" : `stayed green, or did not run:\n${stdout.slice(-2000)}`,
    );
  }
} finally {
  execFileSync("git", ["worktree", "remove", "--force", copy], { cwd: root });
  rmSync(join(copy, ".."), { recursive: true, force: true });
}
console.log(`${plants.length - missed} of ${plants.length} faults were found`);
process.exit(missed > 0 || plants.length === 0 ? 1 : 0);
