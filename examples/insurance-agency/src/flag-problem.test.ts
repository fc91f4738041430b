import { parseArgs } from "node:util";
import { describe, expect, it } from "vitest";
import { flagProblem } from "./flag-problem.js";

function problem(...args: readonly string[]) {
  try {
    parseArgs({ args: [...args], options: { from: { type: "string" }, help: { type: "boolean", short: "h" } } });
    return undefined;
  } catch (error) {
    return flagProblem(error);
  }
}

describe("flagProblem", () => {
  it.each([
    [["--form", "x"], "There is no option --form.", "没有选项 --form。"],
    [["-x"], "There is no option -x.", "没有选项 -x。"],
    [["files"], "files is no option; each begins with two hyphens.", "“files”不是选项；选项以两个连字符开头。"],
    [
      ["--from"],
      "--from needs a value; one that begins with a hyphen is written --from=-1.",
      "--from 需要填写值；以连字符开头的值请写成 --from=-1。",
    ],
    [
      ["--from", "--help"],
      "--from needs a value; one that begins with a hyphen is written --from=-1.",
      "--from 需要填写值；以连字符开头的值请写成 --from=-1。",
    ],
    [["--help=yes"], "--help takes no value.", "--help 不带值。"],
  ])("says of %s what is wrong, in both languages", (args, en, zh) => {
    expect(problem(...args)).toEqual({ en, zh });
  });

  it("passes on what it does not know", () => {
    expect(flagProblem(new Error("The disk is full"))).toEqual({ en: "The disk is full", zh: "选项有误：The disk is full" });
  });
});
