import { describe, expect, it } from "vitest";
import { createCalendar } from "../calendar/index.js";
import { date } from "../define/field.js";
import { defineLifecycle } from "../define/lifecycle.js";
import { defineRecord, type Stored } from "../define/record.js";
import { circumstances } from "./circumstances.js";
import { dueAt, endInstant, isReady } from "./due.js";

const stay = defineRecord("hotel/stay", { fields: { untilOn: date().optional() }, states: ["booked", "here", "gone"] });
const { leave, arrive, cancel } = defineLifecycle(stay, (t) => ({
  leave: t({ from: "here", to: "gone", due: ({ record }) => record.untilOn }),
  arrive: t({ from: "booked", to: "here", when: ({ record }) => record.untilOn !== undefined }),
  cancel: t({ from: "booked", to: "gone" }),
}));
const now = "2026-03-02T02:00:00.000Z";
const calendar = createCalendar({ timeZone: "Asia/Shanghai" });
const at = circumstances({ now, calendar, actor: { id: "me", tenant: "t1", roles: [] }, jurisdiction: "CN" });
const record: Stored<typeof stay> = {
  id: "s1",
  version: 1,
  state: "here",
  since: now,
  createdAt: now,
  updatedAt: now,
  untilOn: "2026-03-05",
};

describe("dueAt", () => {
  it("takes a date as its end in the tenant's time zone", () => {
    expect(dueAt(leave, { ...at, record, needs: {} })).toBe("2026-03-05T15:59:59.999Z");
    expect(endInstant(now, calendar)).toBe(now);
  });
  it("is nothing from another state, without a time, or where it does not happen by itself", () => {
    expect(dueAt(leave, { ...at, record: { ...record, state: "gone" }, needs: {} })).toBeUndefined();
    const { untilOn: _, ...open } = record;
    expect(dueAt(leave, { ...at, record: open, needs: {} })).toBeUndefined();
    expect(dueAt(cancel, { ...at, record: { ...record, state: "booked" }, needs: {} })).toBeUndefined();
  });
});

describe("a due function that is wrong", () => {
  const dueOf = (due: () => unknown) => {
    const { leave } = defineLifecycle(stay, (t) => ({ leave: t({ from: "here", to: "gone", due: due as never }) }));
    return () => dueAt(leave, { ...at, record, needs: {} });
  };
  it.each<[due: () => unknown, problem: string]>([
    [() => "2026-02-30", "gives 2026-02-30, which is no time"],
    [() => "2026-02-30T00:00:00.000Z", "gives 2026-02-30T00:00:00.000Z, which is no time"],
    [() => "2026-01-01T25:00:00Z", "gives 2026-01-01T25:00:00Z, which is no time"],
    [() => "next Friday", "gives a text that is no time"],
    [() => "Wang Fang ", "gives a text that is no time"],
    [() => "", "gives a text that is no time"],
    [() => 1_767_225_600_000, "gives a value of the type number"],
    [() => null, "gives null"],
    [() => new Date(0), "gives a value of the type object"],
    [() => (undefined as unknown as { readonly on: string }).on, "throws TypeError"],
  ])("is refused with the name of its transition: %s", (due, problem) => {
    const message = `The due function of hotel/stay#leave ${problem}; let it give a date that exists, an instant or undefined.`;
    expect(dueOf(due)).toThrow(expect.objectContaining({ code: "core/due-invalid", message }));
  });
  it("keeps the code of what the calendar throws, and names the transition", () => {
    expect(dueOf(() => calendar.after("2026-01-01", "soon"))).toThrow(
      expect.objectContaining({
        code: "core/duration-invalid",
        message: expect.stringMatching(/^In the due function of hotel\/stay#leave: /),
        details: expect.objectContaining({ transition: "hotel/stay#leave" }),
      }),
    );
  });
  it("may write an instant in other ways", () => {
    expect(dueOf(() => "2026-03-05T08:00:00+08:00")()).toBe("2026-03-05T00:00:00.000Z");
    expect(dueOf(() => "2026-03-05T00:00:00Z")()).toBe("2026-03-05T00:00:00.000Z");
  });
});

describe("isReady", () => {
  it("is true in the right state as soon as the condition is", () => {
    expect(isReady(arrive, { ...at, record: { ...record, state: "booked" }, needs: {} })).toBe(true);
    expect(isReady(arrive, { ...at, record, needs: {} })).toBe(false);
    expect(isReady(cancel, { ...at, record: { ...record, state: "booked" }, needs: {} })).toBe(false);
  });
});
