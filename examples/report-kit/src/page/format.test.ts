import { describe, expect, it } from "vitest";
import { amount, counted, shortAmount, unitMinor } from "./format.js";

describe("shortAmount", () => {
  it("has a decimal only where its notation cuts something off", () => {
    expect([90_850, 290_750, -290_750, 1_290_750, 519_100_000].map((minor) => shortAmount(minor, "CNY"))).toEqual([
      { en: "¥909", zh: "¥909" },
      { en: "¥2.9K", zh: "¥2908" },
      { en: "−¥2.9K", zh: "−¥2908" },
      { en: "¥12.9K", zh: "¥1.3万" },
      { en: "¥5.2M", zh: "¥519.1万" },
    ]);
  });
});

describe("amount", () => {
  it("never lets a sign stand alone at the end of a line", () => {
    expect(amount(-120_000, "CNY")).toEqual({ en: "−¥1,200", zh: "−¥1,200" });
  });
});

describe("counted", () => {
  it("says one and many", () => {
    expect([counted(1, "row"), counted(0, "row"), counted(1_200, "policy", "policies")]).toEqual(["1 row", "0 rows", "1,200 policies"]);
  });
});

describe("unitMinor", () => {
  it("is that of the currency, and amounts of no currency have no sign", () => {
    expect(["CNY", "JPY", "KWD", "XXX"].map(unitMinor)).toEqual([100, 1, 1000, 100]);
    // people write these without decimals, and amounts count hundredths nevertheless
    expect(["HUF", "IDR", "COP"].map(unitMinor)).toEqual([100, 100, 100]);
    expect(amount(120_000, "HUF").en).toBe("Ft\u00a01,200");
    expect([amount(120_000, "JPY").en, amount(120_050, "XXX").en, shortAmount(120_050, "XXX").zh]).toEqual(["¥120,000", "1,201", "1201"]);
  });
});
