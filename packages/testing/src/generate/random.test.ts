import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createRandom } from "./random.js";

describe("createRandom", () => {
  it("answers the same for the same seed, and otherwise for another", () => {
    const drawn = (seed: number | string) => {
      const random = createRandom(seed);
      return [random.int(0, 1_000_000), random.digits(8), random.chance(500), [...random.bytes(4)], random.pick(["a", "b", "c"])];
    };
    expect(drawn(1)).toEqual(drawn(1));
    expect(drawn("one")).toEqual(drawn("one"));
    expect(drawn(1)).not.toEqual(drawn(2));
  });

  it("keeps to its bounds", () => {
    fc.assert(
      fc.property(fc.integer(), fc.integer({ min: -1000, max: 1000 }), fc.nat(1000), (seed, from, span) => {
        const drawn = createRandom(seed).int(from, from + span);
        return drawn >= from && drawn <= from + span;
      }),
    );
  });

  it("chooses by weight, never what weighs nothing", () => {
    const random = createRandom(3);
    const drawn = Array.from({ length: 4000 }, () =>
      random.weighted([
        ["often", 3],
        ["seldom", 1],
        ["never", 0],
      ] as const),
    );
    const often = drawn.filter((choice) => choice === "often").length;
    expect(often).toBeGreaterThan(2850);
    expect(often).toBeLessThan(3150);
    expect(drawn).not.toContain("never");
    expect(random.chance(0)).toBe(false);
    expect(random.chance(1000)).toBe(true);
  });

  it("has streams of their own: what one draws changes nothing elsewhere", () => {
    const one = createRandom(5);
    const other = createRandom(5);
    one.fork("names").int(0, 9);
    expect(one.int(0, 1_000_000)).toBe(other.int(0, 1_000_000));
    expect(one.fork("names").int(0, 1_000_000)).toBe(other.fork("names").int(0, 1_000_000));
    expect(one.fork("names").int(0, 1_000_000)).not.toBe(one.fork("phones").int(0, 1_000_000));
  });

  it("refuses to pick from nothing", () => {
    expect(() => createRandom(1).pick([])).toThrow("nothing to pick from");
  });
});
