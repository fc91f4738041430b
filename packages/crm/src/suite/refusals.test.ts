import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

const source = join(dirname(fileURLToPath(import.meta.url)), "..");
const files = (folder: string): readonly string[] =>
  readdirSync(join(source, folder), { withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(".ts"))
    .map(({ name }) => join(source, folder, name));
const tests = ["", "suite", "read", "schema", "session", "transfer", "write", "database"]
  .flatMap(files)
  .filter((name) => name.endsWith(".test.ts") && !name.endsWith("refusals.test.ts"))
  .map((name) => readFileSync(name, "utf8"));

describe("refusals of the write door, the sessions and the customer's queries", () => {
  const defined = ["", "write", "write/clocks", "write/rows", "write/unit", "write/verbs", "session", "customer", "transfer"]
    .flatMap(files)
    .filter((name) => !name.includes(".test"))
    .flatMap((name) => [...readFileSync(name, "utf8").matchAll(/defineRefusal\(\s*"([^"]+)"/g)].map(([, code]) => code as string));

  it("have a code of their own", () => {
    expect(new Set(defined).size).toBe(defined.length);
    expect(defined.length).toBeGreaterThan(30);
  });

  it.each(defined)("%s is raised by a test", (code) => {
    expect(tests.some((text) => text.includes(`"${code}"`))).toBe(true);
  });
});
