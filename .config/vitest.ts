import { existsSync, readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

// The condition leads every @kehu import to its sources: tests need no build.
const conditions = ["@kehu/source", "module", "node", "development|production"];
const shared = { resolve: { conditions }, ssr: { resolve: { conditions, externalConditions: ["@kehu/source", "node", "module-sync"] } } };
const folders = ["packages", "examples"].flatMap((parent) => readdirSync(parent).map((name) => ({ name, root: `${parent}/${name}` })));

export default defineConfig({
  test: {
    // Once for all projects, which is why they do not extend this configuration.
    globalSetup: [fileURLToPath(new URL("test-setup.ts", import.meta.url))],
    maxWorkers: 2,
    projects: [
      ...folders
        .filter(({ root }) => existsSync(`${root}/src`))
        .map(({ name, root }) => ({
          ...shared,
          // Long, for it only ends what hangs: two cores that others share take ten times as long at times.
          test: {
            name,
            root,
            include: ["src/**/*.test.ts"],
            pool: "forks" as const,
            // Tests leave nothing behind, so that a process goes on with the next file instead of reading all modules again.
            isolate: false,
            testTimeout: 120_000,
            hookTimeout: 120_000,
          },
        })),
      // The documentation against the sources.
      { test: { name: "docs", include: [".ci/*.test.ts"], pool: "forks" as const, testTimeout: 30_000 } },
    ],
  },
});
