import { describe, expect, it } from "vitest";
import { createCalendar } from "../calendar/index.js";
import { check } from "../lifecycle/check.js";
import { circumstances } from "../lifecycle/circumstances.js";
import { deadlineAt, warningsAt } from "../lifecycle/deadline-clock.js";
import { decide } from "../lifecycle/decide.js";
import type { Interaction } from "./interaction.js";
import {
  companyReplyHours,
  contactIsOver,
  interactionLedger,
  interactionLifecycle,
  promiseDue,
  promiseIsComplete,
  replyDue,
} from "./interaction-lifecycle.js";

const now = "2025-12-31T16:30:00.000Z";
const calendar = createCalendar({ timeZone: "Asia/Shanghai" });
const options = { now, calendar, actor: { id: "li", tenant: "t1", roles: [] }, jurisdiction: "CN" };
const at = circumstances(options);
const asked: Interaction = {
  id: "i1",
  version: 1,
  state: "awaitingReply",
  since: now,
  createdAt: now,
  updatedAt: now,
  customerId: "c1",
  channel: "email",
  direction: "inbound",
  happenedAt: now,
  topic: "Invoice",
};
const replyBy = (kind: string, given = at) => {
  const within = replyDue.within({ ...given, record: asked, needs: { customer: { kind } } });
  return within && deadlineAt(within, "2026-01-05T00:00:00.000Z", [], calendar);
};

describe("contactIsOver", () => {
  const codes = (record: Interaction, before?: Interaction) =>
    check([contactIsOver], { ...at, record, ...(before && { before }) }).map(({ code }) => code);

  it("refuses a contact from the future, but for what the clocks of two machines differ", () => {
    expect(codes(asked)).toEqual([]);
    expect(codes({ ...asked, happenedAt: "2025-12-31T16:35:00.000Z" })).toEqual([]);
    expect(codes({ ...asked, happenedAt: "2025-12-31T16:35:00.001Z" })).toEqual(["kehu/happened-in-future"]);
    expect(codes({ ...asked, happenedAt: "2026-01-31T00:00:00.000Z" }, asked)).toEqual(["kehu/happened-in-future"]);
  });

  it("lets what was taken in once change in other ways", () => {
    const late = { ...asked, happenedAt: "2026-01-31T00:00:00.000Z" };
    expect(codes({ ...late, topic: "Invoice 7" }, late)).toEqual([]);
  });
});

describe("replyDue", () => {
  it("gives a person 24 hours and an organization 72, from when it happened", () => {
    expect(replyBy("person")).toBe("2026-01-01T16:30:00.000Z");
    expect(replyBy("organization")).toBe("2026-01-03T16:30:00.000Z");
  });
  it("gives what the tenant says, on the day in its time zone", () => {
    const overrides = { [companyReplyHours.name]: [{ from: "2026-01-01", value: 8, source: "Contract", verified: true }] };
    expect(replyBy("organization", circumstances({ ...options, overrides }))).toBe("2026-01-01T00:30:00.000Z");
  });
  it("runs while a reply is awaited, and is met by an answer or a promise", () => {
    expect(replyDue.runsIn).toEqual(["awaitingReply"]);
    expect(decide(interactionLifecycle.answer, { record: asked, now, input: { outcome: "sent" } })).toMatchObject({
      ok: true,
      record: { state: "logged", outcome: "sent" },
    });
  });
});

describe("a promise", () => {
  const promised = decide(interactionLifecycle.promise, {
    record: asked,
    now,
    input: { promise: "call back", promisedUntil: "2026-01-02T02:00:00.000Z" },
  });
  it("is due at its time, with a warning four hours before", () => {
    if (!promised.ok) throw new Error(promised.refusal.message);
    const within = promiseDue.within({ ...at, record: promised.record, needs: {} });
    const due = (within && deadlineAt(within, now, [], calendar)) ?? "";
    expect([due, ...warningsAt(due, promiseDue.warn, calendar)]).toEqual(["2026-01-02T02:00:00.000Z", "2026-01-01T22:00:00.000Z"]);
    expect(promiseDue.within({ ...at, record: asked, needs: {} })).toBeUndefined();
  });
  it("needs its wording and its time", () => {
    const codes = (change: Partial<Interaction>) =>
      check([promiseIsComplete], { record: { ...asked, ...change }, now }).map(({ code }) => code);
    expect(codes({})).toEqual([]);
    expect(codes({ state: "promised", promise: "call back" })).toEqual(["kehu/promise-needs-due-time"]);
    expect(codes({ state: "promised", promisedUntil: now })).toEqual(["kehu/promise-needs-due-time"]);
    expect(codes({ state: "promised", promise: "call back", promisedUntil: now })).toEqual([]);
  });
});

describe("interactionLedger", () => {
  it("counts what a contact cost on the day it happened in the tenant's time zone", () => {
    const cost = { amountMinor: 250, currency: "CNY" };
    expect(interactionLedger.entries({ ...at, record: { ...asked, cost, line: "insurance" }, needs: {} })).toEqual([
      { key: "cost", customerId: "c1", on: "2026-01-01", kind: "cost", category: "contact", amount: cost, line: "insurance" },
    ]);
    expect(interactionLedger.entries({ ...at, record: asked, needs: {} })).toEqual([]);
  });
});
