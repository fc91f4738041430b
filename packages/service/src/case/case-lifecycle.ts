import { defineLifecycle, defineRefusal, text } from "@kehu/core";
import * as z from "zod";
import { closingDays, reopeningDays } from "../parameters.js";
import { serviceCase } from "./service-case.js";

export const reopenTooLate = defineRefusal(
  "service/reopen-too-late",
  "The case was closed on {closedOn}, and could be taken up again until {until}; open a new one.",
);
export const answeredAlready = defineRefusal(
  "service/answered-already",
  "The customer had the first answer at {respondedAt}; note what was said since as a contact.",
);

const reason = { reason: text(300) };

/** The machine of a trouble ticket, and a closed case that may be taken up again for a while, as service problems may. */
export const caseLifecycle = defineLifecycle(serviceCase, (t) => ({
  /** Whoever starts it owns it from then on: one person who sees it through. */
  start: t({ from: "acknowledged", to: "inProgress", set: ({ actor }) => ({ ownerId: actor.id }) }),
  reject: t({ from: "acknowledged", to: "rejected", input: reason, set: ({ input }) => ({ statusReason: input.reason }) }),
  cancel: t({
    from: ["acknowledged", "inProgress", "pending"],
    to: "cancelled",
    input: reason,
    set: ({ input }) => ({ statusReason: input.reason }),
  }),
  /** The first answer; it meets the clock and leaves the case where it is. */
  respond: t({
    from: ["acknowledged", "inProgress", "pending", "held"],
    guard: ({ record }) => (record.respondedAt === undefined ? undefined : answeredAlready({ respondedAt: record.respondedAt })),
    set: ({ now }) => ({ respondedAt: now }),
  }),
  /** Something is missing from the customer; the clock of the answer stands meanwhile. */
  waitForCustomer: t({ from: "inProgress", to: "pending", input: reason, set: ({ input }) => ({ statusReason: input.reason }) }),
  goOn: t({ from: "pending", to: "inProgress", set: () => ({ statusReason: undefined }) }),
  /** Something stands in the way that is not the customer's. */
  hold: t({ from: "inProgress", to: "held", input: reason, set: ({ input }) => ({ statusReason: input.reason }) }),
  release: t({ from: "held", to: "inProgress", set: () => ({ statusReason: undefined }) }),
  resolve: t({
    from: "inProgress",
    to: "resolved",
    input: { resolution: text(2000) },
    set: ({ record, input, now }) => ({ resolution: input.resolution, respondedAt: record.respondedAt ?? now }),
  }),
  close: t({
    from: "resolved",
    to: "closed",
    input: { satisfaction: z.int().min(1).max(5).optional() },
    set: ({ input }) => ({ satisfaction: input.satisfaction }),
  }),
  /** Who says nothing has accepted. */
  closeBySilence: t({
    from: "resolved",
    to: "closed",
    due: ({ record, calendar, parameter }) => calendar.after(record.since, `P${parameter(closingDays, calendar.dayOf(record.since))}D`),
  }),
  reopen: t({
    from: ["resolved", "closed"],
    to: "inProgress",
    input: reason,
    guard: ({ record, now, calendar, parameter }) => {
      if (record.state !== "closed") return undefined;
      const closedOn = calendar.dayOf(record.since);
      const until = calendar.after(record.since, `P${parameter(reopeningDays, closedOn)}D`);
      return now > until ? reopenTooLate({ closedOn, until: calendar.dayOf(until) }) : undefined;
    },
    set: ({ record, input }) => ({
      statusReason: input.reason,
      reopenings: record.reopenings + 1,
      resolution: undefined,
      satisfaction: undefined,
    }),
  }),
}));
