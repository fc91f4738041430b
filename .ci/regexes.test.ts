import { readdirSync, readFileSync } from "node:fs";
import { checkSync } from "recheck";
import ts from "typescript";
import { describe, expect, it } from "vitest";

// what is installed has no other engine
process.env["RECHECK_BACKEND"] = "pure";

/** Every expression that is published, with the place where it stands. */
function expressions(): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const folder of readdirSync("packages")) {
    const files = readdirSync(`packages/${folder}/src`, { recursive: true, encoding: "utf8" });
    for (const file of files.filter((name) => name.endsWith(".ts") && !/\.(test|bench|test-pack|test-d)\.ts$/.test(name))) {
      const path = `packages/${folder}/src/${file}`;
      const source = ts.createSourceFile(path, readFileSync(path, "utf8"), ts.ScriptTarget.Latest);
      const visit = (node: ts.Node): void => {
        if (ts.isRegularExpressionLiteral(node)) found.set(node.text, path);
        ts.forEachChild(node, visit);
      };
      visit(source);
    }
  }
  return found;
}

/** It counts steps, and not time: a busy machine would make an expression slow. */
const bySteps = { attackTimeout: null, incubationTimeout: null, seedingTimeout: null };

describe("regular expressions", () => {
  const all = [...expressions()].map(([literal, path]) => ({ literal, path }));
  it("are found", () => expect(all.length).toBeGreaterThan(50));
  it.each(all)("$literal of $path takes no longer than its text is long", ({ literal }) => {
    const end = literal.lastIndexOf("/");
    const { status } = checkSync(literal.slice(1, end), literal.slice(end + 1), { timeout: 25_000, ...bySteps });
    expect(status).toBe("safe");
  });
  it("would be told apart", () => {
    expect(checkSync("^(a+)+$", "").status).toBe("vulnerable");
    expect(checkSync("\\s+$", "").status).toBe("vulnerable");
  });
});
