import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fingerprint } from "./fingerprint.js";

describe("fingerprint", () => {
  it("stays what it is", () => {
    expect(fingerprint([Float64Array.of(1, 2, 3)])).toBe(fingerprint([Float64Array.of(0, 1, 2, 3).subarray(1)]));
    expect(fingerprint([])).toBe("811c9dc501000193");
    expect(fingerprint([Float64Array.of(1.5, 2)])).toBe("8e8df515400dbf94");
  });
  it("tells columns apart", () => {
    const column = fc.array(fc.double({ noNaN: true }), { minLength: 1 });
    fc.assert(
      fc.property(column, column, (one, other) => {
        fc.pre(one.length !== other.length || one.some((value, index) => !Object.is(value, other[index])));
        expect(fingerprint([Float64Array.from(one)])).not.toBe(fingerprint([Float64Array.from(other)]));
      }),
    );
  });
});
