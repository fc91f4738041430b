import { reckon } from "./reckon.js";

// The figures of a folder, for comparison with those that `--figures` writes.
const [folder = "data", asOf = "2025-06-30", until = "2026-06-30"] = process.argv.slice(2);
console.log(JSON.stringify(reckon(folder, { asOf, until }), null, 2));
