import { describe, expect, it } from "vitest";
import { ticks } from "./scale.js";

describe("ticks", () => {
  it("gives round values that span the stretch", () => {
    expect(ticks(0, 5_200_000)).toEqual([0, 2_000_000, 4_000_000, 6_000_000]);
    expect(ticks(-300, 600)).toEqual([-500, -250, 0, 250, 500, 750]);
    expect(ticks(0, 0)).toEqual([0]);
  });
});
