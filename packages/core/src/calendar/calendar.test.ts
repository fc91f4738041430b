import fc from "fast-check";
import { Temporal } from "temporal-polyfill";
import { describe, expect, it } from "vitest";
import type { Calendar } from "../define/moment.js";
import { createCalendar } from "./calendar.js";

const zones = [
  "Asia/Shanghai",
  "America/New_York",
  "Pacific/Apia",
  "Australia/Lord_Howe",
  "America/Sao_Paulo",
  "Africa/Casablanca",
  "Asia/Kathmandu",
];
const calendars = new Map(zones.map((timeZone) => [timeZone, createCalendar({ timeZone, mode: "provisional" })]));
const calendarOf = (zone: string): Calendar => calendars.get(zone) ?? createCalendar({ timeZone: zone });
const china = calendarOf("Asia/Shanghai");
const code = (value: string): object => expect.objectContaining({ code: value });

const zone = fc.constantFrom(...zones);
const day = fc.integer({ min: 0, max: 36_000 }).map((days) => Temporal.PlainDate.from("1985-01-01").add({ days }).toString());
const instant = fc
  .integer({ min: Date.UTC(1985, 0, 1), max: Date.UTC(2085, 0, 1) })
  .map((milliseconds) => Temporal.Instant.fromEpochMilliseconds(milliseconds).toString({ smallestUnit: "millisecond" }));
const length = fc
  .record({ years: fc.nat(20), months: fc.nat(30), weeks: fc.nat(10), days: fc.nat(400), hours: fc.nat(50), minutes: fc.nat(90) })
  .map((parts) => Temporal.Duration.from(parts));
const canonical = (at: Temporal.ZonedDateTime): string => at.toInstant().toString({ smallestUnit: "millisecond" });

describe("after", () => {
  it("agrees with Temporal from an instant", () => {
    fc.assert(
      fc.property(zone, instant, length, (timeZone, start, { years, months, weeks, days, hours, minutes }) => {
        const expected = Temporal.Instant.from(start).toZonedDateTimeISO(timeZone).add({ years, months, weeks, days, hours, minutes });
        const text = Temporal.Duration.from({ years, months, weeks, days, hours, minutes }).toString();
        expect(calendarOf(timeZone).after(start, text)).toBe(canonical(expected));
      }),
      { numRuns: 2000 },
    );
  });

  it("agrees with Temporal from a date: the end of the day that lies so far after it", () => {
    fc.assert(
      fc.property(zone, day, length, (timeZone, start, { years, months, weeks, days }) => {
        const last = Temporal.PlainDate.from(start).add({ years, months, weeks, days });
        const expected = last.add({ days: 1 }).toZonedDateTime(timeZone).subtract({ milliseconds: 1 });
        expect(calendarOf(timeZone).after(start, Temporal.Duration.from({ years, months, weeks, days }).toString())).toBe(
          canonical(expected),
        );
      }),
      { numRuns: 2000 },
    );
  });

  it("counts backwards", () => {
    expect(china.after("2026-03-31", "-P1M")).toBe("2026-02-28T15:59:59.999Z");
    expect(china.after("2026-03-31T08:00:00.000Z", "-PT30M")).toBe("2026-03-31T07:30:00.000Z");
  });

  it("adds hours to the end of a day", () => {
    expect(china.after("2026-01-01", "P1DT12H")).toBe("2026-01-03T03:59:59.999Z");
  });

  it("reads fractions of hours, minutes and seconds", () => {
    expect(china.after("2026-01-01T00:00:00.000Z", "PT1.5H")).toBe("2026-01-01T01:30:00.000Z");
    expect(china.after("2026-01-01T00:00:00.000Z", "PT0.25M0.5S")).toBe("2026-01-01T00:00:15.500Z");
  });

  it("cuts off what is finer than a millisecond and reads offsets", () => {
    expect(china.after("2026-01-01T08:00:00.123456789+08:00", "PT0S")).toBe("2026-01-01T00:00:00.123Z");
  });

  it.each(["", "P", "PT", "P1", "30D", "P1M1Y", "P-1D", "P1DT", "P99999999Y", "P1.5D", "PT1e3S"])("refuses %j as a duration", (text) => {
    expect(() => china.after("2026-01-01", text)).toThrow(code("core/duration-invalid"));
  });

  it.each(["2026-02-29", "2026-13-01", "2026-00-10", "0000-01-01", "2026/01/01", "２０２６-01-1"])("refuses %j as a date", (text) => {
    expect(() => china.endOf(text)).toThrow(code("core/date-invalid"));
  });

  it.each(["2026-01-01T00:00:00.000", "2026-02-30T00:00:00.000Z", "2026-01-01T24:00:00.000Z", "yesterday", ""])(
    "refuses %j as an instant",
    (text) => {
      expect(() => china.dayOf(text)).toThrow(code("core/instant-invalid"));
    },
  );

  it("refuses to leave the years 1 to 9999", () => {
    expect(china.endOf("9999-12-31")).toBe("9999-12-31T15:59:59.999Z");
    expect(() => china.after("9999-12-31", "P1D")).toThrow(code("core/calendar-range"));
  });
});

describe("dayOf, startOf and endOf", () => {
  it("agree with Temporal and with each other", () => {
    fc.assert(
      fc.property(zone, instant, (timeZone, at) => {
        const calendar = calendarOf(timeZone);
        const on = Temporal.Instant.from(at).toZonedDateTimeISO(timeZone).toPlainDate();
        expect(calendar.dayOf(at)).toBe(on.toString());
        expect(calendar.startOf(on.toString())).toBe(canonical(on.toZonedDateTime(timeZone)));
        expect(calendar.dayOf(calendar.endOf(on.toString()))).toBe(on.toString());
        expect(calendar.after(calendar.endOf(on.toString()), "PT0.001S")).toBe(calendar.startOf(on.add({ days: 1 }).toString()));
      }),
      { numRuns: 2000 },
    );
  });
});

describe("createCalendar", () => {
  it("refuses an unknown time zone", () => {
    expect(() => createCalendar({ timeZone: "Asia/Nowhere" })).toThrow(code("core/time-zone-unknown"));
  });
});
