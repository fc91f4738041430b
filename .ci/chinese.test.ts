import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { blanksOf } from "../packages/core/src/define/refusal.js";
import { corePhrasesZhCN } from "../packages/core/src/locales/phrases.zh-CN.js";
import { coreZhCN } from "../packages/core/src/locales/refusals.zh-CN.js";
import { problemsZhCN } from "../packages/crm/src/locales/problems.zh-CN.js";
import { crmZhCN } from "../packages/crm/src/locales/refusals.zh-CN.js";
import { zhCN } from "../packages/crm/src/locales/words.zh-CN.js";
import { testingZhCN } from "../packages/testing/src/locales/refusals.zh-CN.js";
import { type ErrorCode, errorCodes } from "./errors.js";

const codes = errorCodes();
const tables = { core: coreZhCN, crm: crmZhCN, testing: testingZhCN };

/** Words that a Chinese reader knows as they are; whatever else is written in Latin letters stands in quotes, or is a capital abbreviation. */
const known = new Set(["id", "Kehu", "PostgreSQL"]);
const latinIn = (chinese: string): string | undefined =>
  chinese
    .replace(/“[^”]*”|\{\w+\}/g, "")
    .match(/[A-Za-z]+/g)
    ?.find((word) => /[a-z]/.test(word) && !known.has(word));

/** The sources in which blanks are filled; English that a program puts there has to be a phrase, which the languages have. */
const sources = ["core", "crm"].flatMap((name) =>
  (readdirSync(`packages/${name}/src`, { recursive: true, encoding: "utf8" }) as readonly string[])
    .filter((path) => /\.ts$/.test(path) && !/\.(test|test-d|test-pack|bench)\.ts$/.test(path))
    .map((path) => ({ path: `packages/${name}/src/${path}`, text: readFileSync(`packages/${name}/src/${path}`, "utf8") })),
);
const phrasesZhCN: Readonly<Record<string, string>> = { ...corePhrasesZhCN, ...zhCN.phrases };
const phrases = sources.flatMap(({ text }) =>
  [...text.matchAll(/\bphrase\(\s*("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')/g)].map(([, literal = ""]) => literal.slice(1, -1)),
);
/** English that goes into a blank of `problem`, `reason` and the like as it is. */
const plainIn = (text: string): readonly string[] =>
  [...text.matchAll(/\b(?:problem|reason|advice|things|who|kind|what): (?:"[a-zA-Z]+ [^"]*"|`[a-zA-Z]* [^`]*`)/g)].map(([found]) => found);

/** What is wrong with the Chinese of a code. */
function problemOf({ code, sentences, chinese, details, isDefined }: ErrorCode): string | undefined {
  if (chinese === undefined) return `${code} has no Chinese sentence`;
  if (!/\p{Script=Han}/u.test(chinese) || !/。$/.test(chinese)) return `${code} is no Chinese sentence: ${chinese}`;
  const latin = latinIn(chinese);
  if (latin !== undefined) return `${code} has English without quotes: ${latin}`;
  if (sentences.includes(chinese)) return `${code} is not translated`;
  const blanks = blanksOf(chinese);
  const unknown = blanks.filter((blank) => !details.includes(blank));
  if (unknown.length > 0) return `${code} has blanks that nothing fills: ${unknown.join(", ")}`;
  const missing = isDefined ? details.filter((blank) => !blanks.includes(blank)) : [];
  return missing.length > 0 ? `${code} leaves out ${missing.join(", ")}` : undefined;
}

describe("the Chinese sentences", () => {
  it("are there for every code, with blanks that its details fill", () => {
    expect(codes.length).toBeGreaterThan(100);
    expect(codes.flatMap((each) => problemOf(each) ?? [])).toEqual([]);
  });

  it.each(Object.entries(tables))("of %s speak of its codes only", (name, table) => {
    const own = codes.map(({ code }) => code).filter((code) => code.startsWith(`${name}/`));
    expect(Object.keys(table).sort()).toEqual(own);
  });

  it("have words for every phrase that fills a blank, with its own blanks", () => {
    expect(phrases.length).toBeGreaterThan(40);
    expect([...new Set(phrases)].filter((text) => phrasesZhCN[text] === undefined)).toEqual([]);
    for (const [english, chinese] of Object.entries(phrasesZhCN))
      expect([english, blanksOf(chinese).toSorted()]).toEqual([english, blanksOf(english).toSorted()]);
    for (const english of Object.keys(corePhrasesZhCN)) expect(phrases).toContain(english);
  });

  it("have no English in them but what stands in quotes, whatever fills their blanks", () => {
    const chinese = [phrasesZhCN, zhCN.verbs, zhCN.fields, problemsZhCN.faults, problemsZhCN.expected].flatMap((table) =>
      Object.values(table),
    );
    expect(chinese.flatMap((words) => (latinIn(words) === undefined ? [] : [words]))).toEqual([]);
    expect(sources.flatMap(({ path, text }) => plainIn(text).map((found) => `${path}: ${found}`))).toEqual([]);
    expect(plainIn('refuse({ problem: `it is gone` }), { what: "The call" }, { reason: code }')).toHaveLength(2);
  });

  it("are missed where a blank is missing, unknown or the sentence is English", () => {
    const good: ErrorCode = { code: "a/b", sentences: ["{x} is."], chinese: "{x} 在。", details: ["x"], isDefined: true, raisedIn: [] };
    expect(problemOf(good)).toBeUndefined();
    expect(problemOf({ ...good, chinese: "在。" })).toBe("a/b leaves out x");
    expect(problemOf({ ...good, chinese: "{x}{y} 在。" })).toBe("a/b has blanks that nothing fills: y");
    expect(problemOf({ ...good, chinese: "请用 createCrm 打开 {x}。" })).toBe("a/b has English without quotes: createCrm");
    expect(problemOf({ ...good, chinese: "请用“createCrm”按 ISO 打开 {x}。" })).toBeUndefined();
    expect(problemOf({ ...good, chinese: "{x} is." })).toBe("a/b is no Chinese sentence: {x} is.");
    expect(problemOf({ ...good, chinese: undefined })).toBe("a/b has no Chinese sentence");
    expect(problemOf({ ...good, chinese: "在。", isDefined: false })).toBeUndefined();
  });
});
