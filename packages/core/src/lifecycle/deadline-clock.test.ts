import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createCalendar, dueAfterPauses } from "../calendar/index.js";
import type { Within } from "../define/deadline.js";
import { type DeadlineClock, deadlineAt, deadlineStanding, moveDeadline, type Pause, warningsAt } from "./deadline-clock.js";

// Monday 2026-03-02, 10:00 in Shanghai; the desk works from 9 to 12 and from 13 to 18
const monday = "2026-03-02T02:00:00.000Z";
const calendar = createCalendar({ timeZone: "Asia/Shanghai", teams: { night: "always" } });
const hour = 3_600_000;
const later = (hours: number, from = monday): string => new Date(Date.parse(from) + hours * hour).toISOString();
const due = (within: Within, pauses: readonly Pause[] = []) => deadlineAt(within, monday, pauses, calendar);

describe("deadlineAt", () => {
  it("runs on calendar time from the start, or from where it is told", () => {
    expect(due({ length: "PT24H" })).toBe(later(24));
    expect(due({ length: "PT24H", from: later(-10) })).toBe(later(14));
    expect(due({ length: "P3D", from: "2026-03-02" })).toBe("2026-03-05T15:59:59.999Z");
  });
  it("runs on working time, over lunch and the weekend", () => {
    expect(due({ length: "PT8H", working: true })).toBe(later(24));
    expect(due({ length: "PT8H", hours: "night" })).toBe(later(8));
    expect(due({ length: "P5D", working: true })).toBe("2026-03-09T10:00:00.000Z");
  });
  it("ends where it is told, which pauses do not move", () => {
    expect(due({ at: "2026-03-05" }, [{ from: later(1), until: later(9) }])).toBe("2026-03-05T15:59:59.999Z");
    expect(due({ at: later(5) }, [{ from: later(1) }])).toBeUndefined();
    expect(due({ at: later(5) }, [{ from: later(5) }])).toBe(later(5));
  });
  it("has no end while a pause is open, unless it was over before", () => {
    expect(due({ length: "PT8H" }, [{ from: later(7.5) }])).toBeUndefined();
    expect(due({ length: "PT8H" }, [{ from: later(8) }])).toBe(later(8));
  });
  it("counts nothing of a pause before the start", () => {
    expect(due({ length: "PT8H" }, [{ from: later(-9), until: later(-3) }])).toBe(later(8));
    expect(due({ length: "PT8H" }, [{ from: later(-2), until: later(1) }])).toBe(later(9));
    expect(due({ length: "PT8H", from: later(4) }, [{ from: later(1), until: later(3) }])).toBe(later(12));
  });
  it("counts two pauses at once as one, in any order", () => {
    const pauses = [
      { from: later(5), until: later(6) },
      { from: later(1), until: later(4) },
      { from: later(2), until: later(3) },
      { from: later(3), until: later(5) },
    ];
    expect(due({ length: "PT8H" }, pauses)).toBe(later(13));
  });
  it("counts nothing of a pause in the night", () => {
    const night = [{ from: "2026-03-02T10:00:00.000Z", until: "2026-03-03T01:00:00.000Z" }];
    expect(due({ length: "PT9H", working: true }, night)).toBe(due({ length: "PT9H", working: true }));
  });

  // what the calendar says by stepping from pause to pause, where this counts on from the end
  const minutes = fc.integer({ min: -2000, max: 20_000 });
  const pause = fc.tuple(minutes, minutes).map(([a, b]) => ({ from: later(Math.min(a, b) / 60), until: later(Math.max(a, b) / 60) }));
  it("never loses or invents a millisecond, on either clock", () => {
    fc.assert(
      fc.property(fc.array(pause, { maxLength: 6 }), fc.integer({ min: 1, max: 6000 }), fc.boolean(), (pauses, length, working) => {
        const within: Within = { length: `PT${length}M`, working };
        const expected = dueAfterPauses(calendar, { start: monday, length: `PT${length}M`, pauses, ...(working && { hours: "desk" }) });
        expect(deadlineAt(within, monday, pauses, calendar)).toBe(expected);
        const end = deadlineAt(within, monday, pauses, calendar) ?? "";
        const stood = Date.parse(end) - Date.parse(deadlineAt(within, monday, [], calendar) ?? "");
        expect(stood).toBeGreaterThanOrEqual(0);
      }),
    );
  });
});

describe("warningsAt", () => {
  it("gives the instants in order, on calendar time", () => {
    expect(warningsAt("2026-03-31T15:59:59.999Z", ["PT4H", "P1M", "P3D"], calendar)).toEqual([
      "2026-02-28T15:59:59.999Z",
      "2026-03-28T15:59:59.999Z",
      "2026-03-31T11:59:59.999Z",
    ]);
  });
  it("goes back over nights and weekends where the deadline runs on working time", () => {
    const mondayTen = "2026-03-09T02:00:00.000Z";
    expect(warningsAt(mondayTen, ["PT2H", "P1D", "P1DT2H"], calendar, { length: "P5D", working: true })).toEqual([
      "2026-03-05T09:00:00.000Z",
      "2026-03-06T02:00:00.000Z",
      "2026-03-06T09:00:00.000Z",
    ]);
  });
  it("leaves exactly so much working time until the end", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 900 }), fc.integer({ min: 600, max: 4000 }), (minutes, length) => {
        const within: Within = { length: `PT${length}M`, working: true };
        const end = deadlineAt(within, monday, [], calendar) ?? "";
        const [warning = ""] = warningsAt(end, [`PT${minutes}M`], calendar, within);
        expect(calendar.workingBetween(warning, end)).toBe(minutes * 60_000);
      }),
      { numRuns: 40 },
    );
  });
});

describe("moveDeadline", () => {
  const states = { runsIn: ["open", "again"], pausesIn: ["waiting"] };
  const move = (clock: DeadlineClock | undefined, state: string | undefined, hours: number, reason?: string) =>
    moveDeadline(clock, { ...states, ...(state !== undefined && { state }), at: later(hours), ...(reason !== undefined && { reason }) });
  const running = move(undefined, "open", 0);

  it("starts with the first stay in which it runs", () => {
    expect(move(undefined, "waiting", 0)).toBeUndefined();
    expect(running).toEqual({ startedAt: monday, pauses: [], status: "running" });
  });
  it("pauses with a reason and goes on", () => {
    const paused = move(running, "waiting", 2, "documents");
    expect(paused).toEqual({ startedAt: monday, pauses: [{ from: later(2), reason: "documents" }], status: "paused" });
    expect(move(paused, "again", 5)).toEqual({
      startedAt: monday,
      pauses: [{ from: later(2), until: later(5), reason: "documents" }],
      status: "running",
    });
  });
  it("is met where the record leaves for another state, and keeps its end", () => {
    expect(move({ ...(running as DeadlineClock), dueAt: later(8) }, "closed", 3)).toEqual({
      startedAt: monday,
      dueAt: later(8),
      pauses: [{ from: later(3) }],
      status: "met",
    });
    expect(move(move(running, "waiting", 2), "closed", 3)).toMatchObject({ status: "met", pauses: [{ from: later(2) }] });
  });
  it("goes on where it stood when the record comes back: the time in between does not count", () => {
    const back = move(move(running, "closed", 3), "again", 100);
    expect(back).toMatchObject({ status: "running", startedAt: monday });
    expect(due({ length: "PT8H" }, back?.pauses)).toBe(later(105));
  });
  it("is withdrawn with its record, and nothing moves it afterwards", () => {
    const withdrawn = move(running, undefined, 3);
    expect(withdrawn).toMatchObject({ status: "withdrawn" });
    expect(move(withdrawn, "open", 4)).toBe(withdrawn);
    const missed = { ...(running as DeadlineClock), status: "missed" as const };
    expect(move(missed, "closed", 4)).toBe(missed);
    expect(move(undefined, undefined, 1)).toBeUndefined();
  });
  it("never ends a pause before it began, though a state was entered late", () => {
    expect(move(move(running, "waiting", 4), "again", 3)?.pauses).toEqual([{ from: later(4), until: later(4) }]);
  });
});

describe("deadlineStanding", () => {
  const running: DeadlineClock = { startedAt: monday, pauses: [], dueAt: later(8), status: "running" };
  it("is missed from its end on, and not a millisecond before", () => {
    expect(deadlineStanding(running, "2026-03-02T09:59:59.999Z").status).toBe("running");
    expect(deadlineStanding(running, later(8)).status).toBe("missed");
  });
  it("is never missed while it stands, or after it was met", () => {
    const { dueAt: _, ...paused } = running;
    for (const clock of [
      { ...paused, status: "paused" as const },
      { ...running, status: "met" as const },
      { ...running, status: "withdrawn" as const },
    ])
      expect(deadlineStanding(clock, later(99))).toBe(clock);
  });
});
