import { defineDeadline } from "../define/deadline.js";
import { anyRef, date, party, personal, text } from "../define/field.js";
import { defineLifecycle } from "../define/lifecycle.js";
import { defineRecord, type Stored } from "../define/record.js";

/** What somebody has to do, about any record of any pack. */
export const task = defineRecord("task", {
  fields: {
    subject: personal("content", text(300)),
    /** The deadline, the transition or the operation that asks for it, by name: its words say what is to be done, in every language. */
    askedBy: text(130).optional(),
    aboutId: anyRef().optional(),
    customerId: party("customer").optional(),
    dueOn: date().optional(),
    outcome: personal("content", text(300)).optional(),
  },
  states: ["open", "done", "dropped"],
  initial: ["open"],
});
export interface Task extends Stored<typeof task> {}

export const taskLifecycle = defineLifecycle(task, (t) => ({
  finish: t({
    from: "open",
    to: "done",
    input: { outcome: personal("content", text(300)) },
    set: ({ input }) => ({ outcome: input.outcome }),
  }),
  drop: t({
    from: "open",
    to: "dropped",
    input: { reason: personal("content", text(300)) },
    set: ({ input }) => ({ outcome: input.reason }),
  }),
  reopen: t({ from: ["done", "dropped"], to: "open" }),
}));
export const taskDue = defineDeadline("task-due", task, {
  runsIn: ["open"],
  within: ({ record }) => (record.dueOn === undefined ? undefined : { at: record.dueOn }),
  warn: ["P1D"],
});
