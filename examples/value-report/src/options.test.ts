import { describe, expect, it } from "vitest";
import { readOptions } from "./options.js";

const read = (...args: readonly string[]) => readOptions(args, "/somewhere");
const file = ["--file", "tx.csv", "--customer", "c", "--date", "d"];

describe("readOptions", () => {
  it("takes what was given, relative to where it was started", () => {
    expect(
      read("--", ...file, "--amount", "a", "--calibration-end", "2025/6/30", "--horizon-weeks", "26.5", "--model", "pareto-nbd"),
    ).toEqual({
      file: "/somewhere/tx.csv",
      format: "csv",
      columns: { customer: "c", date: "d", amount: "a" },
      calibrationEnd: "2025-06-30",
      horizonWeeks: 26.5,
      model: "pareto-nbd",
      out: "/somewhere/out",
      idle: [],
    });
    expect(read("--help")).toBeUndefined();
  });

  it("takes names of columns along with files that need none, and says so", () => {
    expect(read(...file, "--format", "cdnow")).toMatchObject({ format: "cdnow", idle: ["--customer", "--date"] });
  });

  it.each<[string, readonly string[]]>([
    ["--customer is missing", ["--file", "tx.csv", "--date", "d"]],
    ["--date is missing", ["--file", "tx.csv", "--customer", "c"]],
    ["--customer speaks of a file", ["--customer", "c"]],
    ["--format speaks of a file", ["--format", "csv"]],
    ['--format "xml" is none', [...file, "--format", "xml"]],
    ['--model "bg-bb" is none', [...file, "--model", "bg-bb"]],
    ['--horizon-weeks "0" cannot be reckoned with', ["--horizon-weeks", "0"]],
    ['--horizon-weeks "-4" cannot be reckoned with; give a number above 0', ["--horizon-weeks", "-4"]],
    ['--horizon-weeks "-.5" cannot be reckoned with', [...file, "--horizon-weeks=-.5"]],
    ['--horizon-weeks "many" cannot', ["--horizon-weeks", "many"]],
    ['--calibration-end "1/2/2025" is no day that can be read in one way only', ["--calibration-end", "1/2/2025"]],
    ['--calibration-end "2025-02-30" is no day', ["--calibration-end", "2025-02-30"]],
    ["See --help", ["--colour", "red"]],
  ])("says %s", (message, args) => {
    expect(() => read(...args)).toThrow(message);
  });
});
