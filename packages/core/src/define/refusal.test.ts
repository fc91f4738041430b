import { describe, expect, it } from "vitest";
import { KehuError, refused } from "../error.js";
import { blanksOf, defineRefusal, fillBlanks } from "./refusal.js";

const early = defineRefusal("cover/too-early", "This begins on {on}, not on {day}; come back on {on}.");

describe("defineRefusal", () => {
  it("fills the blanks of its sentence and keeps what filled them", () => {
    expect(early({ on: "2026-03-02", day: 1 })).toEqual({
      code: "cover/too-early",
      message: "This begins on 2026-03-02, not on 1; come back on 2026-03-02.",
      details: { on: "2026-03-02", day: 1 },
    });
    expect([early.kind, early.code, early.text]).toEqual([
      "refusal",
      "cover/too-early",
      "This begins on {on}, not on {day}; come back on {on}.",
    ]);
  });
  it("fills a blank once, whatever filled it", () =>
    expect(early({ on: "{day}", day: "$&" }).message).toBe("This begins on {day}, not on $&; come back on {day}."));
});

describe("fillBlanks", () => {
  it("leaves a blank without a value to be seen, inherited names too", () =>
    expect(fillBlanks("{a} {toString}.", { a: null })).toBe("null {toString}."));
});

describe("blanksOf", () => {
  it("names each blank once, in order", () => expect(blanksOf(early.text)).toEqual(["on", "day"]));
});

describe("refused", () => {
  it("throws a refusal with its code, its details and its cause", () => {
    const cause = new Error("lock");
    const error = refused(early({ on: "a", day: "b" }), { retryable: true, cause, details: { id: "p1" } });
    expect(error).toBeInstanceOf(KehuError);
    expect({ ...error }).toMatchObject({
      name: "KehuError",
      code: "cover/too-early",
      details: { on: "a", day: "b", id: "p1" },
      retryable: true,
    });
    expect(error.cause).toBe(cause);
    expect(new KehuError("core/x", "X.")).toMatchObject({ details: {}, retryable: false });
    expect("cause" in new KehuError("core/x", "X.")).toBe(false);
  });
});
