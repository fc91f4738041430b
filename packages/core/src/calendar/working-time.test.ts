import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createCalendar } from "./calendar.js";
import { exactDuration } from "./duration.js";
import { formatInstant } from "./instant.js";
import type { WeeklyHours } from "./working-hours.js";

const shift: WeeklyHours = {
  workday: [
    { from: "09:00", until: "12:00" },
    { from: "13:30", until: "18:00" },
  ],
  friday: [{ from: "09:00", until: "12:00" }],
};
const shop: WeeklyHours = {
  workday: [{ from: "10:00", until: "22:00" }],
  saturday: [{ from: "10:00", until: "24:00" }],
  sunday: [{ from: "00:00", until: "02:00" }],
  holiday: [{ from: "12:00", until: "20:00" }],
};
const night: WeeklyHours = {
  workday: [
    { from: "00:00", until: "06:00" },
    { from: "22:00", until: "24:00" },
  ],
  sunday: [{ from: "00:30", until: "04:00" }],
};
const teams = { shop, night, hotline: "always" } as const;
const china = createCalendar({ timeZone: "Asia/Shanghai", workingHours: shift, teams });
const beijing = (wall: string): string => china.after(`${wall}:00+08:00`, "PT0S");
const hours = (count: number): number => count * 3_600_000;

describe("workingAfter", () => {
  it.each([
    ["over lunch", "2026-03-02T11:00", "PT2H", "2026-03-02T14:30"],
    ["ends at closing time, not at the next opening", "2026-03-02T09:00", "PT7H30M", "2026-03-02T18:00"],
    ["waits for the opening", "2026-03-02T06:00", "PT30M", "2026-03-02T09:30"],
    ["leaves a short Friday at noon", "2026-03-06T11:30", "PT1H", "2026-03-09T09:30"],
    ["works a make-up Saturday with the hours of a workday", "2026-02-13T12:00", "PT5H", "2026-02-14T15:30"],
    ["skips the Spring Festival of 2026", "2026-02-14T17:00", "PT2H", "2026-02-24T10:00"],
    ["skips the eight days of October 2025", "2025-09-30T17:30", "PT1H", "2025-10-09T09:30"],
    ["is at once for no time at all, even by night", "2026-03-02T03:00", "PT0S", "2026-03-02T03:00"],
    ["counts working days without the first", "2026-03-02T08:00", "P1D", "2026-03-03T18:00"],
    ["counts working days to a short Friday", "2026-03-05T20:00", "P1D", "2026-03-06T12:00"],
    ["counts make-up days as working days", "2026-02-13T10:00", "P2D", "2026-02-24T18:00"],
    ["adds hours to working days", "2026-03-02T10:00", "P1DT1H", "2026-03-04T10:00"],
  ])("%s", (_, start, length, expected) => {
    expect(china.workingAfter(beijing(start), length)).toBe(beijing(expected));
  });

  it("goes by the hours of a team, on holidays too where it has some", () => {
    // 28 February 2026 is a make-up Saturday and closes at 22:00.
    expect(china.workingAfter(beijing("2026-02-28T23:00"), "PT2H", "shop")).toBe(beijing("2026-03-01T02:00"));
    expect(china.workingAfter(beijing("2026-03-07T23:00"), "PT2H", "shop")).toBe(beijing("2026-03-08T01:00"));
    expect(china.workingAfter(beijing("2026-10-01T09:00"), "PT9H", "shop")).toBe(beijing("2026-10-02T13:00"));
    expect(china.workingAfter(beijing("2026-10-01T09:00"), "PT9H", "hotline")).toBe(beijing("2026-10-01T18:00"));
    expect(china.workingAfter(beijing("2026-10-01T09:00"), "P1D", "hotline")).toBe(beijing("2026-10-03T00:00"));
  });

  it("takes the calendar's hours for a team without its own", () => {
    for (const name of ["nobody", "constructor", "__proto__"])
      expect(china.workingAfter(beijing("2026-03-02T11:00"), "PT2H", name)).toBe(beijing("2026-03-02T14:30"));
  });

  it("needs no notice around the clock", () => {
    expect(china.workingAfter("2031-01-01T00:00:00.000Z", "PT1H", "hotline")).toBe("2031-01-01T01:00:00.000Z");
  });

  it.each(["P1M", "P1Y", "-PT1H", "-P1D", "P99999D"])("refuses %s", (length) => {
    expect(() => china.workingAfter("2026-01-01T00:00:00.000Z", length)).toThrow(
      expect.objectContaining({ code: "core/working-length-invalid" }),
    );
  });

  it("refuses to look further than 100 years", () => {
    expect(() => createCalendar({ timeZone: "UTC", jurisdiction: "US" }).workingAfter("2026-01-01T00:00:00.000Z", "PT9999999H")).toThrow(
      expect.objectContaining({ code: "core/calendar-range" }),
    );
  });

  it("works the hours that the clock shows on the days on which it changes", () => {
    const newYork = createCalendar({ timeZone: "America/New_York", jurisdiction: "US", mode: "provisional", workingHours: night });
    expect(newYork.workingBetween("2026-03-08T05:00:00.000Z", "2026-03-09T04:00:00.000Z")).toBe(hours(2.5));
    expect(newYork.workingBetween("2026-11-01T04:00:00.000Z", "2026-11-02T05:00:00.000Z")).toBe(hours(4.5));
    expect(newYork.workingAfter("2026-03-08T05:00:00.000Z", "PT2H")).toBe("2026-03-08T07:30:00.000Z");
  });

  it("counts no minute twice where the clock jumps over the end of an interval", () => {
    const hours = [
      { from: "01:00", until: "02:30" },
      { from: "03:00", until: "05:00" },
    ];
    const newYork = createCalendar({
      timeZone: "America/New_York",
      jurisdiction: "US",
      mode: "provisional",
      workingHours: { workday: [], sunday: hours },
    });
    expect(newYork.workingBetween("2026-03-08T05:00:00.000Z", "2026-03-09T04:00:00.000Z")).toBe(3 * 3_600_000);
  });

  it("has no hours on a day that its zone skipped", () => {
    const apia = createCalendar({ timeZone: "Pacific/Apia", jurisdiction: "WS", mode: "provisional" });
    expect(apia.workingBetween("2011-12-29T10:00:00.000Z", "2011-12-31T10:00:00.000Z")).toBe(hours(8));
  });
});

const at = fc.integer({ min: Date.UTC(2005, 0, 1), max: Date.UTC(2025, 11, 1) }).map(formatInstant);
const team = fc.constantFrom("shop", "night", "hotline", "other");
const zoned = ["Asia/Shanghai", "America/New_York", "Australia/Lord_Howe"].map((timeZone) =>
  createCalendar({ timeZone, workingHours: shift, teams, mode: "provisional" }),
);
const calendar = fc.constantFrom(...zoned);

describe("workingBetween", () => {
  it("gives back what workingAfter took, to the millisecond, and not a millisecond earlier", () => {
    fc.assert(
      fc.property(calendar, at, team, fc.integer({ min: 1, max: hours(2000) }), (zone, start, hours, length) => {
        const end = zone.workingAfter(start, exactDuration(length), hours);
        expect(zone.workingBetween(start, end, hours)).toBe(length);
        expect(zone.workingBetween(start, zone.after(end, "-PT0.001S"), hours)).toBe(length - 1);
      }),
      { numRuns: 1500 },
    );
  });

  it("adds up, is negative backwards and never more than the time itself", () => {
    fc.assert(
      fc.property(calendar, at, at, at, team, (zone, a, b, c, hours) => {
        const between = (from: string, until: string): number => zone.workingBetween(from, until, hours);
        expect(between(a, b) + between(b, c)).toBe(between(a, c));
        expect(between(a, b) + between(b, a)).toBe(0);
        expect(Math.abs(between(a, b))).toBeLessThanOrEqual(Math.abs(Date.parse(b) - Date.parse(a)));
      }),
      { numRuns: 1500 },
    );
  });

  it("counts a whole known year: 248 workdays of eight hours in 2025", () => {
    const standard = createCalendar({ timeZone: "Asia/Shanghai" });
    expect(standard.workingBetween(standard.startOf("2025-01-01"), standard.startOf("2026-01-01"))).toBe(hours(248 * 8));
  });
});

describe("workingHours", () => {
  const interval = (from: string, until: string): WeeklyHours => ({ workday: [{ from, until }] });
  it.each([
    ["no hours at all", { workday: [] }],
    ["an unknown day", { workday: [{ from: "09:00", until: "10:00" }], someday: [] }],
    ["a time that is none", interval("9:00", "18:00")],
    ["a minute that is none", interval("09:60", "18:00")],
    ["a time after midnight", interval("09:00", "24:01")],
    ["a night in one interval", interval("22:00", "06:00")],
    [
      "overlapping intervals",
      {
        workday: [
          { from: "09:00", until: "12:00" },
          { from: "11:00", until: "13:00" },
        ],
      },
    ],
  ])("refuse %s", (_, workingHours) => {
    expect(() => createCalendar({ timeZone: "UTC", workingHours: workingHours as WeeklyHours })).toThrow(
      expect.objectContaining({ code: "core/working-hours-invalid" }),
    );
  });
});
