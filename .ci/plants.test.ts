import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

const folder = ".ci/plants";
const plants = readdirSync(folder).map((name) => ({ name, text: readFileSync(`${folder}/${name}`, "utf8") }));
const promises = readFileSync("docs/promises.md", "utf8");

describe("the faults of .ci/plants", () => {
  it.each(plants)("$name can be put in, and names its promise and a test that is there", ({ name, text }) => {
    expect(() => execFileSync("git", ["apply", "--check", `${folder}/${name}`], { stdio: "pipe" })).not.toThrow();
    expect(promises).toContain(`\`${name.replace(".patch", "")}\``);
    expect(text).toMatch(/^Promise: .+\.$/m);
    const [project, file] = (/^Test: (.*)$/m.exec(text)?.[1] ?? "").split(" ") as [string, string];
    const files = readdirSync(`packages/${project}/src`, { recursive: true, encoding: "utf8" });
    expect(files.some((each) => each.endsWith(".test.ts") && `src/${each}`.includes(file))).toBe(true);
  });
});
