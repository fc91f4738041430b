import * as z from "zod";
import { customer } from "../customer/customer.js";
import { defineDeadline } from "../define/deadline.js";
import { instant, text } from "../define/field.js";
import { defineLedger } from "../define/ledger.js";
import { defineLifecycle } from "../define/lifecycle.js";
import { one } from "../define/need.js";
import { defineParameter } from "../define/parameter.js";
import { defineRefusal } from "../define/refusal.js";
import { defineRule } from "../define/rule.js";
import { isAhead } from "../lifecycle/due.js";
import { interaction } from "./interaction.js";

const itsCustomer = { customer: one(customer, "customerId") };

export const promiseNeedsDueTime = defineRefusal(
  "kehu/promise-needs-due-time",
  "A promise needs its wording and a time until when; give both, promise and promisedUntil.",
);
export const promiseIsComplete = defineRule("promise-is-complete", interaction, {
  check: ({ record }) =>
    record.state === "promised" && (record.promise === undefined || record.promisedUntil === undefined) ? promiseNeedsDueTime() : undefined,
});

export const happenedInFuture = defineRefusal(
  "kehu/happened-in-future",
  "A contact cannot have happened at {happenedAt}, which is later than now; correct the time, or keep what is planned as a promise or a task.",
);
export const contactIsOver = defineRule("contact-is-over", interaction, {
  check: ({ record, before, now }) =>
    record.happenedAt !== before?.happenedAt && isAhead(record.happenedAt, now)
      ? happenedInFuture({ happenedAt: record.happenedAt })
      : undefined,
});

export const interactionLifecycle = defineLifecycle(interaction, (t) => ({
  answer: t({ from: "awaitingReply", to: "logged", input: { outcome: text(200) }, set: ({ input }) => ({ outcome: input.outcome }) }),
  promise: t({
    from: ["logged", "awaitingReply"],
    to: "promised",
    input: { promise: text(300), promisedUntil: instant() },
    set: ({ input }) => ({ promise: input.promise, promisedUntil: input.promisedUntil }),
  }),
  keepPromise: t({ from: "promised", to: "kept", input: { outcome: text(200) }, set: ({ input }) => ({ outcome: input.outcome }) }),
}));

export const consumerReplyHours = defineParameter("kehu/consumer-reply-hours", {
  schema: z.int().min(1).max(720),
  values: [
    {
      from: "2000-01-01",
      value: 24,
      source: "What consumers were found to accept for a reply by e-mail; a house rule, not a law",
      verified: false,
    },
  ],
});
export const companyReplyHours = defineParameter("kehu/company-reply-hours", {
  schema: z.int().min(1).max(720),
  values: [
    {
      from: "2000-01-01",
      value: 72,
      source: "What companies were found to accept for a reply by e-mail; a house rule, not a law",
      verified: false,
    },
  ],
});

/** An unanswered contact: consumers wait 24 hours, companies 72, unless the tenant says otherwise. */
export const replyDue = defineDeadline("reply-due", interaction, {
  runsIn: ["awaitingReply"],
  needs: itsCustomer,
  within: ({ record, needs, parameter, calendar }) => {
    const hours = parameter(
      needs.customer.kind === "organization" ? companyReplyHours : consumerReplyHours,
      calendar.dayOf(record.happenedAt),
    );
    return { length: `PT${hours}H`, from: record.happenedAt };
  },
});
export const promiseDue = defineDeadline("promise-due", interaction, {
  runsIn: ["promised"],
  within: ({ record }) => (record.promisedUntil === undefined ? undefined : { at: record.promisedUntil }),
  warn: ["PT4H"],
});

/** What a contact cost is part of what the customer was worth. */
export const interactionLedger = defineLedger(interaction, {
  entries: ({ record, calendar }) =>
    record.cost === undefined
      ? []
      : [
          {
            key: "cost",
            customerId: record.customerId,
            on: calendar.dayOf(record.happenedAt),
            kind: "cost",
            category: "contact",
            amount: record.cost,
            ...(record.line !== undefined && { line: record.line }),
          },
        ],
});
