import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createCalendar } from "../calendar/index.js";
import { stateAt, stateOn, staysOf } from "./history.js";

type State = "a" | "b" | "c";
const calendar = createCalendar({ timeZone: "Asia/Shanghai" });
const instant = fc.integer({ min: 0, max: 40 }).map((hour) => new Date(Date.UTC(2026, 0, 1, hour)).toISOString());
const entries = fc.array(fc.record({ state: fc.constantFrom<State>("a", "b", "c"), from: instant }), { maxLength: 12 });

describe("staysOf", () => {
  it("gives stays in order, each ending where the next one begins, the last one open, and never twice the same state in a row", () => {
    fc.assert(
      fc.property(entries, (given) => {
        const stays = staysOf(given);
        for (const [index, stay] of stays.entries()) {
          const next = stays[index + 1];
          expect(stay.until).toBe(next?.from);
          expect(stay.state).not.toBe(next?.state);
          if (next) expect(stay.from < next.from).toBe(true);
        }
        expect(stays.length > 0).toBe(given.length > 0);
      }),
    );
  });
  it("lets the last entry count from its instant on, and changes nothing before it", () => {
    fc.assert(
      fc.property(entries, fc.record({ state: fc.constantFrom<State>("a", "b", "c"), from: instant }), instant, (before, last, at) => {
        const stays = staysOf([...before, last]);
        expect(stateAt(stays, at)).toBe(at >= last.from ? last.state : stateAt(staysOf(before), at));
      }),
    );
  });
  it("takes back a whole stay that a backdated entry contradicts", () => {
    const lapsed = [
      { state: "a" as const, from: "2026-01-01T00:00:00.000Z" },
      { state: "b" as const, from: "2026-02-01T00:00:00.000Z" },
      { state: "c" as const, from: "2026-03-01T00:00:00.000Z" },
    ];
    expect(staysOf([...lapsed, { state: "a", from: "2026-01-20T00:00:00.000Z" }])).toEqual([
      { state: "a", from: "2026-01-01T00:00:00.000Z" },
    ]);
    expect(staysOf([...lapsed, { state: "c", from: "2026-01-20T00:00:00.000Z" }])).toEqual([
      { state: "a", from: "2026-01-01T00:00:00.000Z", until: "2026-01-20T00:00:00.000Z" },
      { state: "c", from: "2026-01-20T00:00:00.000Z" },
    ]);
  });
});

describe("stateAt", () => {
  const stays = staysOf<State>([
    { state: "a", from: "2026-01-01T00:00:00.000Z" },
    { state: "b", from: "2026-02-01T00:00:00.000Z" },
  ]);
  it("belongs to the new state from its first millisecond on", () => {
    expect(stateAt(stays, "2026-01-31T23:59:59.999Z")).toBe("a");
    expect(stateAt(stays, "2026-02-01T00:00:00.000Z")).toBe("b");
  });
  it("is unknown before the first stay", () => {
    expect(stateAt(stays, "2025-12-31T23:59:59.999Z")).toBeUndefined();
    expect(stateAt([], "2026-01-01T00:00:00.000Z")).toBeUndefined();
  });
});

describe("stateOn", () => {
  const stays = staysOf<State>([
    { state: "a", from: "2026-01-01T00:00:00.000Z" },
    { state: "b", from: calendar.endOf("2026-01-20") },
    { state: "c", from: calendar.startOf("2026-02-01") },
  ]);
  it("counts a change at the end of a day for the next day", () => {
    expect(stateOn(stays, "2026-01-20", calendar)).toBe("a");
    expect(stateOn(stays, "2026-01-21", calendar)).toBe("b");
  });
  it("counts a change at the start or within a day for that day", () => {
    expect(stateOn(stays, "2026-01-01", calendar)).toBe("a");
    expect(stateOn(stays, "2026-01-31", calendar)).toBe("b");
    expect(stateOn(stays, "2026-02-01", calendar)).toBe("c");
  });
  it("is unknown on the days before", () => expect(stateOn(stays, "2025-12-31", calendar)).toBeUndefined());
});
