import { describe, expect, it } from "vitest";
import { checkHistories } from "./purchase-histories.js";

const one = (frequency: number, recency: number, age: number) => ({ frequency: [frequency], recency: [recency], age: [age] });

describe("checkHistories", () => {
  it("takes what can happen", () => {
    expect(() => checkHistories(one(0, 0, 0))).not.toThrow();
    expect(() => checkHistories(one(3, 30.43, 30.43))).not.toThrow();
  });
  it.each([
    ["core/columns-differ", { ...one(1, 1, 1), age: [] }],
    ["core/frequency-invalid", one(-1, 0, 5)],
    ["core/frequency-invalid", one(1.5, 1, 5)],
    ["core/frequency-invalid", one(1e7, 1, 5)],
    ["core/recency-invalid", one(1, -2, 5)],
    ["core/recency-invalid", one(1, 6, 5)],
    ["core/recency-invalid", one(1, Number.NaN, 5)],
    ["core/age-invalid", one(1, 1, Number.POSITIVE_INFINITY)],
    ["core/age-invalid", one(0, 0, -1)],
    ["core/count-invalid", { ...one(1, 1, 5), customers: [0] }],
    ["core/columns-differ", { ...one(1, 1, 5), customers: [1, 1] }],
    ["core/repeat-without-time", one(2, 0, 5)],
    ["core/time-without-repeat", one(0, 2, 5)],
  ])("refuses with %s and says which customer", (code, histories) => {
    expect(() => checkHistories(histories)).toThrow(expect.objectContaining({ code, message: expect.stringMatching(/; .+\.$/) }));
  });
});
