import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Pause } from "../lifecycle/deadline-clock.js";
import { createCalendar } from "./calendar.js";
import { exactDuration } from "./duration.js";
import { formatInstant } from "./instant.js";
import { dueAfterPauses, elapsed } from "./pauses.js";

const china = createCalendar({ timeZone: "Asia/Shanghai", mode: "provisional" });
const beijing = (wall: string): string => china.after(`${wall}:00+08:00`, "PT0S");
const pause = (from: string, until?: string): Pause => ({
  from: beijing(from),
  reason: "waits for a document",
  ...(until && { until: beijing(until) }),
});

describe("dueAfterPauses", () => {
  const start = beijing("2026-03-02T09:00");

  it("is the end of the length without pauses", () => {
    expect(dueAfterPauses(china, { start, length: "P1M", pauses: [] })).toBe(beijing("2026-04-02T09:00"));
    expect(dueAfterPauses(china, { start: "2026-01-31", length: "P1M", pauses: [] })).toBe("2026-02-28T15:59:59.999Z");
    expect(dueAfterPauses(china, { start, length: "P5D", hours: "claims", pauses: [] })).toBe(beijing("2026-03-09T18:00"));
  });

  it("moves on by a pause in calendar time", () => {
    expect(dueAfterPauses(china, { start, length: "P10D", pauses: [pause("2026-03-04T10:00", "2026-03-06T11:30")] })).toBe(
      beijing("2026-03-14T10:30"),
    );
  });

  it("counts nothing for a pause outside working hours", () => {
    const options = { start, length: "PT16H", hours: "claims" };
    expect(dueAfterPauses(china, { ...options, pauses: [pause("2026-03-02T18:00", "2026-03-03T09:00")] })).toBe(
      beijing("2026-03-03T18:00"),
    );
    expect(dueAfterPauses(china, { ...options, pauses: [pause("2026-03-02T17:00", "2026-03-03T10:00")] })).toBe(
      beijing("2026-03-04T11:00"),
    );
  });

  it("counts overlapping pauses once and ignores one before the start or after the due time", () => {
    const pauses = [
      pause("2026-03-04T10:00", "2026-03-05T10:00"),
      pause("2026-03-04T12:00", "2026-03-05T22:00"),
      pause("2026-02-01T00:00", "2026-03-02T09:00"),
      pause("2026-06-01T00:00"),
    ];
    expect(dueAfterPauses(china, { start, length: "P10D", pauses })).toBe(beijing("2026-03-13T21:00"));
  });

  it("is open while a pause is", () => {
    expect(dueAfterPauses(china, { start, length: "P10D", pauses: [pause("2026-03-04T10:00")] })).toBeUndefined();
    expect(dueAfterPauses(china, { start, length: "P10D", pauses: [pause("2026-03-12T09:00")] })).toBe(beijing("2026-03-12T09:00"));
  });

  it("is the start for no length", () => {
    expect(dueAfterPauses(china, { start, length: "PT0S", pauses: [pause("2026-03-01T00:00")] })).toBe(start);
  });
});

const minute = fc.integer({ min: 0, max: 200_000 }).map((minutes) => formatInstant(Date.UTC(2025, 0, 1) + minutes * 60_007));
const closed = fc.tuple(minute, minute).map(([a, b]): Pause => (a < b ? { from: a, until: b } : { from: b, until: a }));
const pauses = fc.array(closed, { maxLength: 6 });
const clock = fc.constantFrom({}, { hours: "claims" });

describe("elapsed", () => {
  it("is the whole length at the due time: pauses neither lose nor invent a millisecond", () => {
    fc.assert(
      fc.property(minute, fc.integer({ min: 1, max: 3_000_000_000 }), pauses, clock, (start, length, pauses, hours) => {
        const due = dueAfterPauses(china, { start, length: exactDuration(length), pauses, ...hours });
        expect(elapsed(china, { start, until: due ?? start, pauses, ...hours })).toBe(length);
      }),
      { numRuns: 1000 },
    );
  });

  it("and the time paused make up the time", () => {
    fc.assert(
      fc.property(minute, minute, pauses, (start, until, pauses) => {
        const ran = elapsed(china, { start, until, pauses });
        const stood = elapsed(china, { start, until, pauses: [] }) - ran;
        const inverse = gaps(pauses);
        expect(stood).toBe(elapsed(china, { start, until, pauses: inverse }));
      }),
      { numRuns: 500 },
    );
  });

  it("does not change when a pause is split or the order differs", () => {
    fc.assert(
      fc.property(minute, minute, minute, pauses, clock, (start, until, cut, pauses, hours) => {
        const split = pauses.flatMap((one): Pause[] =>
          one.from < cut && cut < (one.until ?? "")
            ? [
                { ...one, from: cut },
                { ...one, until: cut },
              ]
            : [one],
        );
        expect(elapsed(china, { start, until, pauses: split.reverse(), ...hours })).toBe(
          elapsed(china, { start, until, pauses, ...hours }),
        );
      }),
      { numRuns: 500 },
    );
  });

  it("stands still from an open pause on, and is 0 before the start", () => {
    const options = { start: beijing("2026-03-02T09:00"), pauses: [pause("2026-03-02T10:00")] };
    expect(elapsed(china, { ...options, until: beijing("2027-01-01T00:00") })).toBe(3_600_000);
    expect(elapsed(china, { ...options, until: beijing("2026-01-01T00:00") })).toBe(0);
  });
});

/** Everything that the pauses leave free, as pauses. */
function gaps(pauses: readonly Pause[]): readonly Pause[] {
  const points = [
    "2000-01-01T00:00:00.000Z",
    ...pauses.flatMap(({ from, until }) => [from, until ?? from]),
    "2050-01-01T00:00:00.000Z",
  ].sort();
  return points.slice(1).flatMap((until, index): Pause[] => {
    const from = points[index] ?? until;
    return pauses.some((one) => one.from <= from && until <= (one.until ?? "")) ? [] : [{ from, until }];
  });
}
