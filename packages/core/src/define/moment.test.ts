import { describe, expect, it } from "vitest";
import { earliest, latest } from "./moment.js";
import { ratio } from "./query.js";

describe("earliest and latest", () => {
  it("pass over what is empty", () => {
    expect(earliest(undefined, "2026-03-02", "2026-03-01", undefined)).toBe("2026-03-01");
    expect(latest(undefined, "2026-03-01", "2026-03-02")).toBe("2026-03-02");
    expect([earliest(), latest(undefined)]).toEqual([undefined, undefined]);
  });
});

describe("ratio", () => {
  it("keeps what it was made of, and is null where there is nothing to divide by", () => {
    expect(ratio(9, 10)).toEqual({ numerator: 9, denominator: 10, value: 0.9 });
    expect(ratio(0, 0)).toEqual({ numerator: 0, denominator: 0, value: null });
  });
});
