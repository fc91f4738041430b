import { check, circumstances, decide } from "@kehu/core";
import { createCalendar } from "@kehu/core/calendar";
import { stored } from "@kehu/testing";
import { describe, expect, it } from "vitest";
import { type Appointment, appointment } from "./appointment.js";
import { reportAppointment } from "./appointment-deadline.js";
import { appointmentLifecycle } from "./appointment-lifecycle.js";
import { appointmentIsSound } from "./appointment-rules.js";

const at = (now: string) =>
  circumstances({
    now,
    calendar: createCalendar({ timeZone: "Asia/Shanghai" }),
    actor: { id: "li", tenant: "t", roles: [] },
    jurisdiction: "CN",
    overrides: {},
  });
const hour = (time: number): string => `2026-03-02T${String(time).padStart(2, "0")}:00:00.000Z`;
const from = (startsAt: string, endsAt: string, fields: Partial<Appointment> = {}): Appointment =>
  stored(appointment, {
    id: "appointment_1",
    subject: "Signing",
    customerId: "customer_1",
    staffId: "staff_1",
    startsAt,
    endsAt,
    state: "confirmed",
    since: hour(0),
    createdAt: hour(0),
    ...fields,
  });

describe("appointmentIsSound", () => {
  const codes = (record: Appointment, others: readonly Appointment[] = [], before?: Appointment) =>
    check([appointmentIsSound], { record, ...(before && { before }), needs: { others }, ...at(hour(0)) }).map(({ code }) => code);

  it("lets an appointment begin where another one ends", () => {
    const others = [from(hour(1), hour(2), { id: "a" }), from(hour(3), hour(4), { id: "b" })];
    expect(codes(from(hour(2), hour(3)), others)).toEqual([]);
    expect(codes(from(hour(2), "2026-03-02T03:00:00.001Z"), others)).toEqual(["service/staff-is-taken"]);
    expect(codes(from("2026-03-02T01:59:59.999Z", hour(3)), others)).toEqual(["service/staff-is-taken"]);
    expect(codes(from(hour(0), hour(5)), others)).toEqual(["service/staff-is-taken"]);
  });

  it("does not judge again what does not move, nor what is over", () => {
    const other = [from(hour(1), hour(3), { id: "a" })];
    const record = from(hour(2), hour(4));
    expect(codes({ ...record, place: "Room 2" }, other, record)).toEqual([]);
    expect(codes({ ...record, staffId: "staff_2" }, other, record)).toEqual(["service/staff-is-taken"]);
    expect(codes(from(hour(2), hour(4), { state: "cancelled" }), other)).toEqual([]);
  });

  it("refuses times that cannot be", () => {
    expect(codes(from(hour(2), hour(2)))).toEqual(["service/ends-before-it-starts"]);
    expect(codes(from(hour(2), "2026-03-03T02:00:00.000Z"))).toEqual([]);
    expect(codes(from(hour(2), "2026-03-03T02:00:00.001Z"))).toEqual(["service/lasts-too-long"]);
  });
});

describe("appointmentLifecycle", () => {
  const record = from(hour(2), hour(3));
  it("says how it went only when it has begun", () => {
    const complete = (now: string) => decide(appointmentLifecycle.complete, { record, input: { outcome: "signed" }, ...at(now) });
    const fail = (now: string) => decide(appointmentLifecycle.fail, { record, input: { reason: "nobody came" }, ...at(now) });
    for (const end of [complete, fail]) {
      expect(end("2026-03-02T01:59:59.999Z")).toMatchObject({ ok: false, refusal: { code: "service/not-yet-over" } });
      expect(end(hour(2)).ok).toBe(true);
    }
  });

  it("moves to a time that is to come", () => {
    const move = (startsAt: string) =>
      decide(appointmentLifecycle.reschedule, { record, input: { startsAt, endsAt: hour(9) }, ...at(hour(1)) });
    expect(move(hour(0))).toMatchObject({ ok: false, refusal: { code: "service/already-begun" } });
    expect(move(hour(8))).toMatchObject({ ok: true, record: { startsAt: hour(8), endsAt: hour(9), state: "confirmed" } });
  });

  it("is reported the day after, or becomes a task", () => {
    expect(reportAppointment.within({ record, needs: {}, ...at(hour(0)) })).toEqual({ at: "2026-03-03T03:00:00.000Z" });
    expect(reportAppointment.missed?.({ record, needs: {}, input: undefined, ...at(hour(0)) })).toMatchObject([
      { input: { subject: "Signing", aboutId: "appointment_1" } },
    ]);
  });
});
