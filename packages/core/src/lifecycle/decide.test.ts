import fc from "fast-check";
import { describe, expect, it } from "vitest";
import * as z from "zod";
import { createCalendar } from "../calendar/index.js";
import { customer } from "../customer/customer.js";
import { act } from "../define/act.js";
import { date, party, text } from "../define/field.js";
import { defineLifecycle } from "../define/lifecycle.js";
import { many, one } from "../define/need.js";
import { defineParameter } from "../define/parameter.js";
import { defineRecord, type Stored } from "../define/record.js";
import { defineRefusal } from "../define/refusal.js";
import { task } from "../staff/task.js";
import { circumstances } from "./circumstances.js";
import { decide, dependsOnInput, whyNot } from "./decide.js";

const loan = defineRecord("library/loan", {
  fields: { readerId: party("reader"), dueOn: date(), renewals: z.int(), note: text(80).optional() },
  states: ["lent", "overdue", "returned", "inDispute"],
});
const no = defineRefusal("library/no", "No.");
const never = defineRefusal("library/never", "Never.");
const renewals = defineParameter("library/renewals", {
  schema: z.int(),
  values: [{ from: "2020-01-01", value: 2, source: "House rule", verified: true }],
});
const called: string[] = [];
const log = <T>(step: string, result: T): T => {
  called.push(step);
  return result;
};
const itsReader = { reader: one(customer, "readerId") };

const lifecycle = defineLifecycle(loan, (t) => ({
  renew: t({
    from: ["lent", "overdue"],
    to: ["lent", "overdue"],
    input: { dueOn: date(), note: text(80).optional() },
    guard: ({ record }) => log("guard", record.note === "lost" ? no() : undefined),
    check: ({ record, input }) => log("check", input.dueOn <= record.dueOn ? never() : undefined),
    choose: ({ input, today }) => log("choose", input.dueOn < today ? "overdue" : "lent"),
    effective: ({ now }) => log("effective", now),
    set: ({ record, input }) => log("set", { dueOn: input.dueOn, renewals: record.renewals + 1, note: input.note }),
    also: ({ record }) => log("also", [act.create(task, { subject: `Loan ${record.id} is renewed` })]),
  }),
  giveBack: t({ from: ["lent", "overdue"], to: "returned", input: { on: date() }, effective: ({ input }) => input.on }),
  dispute: t({ from: ["lent", "overdue"], to: "inDispute" }),
  settle: t({ from: "inDispute", to: "origin", set: () => ({ note: undefined, ownerId: "li" }) }),
  lose: t({ from: "lent", to: ["returned"], choose: () => "inDispute" as never }),
  meddle: t({ from: "lent", set: () => ({ [["version", "__proto__", "colour"][0] as string]: 9 }) as never }),
  greet: t({ from: "lent", needs: itsReader, guard: ({ needs }) => (needs.reader.displayName === "" ? no() : undefined) }),
  ask: t({ from: "lent", guard: ({ record, parameter, today }) => (record.renewals >= parameter(renewals, today) ? no() : undefined) }),
  sign: t({ from: "lent", guard: ({ actor }) => (actor.id === "me" ? no() : undefined) }),
  touch: t({ from: "lent", check: ({ record }) => (record.renewals > 0 ? never() : undefined) }),
}));

const now = "2026-03-02T02:00:00.000Z";
const since = "2026-01-05T00:00:00.000Z";
const lent: Stored<typeof loan> = {
  id: "l1",
  version: 4,
  state: "lent",
  since,
  createdAt: since,
  updatedAt: since,
  readerId: "c1",
  dueOn: "2026-02-01",
  renewals: 0,
  note: "torn",
};
const at = circumstances({
  now,
  calendar: createCalendar({ timeZone: "Asia/Shanghai" }),
  actor: { id: "me", tenant: "t1", roles: [] },
  jurisdiction: "CN",
});
const renew = (dueOn: string, record = lent, note?: string) =>
  decide(lifecycle.renew, { ...at, record, input: { dueOn, ...(note !== undefined && { note }) } });

describe("decide", () => {
  it("asks guard, check, choose, effective, set and also, in this order", () => {
    called.length = 0;
    renew("2026-04-01");
    expect(called).toEqual(["guard", "check", "choose", "effective", "set", "also"]);
  });
  it("gives the record as it will be and the acts that follow", () => {
    expect(renew("2026-02-05", lent, "again")).toEqual({
      ok: true,
      record: {
        ...lent,
        version: 5,
        updatedAt: now,
        state: "overdue",
        since: now,
        origin: { state: "lent", since },
        dueOn: "2026-02-05",
        renewals: 1,
        note: "again",
      },
      acts: [{ kind: "act", verb: "create", on: task, input: { subject: "Loan l1 is renewed" } }],
      effectiveAt: now,
    });
  });
  it("leaves since and origin alone where the state stays", () => {
    const decision = renew("2026-04-01");
    expect(decision).toMatchObject({ ok: true, record: { state: "lent", since, renewals: 1 } });
    expect(decision.ok && "origin" in decision.record).toBe(false);
  });
  it("takes a field away where it is set to nothing", () => {
    const decision = renew("2026-04-01");
    expect(decision.ok && Object.keys(decision.record)).not.toContain("note");
  });
  it("stops at the guard before it looks at the input, and at the check before it chooses", () => {
    called.length = 0;
    expect(renew("2020-01-01", { ...lent, note: "lost" })).toEqual({ ok: false, refusal: no() });
    expect(renew("2026-02-01")).toEqual({ ok: false, refusal: never() });
    expect(called).toEqual(["guard", "guard", "check"]);
  });
  it("asks a check also where there is no input", () => {
    expect(decide(lifecycle.touch, { record: lent, now }).ok).toBe(true);
    expect(decide(lifecycle.touch, { record: { ...lent, renewals: 1 }, now })).toEqual({ ok: false, refusal: never() });
  });
  it("does not change what it was given, and gives the same answer again", () => {
    const frozen = Object.freeze({ ...lent, origin: Object.freeze({ state: "overdue" as const, since }) });
    const moment = Object.freeze({ ...at, record: frozen, input: Object.freeze({ dueOn: "2026-04-01" }) });
    expect(decide(lifecycle.renew, moment)).toEqual(decide(lifecycle.renew, moment));
    expect(frozen).toEqual({ ...lent, origin: { state: "overdue", since } });
  });
  it("counts one version up and writes now, whatever it decides", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e9 }), fc.constantFrom("2026-02-02", "2026-03-02", "2027-01-01"), (version, dueOn) => {
        expect(renew(dueOn, { ...lent, version })).toMatchObject({
          ok: true,
          record: { version: version + 1, updatedAt: now, createdAt: since, id: "l1" },
        });
      }),
    );
  });
});

describe("decide, from the wrong state", () => {
  it("refuses what is not possible from here, and says from where it is", () => {
    const { ok, refusal } = decide(lifecycle.renew, {
      ...at,
      record: { ...lent, state: "returned" },
      input: { dueOn: "2026-04-01" },
    }) as never;
    expect(ok).toBe(false);
    expect(refusal).toMatchObject({
      code: "core/not-from-here",
      message: "library/loan#renew is not possible from returned; it is possible from lent, overdue.",
    });
  });
  it("refuses a choice that is not among the targets", () => {
    expect(decide(lifecycle.lose, { record: lent, now })).toMatchObject({ ok: false, refusal: { code: "core/not-among-targets" } });
  });
  it("goes back to the origin and its clock, once", () => {
    const disputed = decide(lifecycle.dispute, { record: { ...lent, state: "overdue" }, now });
    if (!disputed.ok) throw new Error(disputed.refusal.message);
    const settled = decide(lifecycle.settle, { record: disputed.record, now: "2026-03-09T02:00:00.000Z" });
    if (!settled.ok) throw new Error(settled.refusal.message);
    expect(settled.record).toEqual({
      ...lent,
      note: undefined,
      state: "overdue",
      version: 6,
      updatedAt: "2026-03-09T02:00:00.000Z",
      ownerId: "li",
    });
    const again = decide(lifecycle.settle, { record: { ...settled.record, state: "inDispute" }, now });
    expect(again).toMatchObject({ ok: false, refusal: { code: "core/no-origin" } });
  });
});

describe("decide, in effective time", () => {
  it("takes a stay back that, as it turns out, never was: the state before goes on with its own clock", () => {
    const paid = defineLifecycle(loan, (t) => ({
      bringBack: t({ from: "overdue", to: "lent", input: { on: date() }, effective: ({ input }) => input.on }),
    }));
    const overdue = { ...lent, state: "overdue" as const, since: "2026-02-10T00:00:00.000Z", origin: { state: "lent" as const, since } };
    const bring = (on: string) => decide(paid.bringBack, { ...at, record: overdue, input: { on } });
    expect(bring("2026-02-09")).toMatchObject({ ok: true, record: { state: "lent", since } });
    expect(bring("2026-02-11")).toMatchObject({ ok: true, record: { state: "lent", origin: { state: "overdue" } } });
    expect(bring("2026-02-11")).not.toMatchObject({ record: { since } });
  });
  it("lets the stay that is gone back to begin earlier, where that is what was found out", () => {
    const found = defineLifecycle(loan, (t) => ({
      wasOverdue: t({ from: "lent", to: "overdue", input: { on: date() }, effective: ({ input }) => input.on }),
    }));
    const origin = { state: "overdue" as const, since: "2026-02-01T00:00:00.000Z" };
    const again = { ...lent, since: "2026-02-10T00:00:00.000Z", origin };
    const on = (day: string) => decide(found.wasOverdue, { ...at, record: again, input: { on: day } });
    expect(on("2026-01-20")).toMatchObject({ record: { state: "overdue", since: "2026-01-19T16:00:00.000Z" } });
    expect(on("2026-02-05")).toMatchObject({ record: { state: "overdue", since: origin.since } });
  });
  it("lets a stay begin earlier that, as it turns out, began earlier, and forgets what lies after that", () => {
    const found = defineLifecycle(loan, (t) => ({
      wasOverdue: t({
        from: ["lent", "overdue"],
        to: ["overdue"],
        input: { on: date() },
        choose: () => "overdue",
        effective: ({ input }) => input.on,
      }),
      note: t({ from: "overdue", input: { on: date() }, effective: ({ input }) => input.on }),
    }));
    const origin = { state: "lent" as const, since: "2026-01-05T00:00:00.000Z" };
    const overdue = { ...lent, state: "overdue" as const, since: "2026-02-10T00:00:00.000Z", origin };
    const on = (day: string, name: "wasOverdue" | "note" = "wasOverdue") =>
      decide(found[name], { ...at, record: overdue, input: { on: day } });
    expect(on("2026-02-01")).toMatchObject({ record: { since: "2026-01-31T16:00:00.000Z", origin } });
    const first = on("2026-01-01");
    expect(first).toMatchObject({ record: { since: "2025-12-31T16:00:00.000Z" } });
    expect(first.ok && "origin" in first.record).toBe(false);
    // what goes on, goes on
    expect(on("2026-02-20")).toMatchObject({ record: { since: overdue.since, origin } });
    expect(on("2026-02-01", "note")).toMatchObject({ record: { since: overdue.since, origin } });
  });
  const giveBack = (on: string) => decide(lifecycle.giveBack, { ...at, record: lent, input: { on } });
  it("counts a date from its start in the tenant's time zone", () => {
    expect(giveBack("2026-02-28")).toMatchObject({
      ok: true,
      effectiveAt: "2026-02-27T16:00:00.000Z",
      record: { since: "2026-02-27T16:00:00.000Z", updatedAt: now },
    });
  });
  it("takes today, and refuses tomorrow", () => {
    expect(giveBack("2026-03-02").ok).toBe(true);
    expect(giveBack("2026-03-03")).toMatchObject({
      ok: false,
      refusal: { code: "core/effective-in-future", details: { effective: "2026-03-02T16:00:00.000Z" } },
    });
  });
});

describe("decide, with something missing", () => {
  it("refuses without its input", () => {
    expect(decide(lifecycle.renew, { ...at, record: lent } as never)).toMatchObject({
      ok: false,
      refusal: { code: "core/input-missing", details: { fields: "dueOn, note" } },
    });
  });
  it("refuses without a need, and is not content with what objects inherit", () => {
    expect(decide(lifecycle.greet, { record: lent, now } as never)).toMatchObject({
      ok: false,
      refusal: { code: "core/need-missing", details: { name: "library/loan#greet", need: "reader" } },
    });
    expect(decide(lifecycle.greet, { record: lent, now, needs: Object.create({ reader: {} }) })).toMatchObject({
      ok: false,
      refusal: { code: "core/need-missing" },
    });
    expect(decide(lifecycle.greet, { record: lent, now, needs: { reader: { displayName: "Li" } as never } }).ok).toBe(true);
  });
  it("refuses a field that the engine writes or the record does not have", () => {
    expect(decide(lifecycle.meddle, { record: lent, now })).toMatchObject({
      ok: false,
      refusal: { code: "core/reserved-field", details: { field: "version" } },
    });
    const hostile = defineLifecycle(loan, (t) => ({ copy: t({ from: "lent", input: { note: text(9) }, set: ({ input }) => input }) }));
    const input = JSON.parse('{"note":"a","__proto__":{"state":"returned"}}');
    expect(decide(hostile.copy, { record: lent, now, input })).toMatchObject({ ok: false, refusal: { code: "core/reserved-field" } });
  });
  it.each([
    ["the parameter", () => decide(lifecycle.ask, { record: lent, now, calendar: at.calendar, today: at.today }), "parameter"],
    ["the calendar for today", () => decide(lifecycle.ask, { record: lent, now, parameter: at.parameter }), "calendar"],
    ["the actor", () => decide(lifecycle.sign, { record: lent, now }), "actor"],
    ["now", () => decide(lifecycle.dispute, { record: lent } as never), "now"],
  ])("says that %s was not given", (_, decision, name) => {
    expect(decision).toThrow(expect.objectContaining({ code: "core/circumstance-missing", details: { name } }));
  });
  it("knows today where it knows now and the calendar", () => {
    expect(decide(lifecycle.ask, { record: { ...lent, renewals: 2 }, now, calendar: at.calendar, parameter: at.parameter })).toEqual({
      ok: false,
      refusal: no(),
    });
  });
});

describe("whyNot", () => {
  it("tells without an input whether the button is grey", () => {
    const moment = { ...at, input: undefined, needs: {} };
    expect(whyNot(lifecycle.renew as never, { ...moment, record: lent }, true)).toBeUndefined();
    expect(whyNot(lifecycle.renew as never, { ...moment, record: { ...lent, note: "lost" } } as never, true)).toEqual({
      ok: false,
      refusal: no(),
    });
    expect(whyNot(lifecycle.touch as never, { ...moment, record: { ...lent, renewals: 1 } } as never, true)).toEqual({
      ok: false,
      refusal: never(),
    });
  });
  it("passes over the needs that start at the input", () => {
    const chosen = one(customer, "input.readerId");
    const { lend } = defineLifecycle(loan, (t) => ({
      lend: t({
        from: "lent",
        input: { readerId: party("reader") },
        needs: { ...itsReader, chosen, theirs: many(loan, "readerId", { of: chosen }) },
      }),
    }));
    expect(["reader", "chosen", "theirs"].map((name) => dependsOnInput(lend as never, name))).toEqual([false, true, true]);
    const asked = (needs: object) => whyNot(lend as never, { ...at, input: undefined, record: lent, needs }, true);
    expect(asked({ reader: {} })).toBeUndefined();
    expect(asked({})).toMatchObject({ refusal: { code: "core/need-missing" } });
  });
});
