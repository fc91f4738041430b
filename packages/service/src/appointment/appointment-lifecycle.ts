import { defineLifecycle, defineRefusal, instant, text } from "@kehu/core";
import { appointment } from "./appointment.js";

export const notYetOver = defineRefusal("service/not-yet-over", "The appointment begins at {startsAt}; say how it went when it has begun.");
export const alreadyBegun = defineRefusal("service/already-begun", "{startsAt} is over already; choose a time that is to come.");

/** Agreed, kept or not: as appointments go. */
export const appointmentLifecycle = defineLifecycle(appointment, (t) => ({
  confirm: t({ from: "initialized", to: "confirmed" }),
  reschedule: t({
    from: ["initialized", "confirmed"],
    input: { startsAt: instant(), endsAt: instant() },
    check: ({ input, now }) => (input.startsAt < now ? alreadyBegun({ startsAt: input.startsAt }) : undefined),
    set: ({ input }) => input,
  }),
  complete: t({
    from: "confirmed",
    to: "completed",
    input: { outcome: text(500) },
    guard: ({ record, now }) => (now < record.startsAt ? notYetOver({ startsAt: record.startsAt }) : undefined),
    set: ({ input }) => ({ outcome: input.outcome }),
  }),
  /** Somebody did not come. */
  fail: t({
    from: "confirmed",
    to: "failed",
    input: { reason: text(500) },
    guard: ({ record, now }) => (now < record.startsAt ? notYetOver({ startsAt: record.startsAt }) : undefined),
    set: ({ input }) => ({ outcome: input.reason }),
  }),
  cancel: t({
    from: ["initialized", "confirmed"],
    to: "cancelled",
    input: { reason: text(500) },
    set: ({ input }) => ({ outcome: input.reason }),
  }),
}));
