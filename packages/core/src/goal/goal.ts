import * as z from "zod";
import { date, group, party, text } from "../define/field.js";
import { defineRecord, type Stored } from "../define/record.js";

/** A figure that is to change until a day, who answers for it (its owner), and what happens if it does not. */
export const goal = defineRecord("goal", {
  fields: {
    name: text(200),
    /** The query that measures it, by name, with its input as a JSON object, and where in its answer the figure stands: `denial.value`. */
    query: text(130),
    input: text(4000).default("{}"),
    figure: text(200),
    direction: z.enum(["atLeast", "atMost"]),
    baseline: z.number(),
    target: z.number(),
    dueOn: date(),
    /** A task with this subject, or an operation by name with its input as a JSON object. */
    onMiss: group({ task: text(300).optional(), operation: text(130).optional(), input: text(4000).optional() }),
    customerId: party("customer").optional(),
    value: z.number().optional(),
    measuredOn: date().optional(),
    /** Of a missed goal: whether what was to follow has been done, or is due, also where it was refused. */
    followUp: z.enum(["due", "done"]).optional(),
  },
  states: ["open", "reached", "missed", "dropped"],
  initial: ["open"],
  managed: ["value", "measuredOn", "followUp"],
});
export interface Goal extends Stored<typeof goal> {}
