// The whole counts of what is promised: hours of kills, races and load that `verify` only tries a little.
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { root } from "./pnpm.mjs";

const suites = [
  "suite/killed",
  "suite/races",
  "suite/provoked",
  "suite/feed",
  "directory-lock",
  "second-opener",
  "suite/idempotency",
  "suite/upgrade",
  "suite/installing",
  "suite/running-late",
  "policy-model-database",
  "src/schemas",
];
const wanted = process.argv.slice(2);
const { status } = spawnSync(
  join(root, "node_modules/.bin/vitest"),
  [
    "run",
    "--config",
    ".config/vitest.ts",
    "--project",
    "crm",
    "--project",
    "insurance",
    "--reporter=verbose",
    ...(wanted.length > 0 ? wanted : suites),
  ],
  { cwd: root, stdio: "inherit", env: { ...process.env, KEHU_SOAK: "1", KEHU_RUNS: process.env.KEHU_RUNS ?? "40" } },
);
process.exit(status ?? 1);
