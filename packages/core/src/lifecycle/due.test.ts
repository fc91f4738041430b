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

describe("isReady", () => {
  it("is true in the right state as soon as the condition is", () => {
    expect(isReady(arrive, { ...at, record: { ...record, state: "booked" }, needs: {} })).toBe(true);
    expect(isReady(arrive, { ...at, record, needs: {} })).toBe(false);
    expect(isReady(cancel, { ...at, record: { ...record, state: "booked" }, needs: {} })).toBe(false);
  });
});
