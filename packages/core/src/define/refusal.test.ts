import { describe, expect, it } from "vitest";
import { KehuError, refused } from "../error.js";
import { blanksOf, defineRefusal, fillBlanks } from "./refusal.js";
import { isMoney, writeMoney } from "./write-money.js";

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

describe("an amount in a blank", () => {
  const tooDear = defineRefusal("trade/too-dear", "{price} is more than {limit}; ask the manager.");
  const filled = { price: { amountMinor: 123_456_78, currency: "CNY" }, limit: { amountMinor: 1500, currency: "JPY" } };
  it("is written with its currency and with the decimals that it has", () => {
    expect(tooDear(filled)).toEqual({
      code: "trade/too-dear",
      message: "CN¥123,456.78 is more than ¥1,500; ask the manager.",
      details: filled,
    });
    expect(writeMoney(filled.price, "zh-CN")).toBe("¥123,456.78");
    expect(writeMoney({ amountMinor: -1, currency: "KWD" }, "en").replace(/\s/, " ")).toBe("-KWD 0.001");
    expect(writeMoney({ amountMinor: 5000, currency: "HUF" }, "en").replace(/\s/, " ")).toBe("HUF 50.00");
    expect(writeMoney({ amountMinor: 5000, currency: "JPY" }, "en")).toBe("¥5,000");
    expect(isMoney({ amountMinor: 1.5, currency: "CNY" })).toBe(false);
  });
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
