import { describe, expect, it } from "vitest";
import { delimiterOf, isAnnouncement, otherDelimiter } from "./delimiter.js";

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

describe("isAnnouncement", () => {
  it("knows the line that some spreadsheets write before the header", () => {
    for (const line of ["sep=;", "\ufeffsep=,", '"sep=;"', "sep=\t", "SEP=;  "]) expect(isAnnouncement(line)).toBe(true);
    for (const line of ["sep", "separator=;", "agent_no,sep=;"]) expect(isAnnouncement(line)).toBe(false);
  });
});
