import { type AnyParameter, decide, dueAt, isDefinition, valueOn } from "@kehu/core";
import { describe, expect, it } from "vitest";
import { answer, aProduct, at, endOf, inGrace, lapsed } from "../test/moments.js";
import * as definitions from "./definitions.js";
import { policyLifecycle } from "./policy/policy-lifecycle.js";
import { policyReinstatement } from "./policy/policy-reinstatement.js";

const places = ["CN", "US-NY", "US-HI"] as const;
const numbers = Object.values<unknown>(definitions).filter((each): each is AnyParameter => isDefinition(each) && each.kind === "parameter");

describe("the numbers of the pack", () => {
  it("have a source each, and a value in every jurisdiction", () => {
    expect(numbers.length).toBeGreaterThan(25);
    for (const number of numbers)
      for (const place of places) expect(() => valueOn(number, "2026-03-01", place), `${number.name} in ${place}`).not.toThrow();
  });

  it("say of themselves which of them nobody has read", () => {
    const unread = numbers.flatMap(({ name, values }) => values.filter(({ verified }) => !verified).map(() => name));
    expect(new Set(unread)).toContain("insurance/cooling-off-days");
    expect(unread).not.toContain("insurance/grace-days");
  });
});

describe("the same book in three jurisdictions", () => {
  const lapseIn = (place: string, product: object = {}, changes: object = {}) =>
    dueAt(policyLifecycle.lapse, { record: inGrace(changes), needs: { product: aProduct(product) }, ...at("2026-03-10", place) });

  it("lapses after 60 days, 31 days and 30 days", () => {
    expect(places.map((place) => lapseIn(place))).toEqual(["2026-04-30", "2026-04-01", "2026-03-31"].map(endOf));
  });

  it("gives 61 days in New York where the premium is flexible", () => {
    const flexible = { isFlexiblePremium: true };
    expect(places.map((place) => lapseIn(place, flexible))).toEqual(["2026-04-30", "2026-05-01", "2026-03-31"].map(endOf));
  });

  it("is shortened by a demand in China only", () => {
    const demanded = { demandedOn: "2026-03-01" };
    expect(places.map((place) => lapseIn(place, {}, demanded))).toEqual(["2026-03-31", "2026-04-01", "2026-03-31"].map(endOf));
    const early = { demandedOn: "2026-03-01", graceDays: undefined };
    expect(lapseIn("US-NY", {}, early)).toBe(endOf("2026-04-01"));
  });

  it("may be rescinded after two years, or three", () => {
    const rescind = (place: string, on: string) =>
      answer(decide(policyReinstatement.rescind, { record: lapsed(), needs: { product: aProduct(), loans: [] }, ...at(on, place) }));
    expect(places.map((place) => rescind(place, "2028-05-01"))).toEqual([
      "terminated",
      "insurance/rescission-too-early",
      "insurance/rescission-too-early",
    ]);
    expect(places.map((place) => rescind(place, "2029-05-01"))).toEqual(["terminated", "terminated", "terminated"]);
  });
});
