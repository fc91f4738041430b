import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { pages, unmarkedBlocks, withCode } from "./code-blocks.js";
import { errorCodes, errorsPage, strayAdvice, withoutRemedy } from "./errors.js";

const remedy = "run: npx tsx .ci/write-docs.ts";

/** What the packages and the examples are tested by; not this folder, which speaks of all codes. */
const testFiles = (): readonly string[] =>
  ["packages", "examples"]
    .flatMap((parent) => readdirSync(parent).map((name) => join(parent, name, "src")))
    .filter((folder) => existsSync(folder))
    .flatMap((folder) => readdirSync(folder, { recursive: true, encoding: "utf8" }).map((file) => join(folder, file)))
    .filter((file) => file.endsWith(".test.ts"));

describe("docs/errors.md", () => {
  const codes = errorCodes();

  it("has every code of the sources", () => {
    expect(readFileSync("docs/errors.md", "utf8") === errorsPage(codes), remedy).toBe(true);
  });

  it("says of every code what to do, and where it is raised", () => {
    expect(withoutRemedy(codes)).toEqual([]);
    expect(strayAdvice(codes)).toEqual([]);
    expect(codes.filter(({ raisedIn }) => raisedIn.length === 0).map(({ code }) => code)).toEqual([]);
  });

  it("has a test for every code", () => {
    const tests = testFiles().map((file) => readFileSync(file, "utf8"));
    expect(codes.map(({ code }) => code).filter((code) => !tests.some((text) => text.includes(`"${code}`)))).toEqual([]);
  });
});

describe.each(["README.md", "README.zh-CN.md"])("the map of packages in %s", (page) => {
  it("has every entry that a package exports", () => {
    const text = readFileSync(page, "utf8");
    const entries = readdirSync("packages").flatMap((folder) => {
      const { name, exports } = JSON.parse(readFileSync(join("packages", folder, "package.json"), "utf8"));
      return Object.keys(exports).flatMap((path) => (path === "./package.json" ? [] : [path.replace(/^\./, name)]));
    });
    expect(entries.filter((entry) => !text.includes(`[${entry}](packages/`) && !text.includes(`\`${entry}\``))).toEqual([]);
  });
});

describe.each(pages())("%s", (page) => {
  const text = readFileSync(page, "utf8");

  it("shows code that is compiled and tested", () => {
    expect(unmarkedBlocks(text)).toEqual([]);
    expect(withCode(text) === text, remedy).toBe(true);
  });

  it("links to what is there", () => {
    const links = [...text.matchAll(/\]\((?!https?:|#|mailto:)([^)#\s]+)/g)].map(([, target]) => target as string);
    expect(links.filter((target) => !existsSync(resolve(join(dirname(page), target))))).toEqual([]);
  });
});
