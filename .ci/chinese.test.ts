import { describe, expect, it } from "vitest";
import { blanksOf } from "../packages/core/src/define/refusal.js";
import { coreZhCN } from "../packages/core/src/locales/refusals.zh-CN.js";
import { crmZhCN } from "../packages/crm/src/locales/refusals.zh-CN.js";
import { testingZhCN } from "../packages/testing/src/locales/refusals.zh-CN.js";
import { type ErrorCode, errorCodes } from "./errors.js";

const codes = errorCodes();
const tables = { core: coreZhCN, crm: crmZhCN, testing: testingZhCN };

/** What is wrong with the Chinese of a code. */
function problemOf({ code, sentences, chinese, details, isDefined }: ErrorCode): string | undefined {
  if (chinese === undefined) return `${code} has no Chinese sentence`;
  if (!/\p{Script=Han}/u.test(chinese) || !/。$/.test(chinese)) return `${code} is no Chinese sentence: ${chinese}`;
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
    const known = codes.map(({ code }) => code).filter((code) => code.startsWith(`${name}/`));
    expect(Object.keys(table).sort()).toEqual(known);
  });

  it("are missed where a blank is missing, unknown or the sentence is English", () => {
    const good: ErrorCode = { code: "a/b", sentences: ["{x} is."], chinese: "{x} 在。", details: ["x"], isDefined: true, raisedIn: [] };
    expect(problemOf(good)).toBeUndefined();
    expect(problemOf({ ...good, chinese: "在。" })).toBe("a/b leaves out x");
    expect(problemOf({ ...good, chinese: "{x}{y} 在。" })).toBe("a/b has blanks that nothing fills: y");
    expect(problemOf({ ...good, chinese: "{x} is." })).toBe("a/b is no Chinese sentence: {x} is.");
    expect(problemOf({ ...good, chinese: undefined })).toBe("a/b has no Chinese sentence");
    expect(problemOf({ ...good, chinese: "在。", isDefined: false })).toBeUndefined();
  });
});
