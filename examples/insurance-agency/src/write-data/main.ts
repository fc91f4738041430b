import { usualPolicies, usualSeed, writeFiles } from "./write-files.js";

// Wrote the files in data/ once: pnpm --filter insurance-agency write-data
const folder = process.argv[2];
if (folder === undefined) throw new Error("Name the folder to write to.");
await writeFiles(folder, { policies: usualPolicies, seed: usualSeed, asOf: "2025-06-30", until: "2026-06-30" });
