import * as z from "zod";
import { type Act, act } from "../define/act.js";
import { defineDeadline } from "../define/deadline.js";
import { text } from "../define/field.js";
import { defineLifecycle } from "../define/lifecycle.js";
import { defineParameter } from "../define/parameter.js";
import { defineRefusal } from "../define/refusal.js";
import { defineRule } from "../define/rule.js";
import { task } from "../staff/task.js";
import { type Goal, goal } from "./goal.js";

/** The operations that a goal may name, so that nobody does by a goal what a role does not allow. A vendor sets it with the tenant. */
export const goalOperations = defineParameter("kehu/goal-operations", {
  schema: z.array(z.string().max(130)).max(100),
  values: [{ from: "2000-01-01", value: [], source: "None until the vendor names them", verified: true }],
});

export const goalWithoutMiss = defineRefusal(
  "kehu/goal-without-miss",
  "A goal says what happens if it is missed; give the subject of a task or the name of an operation, one of the two.",
);
export const goalInputUnreadable = defineRefusal(
  "kehu/goal-input-unreadable",
  'The text in "{field}" is no JSON object; write one such as {example}.',
);
export const goalOperationNotAllowed = defineRefusal(
  "kehu/goal-operation-not-allowed",
  "A goal may not call {operation}; name one of the parameter kehu/goal-operations, or let the vendor add it there.",
);
export const goalOverdue = defineRefusal(
  "kehu/goal-overdue",
  "The goal is due on {dueOn}, which is over, and would be missed at once; set {today} or a later day.",
);
export const goalReached = defineRefusal(
  "kehu/goal-reached-already",
  "The target {target} is reached from the baseline {baseline} already; set one that asks for a change.",
);

export const goalFollowedUp = defineRefusal(
  "kehu/goal-followed-up",
  "Nothing is due to follow on the miss of this goal any more; set a new goal for what else is to happen.",
);

const isReached = ({ direction, target }: Pick<Goal, "direction" | "target">, value: number): boolean =>
  direction === "atLeast" ? value >= target : value <= target;

/** What a goal's input says; undefined where it is no JSON object. */
export function objectInJson(json: string): object | undefined {
  try {
    const value: unknown = JSON.parse(json);
    return typeof value === "object" && value !== null && !Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

export const goalIsSound = defineRule("goal-is-sound", goal, {
  check: ({ record, before, today, parameter }) => {
    const { onMiss, input, baseline, target } = record;
    const { operation } = onMiss;
    if ((onMiss.task === undefined) === (operation === undefined)) return goalWithoutMiss();
    const example = '{"month": 13}';
    if (objectInJson(input) === undefined) return goalInputUnreadable({ field: "input", example });
    if (onMiss.input !== undefined && objectInJson(onMiss.input) === undefined)
      return goalInputUnreadable({ field: "onMiss.input", example });
    if (before === undefined && isReached(record, baseline)) return goalReached({ target, baseline });
    if (before?.dueOn !== record.dueOn && record.state === "open" && record.dueOn < today)
      return goalOverdue({ dueOn: record.dueOn, today });
    const isNew = operation !== before?.onMiss.operation;
    return operation !== undefined && isNew && !parameter(goalOperations, today).includes(operation)
      ? goalOperationNotAllowed({ operation })
      : undefined;
  },
});

/**
 * A figure that was reached once counts, whenever it was measured. A goal is missed when its day has passed, whatever comes of what is to follow:
 * that has a clock of its own, which stops where it is refused, for `stoppedClocks` to tell, and goes on when the goal is corrected.
 */
export const goalLifecycle = defineLifecycle(goal, (t) => ({
  measure: t({
    from: "open",
    to: ["open", "reached"],
    input: { value: z.number() },
    choose: ({ record, input }) => (isReached(record, input.value) ? "reached" : "open"),
    set: ({ input, today }) => ({ value: input.value, measuredOn: today }),
  }),
  drop: t({ from: "open", to: "dropped", input: { reason: text(300) } }),
  miss: t({ from: "open", to: "missed", due: ({ record }) => record.dueOn, set: () => ({ followUp: "due" }) }),
  followUp: t({
    from: "missed",
    guard: ({ record }) => (record.followUp === "due" ? undefined : goalFollowedUp()),
    set: () => ({ followUp: "done" }),
    also: ({ record }) => [missActOf(record)],
    due: ({ record }) => (record.followUp === "due" ? record.since : undefined),
  }),
}));

/** Warns a week before. */
export const goalDue = defineDeadline("goal-due", goal, {
  runsIn: ["open"],
  within: ({ record }) => ({ at: record.dueOn }),
  warn: ["P7D"],
});

/** What a missed goal triggers: the task, or the operation that it names. */
function missActOf({ id, onMiss, customerId }: Goal): Act {
  const { operation, input = "{}" } = onMiss;
  if (operation !== undefined)
    return { kind: "act", verb: "call", on: { kind: "operation", name: operation }, input: objectInJson(input) ?? {} };
  return act.create(task, {
    subject: onMiss.task as string,
    aboutId: id,
    ...(customerId !== undefined && { customerId }),
  });
}
