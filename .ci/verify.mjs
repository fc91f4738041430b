// All that must hold before a change is shared. A failing step does not hide the later ones; the last line counts the tests.
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { root, step } from "./pnpm.mjs";

const folder = mkdtempSync(join(tmpdir(), "kehu-verify-"));
const reportFile = join(folder, "tests.json");
const vitest = [
  join(root, "node_modules/.bin/vitest"),
  "run",
  "--config",
  ".config/vitest.ts",
  "--reporter=default",
  "--reporter=json",
  `--outputFile.json=${reportFile}`,
];

const steps = [
  ["install", ["pnpm", "install", "--frozen-lockfile", "--prefer-offline"]],
  ["build", ["pnpm", "--recursive", "--workspace-concurrency=2", "build"]],
  ["check", [process.execPath, ".ci/check.mjs"], { show: true }],
  ["test", vitest, { show: true }],
];

/** The runner's own count; a file that could not be run at all counts as one failure. */
function count() {
  try {
    const report = JSON.parse(readFileSync(reportFile, "utf8"));
    const broken = report.testResults.filter(
      (file) => file.status === "failed" && !file.assertionResults.some((test) => test.status === "failed"),
    );
    return {
      passed: report.numPassedTests,
      failed: report.numFailedTests + broken.length,
      skipped: report.numPendingTests + report.numTodoTests,
    };
  } catch {
    return { passed: 0, failed: 0, skipped: 0 };
  }
}

const failedSteps = [];
for (const [title, command, options] of steps) {
  const { ok } = await step(title, command, options);
  if (!ok) failedSteps.push(title);
  if (!ok && title === "install") break;
}
const { passed, failed, skipped } = count();
rmSync(folder, { recursive: true, force: true });

if (passed === 0) failedSteps.push("no test passed");
if (failedSteps.length > 0) console.log(`verify FAILED: ${failedSteps.join(", ")}`);
console.log(`${passed} passed, ${failed} failed, ${skipped} skipped`);
process.exit(failedSteps.length > 0 || failed > 0 ? 1 : 0);
