import { describe, expect, it } from "vitest";
import { announced, delimiterOf, otherDelimiter } from "./delimiter.js";

const wanted = ["agent_no", "name", "topic"];

describe("delimiterOf", () => {
  it.each([
    ["agent_no,name", ","],
    ["\ufeffagent_no;name", ";"],
    ['"agent_no"\t"name"', "\t"],
    ["agent_no;name,topic;topic", ";"],
    ["nothing;of;this", ","],
    ["agent_no", ","],
  ])("finds what separates %j", (header, delimiter) => {
    expect(delimiterOf(header, wanted)).toBe(delimiter);
  });
});

describe("otherDelimiter", () => {
  it("names a sign that separates the names", () => {
    expect(["agent_no|name", "agent_no，name", "agent_no name", "agent_no", "x|y"].map((header) => otherDelimiter(header, wanted))).toEqual(
      ["|", "，", " ", undefined, undefined],
    );
  });
});

describe("announced", () => {
  it("takes the line that some spreadsheets write before the header", () => {
    expect(["sep=;", "\ufeffsep=,", '"sep=;"', "sep=\t", "SEP=;  ", "sep=|", "sep", "separator=;"].map(announced)).toEqual([
      ";",
      ",",
      ";",
      "\t",
      ";",
      undefined,
      undefined,
      undefined,
    ]);
  });
});
