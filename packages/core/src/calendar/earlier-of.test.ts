import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createCalendar } from "./calendar.js";
import { earlierOf } from "./earlier-of.js";

const reading = { odometerKm: 12_000, readOn: "2026-01-01", kmPerDay: 40, atKm: 20_000 };

describe("earlierOf", () => {
  it.each([
    ["the date", "2026-06-30", reading, { on: "2026-06-30", by: "date" }],
    ["the mileage", "2026-12-31", reading, { on: "2026-07-20", by: "mileage" }],
    ["the date of a tie", "2026-07-20", reading, { on: "2026-07-20", by: "date" }],
    ["the day whose end has the mileage", "2026-12-31", { ...reading, kmPerDay: 39 }, { on: "2026-07-26", by: "mileage" }],
    ["the reading that is already there", "2026-12-31", { ...reading, atKm: 12_000 }, { on: "2026-01-01", by: "mileage" }],
    ["the date of a vehicle that stands", "2026-12-31", { ...reading, kmPerDay: 0 }, { on: "2026-12-31", by: "date" }],
    [
      "the reading of a vehicle that stands and is there",
      "2026-12-31",
      { ...reading, kmPerDay: 0, atKm: 0 },
      { on: "2026-01-01", by: "mileage" },
    ],
  ])("gives %s", (_, on, mileage, expected) => {
    expect(earlierOf(on, mileage)).toEqual(expected);
  });

  it("is never after the date, and at the mileage on its day", () => {
    const calendar = createCalendar({ timeZone: "UTC" });
    fc.assert(
      fc.property(fc.nat(3000), fc.nat(200_000), fc.integer({ min: 1, max: 900 }), fc.nat(50_000), (days, odometerKm, kmPerDay, more) => {
        const on = calendar.dayOf(calendar.after("2026-01-01", `P${days}D`));
        const { on: found, by } = earlierOf(on, { odometerKm, kmPerDay, atKm: odometerKm + more, readOn: "2026-01-01" });
        expect(found <= on).toBe(true);
        const driven = ((Date.parse(found) - Date.parse("2026-01-01")) / 86_400_000) * kmPerDay;
        if (by === "mileage") expect(driven >= more && driven - kmPerDay < more).toBe(true);
      }),
    );
  });

  it.each([Number.NaN, -1, Number.POSITIVE_INFINITY])("refuses %d km", (odometerKm) => {
    expect(() => earlierOf("2026-12-31", { ...reading, odometerKm })).toThrow(expect.objectContaining({ code: "core/mileage-invalid" }));
  });
});
