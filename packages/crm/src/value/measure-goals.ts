import {
  allPages,
  defineQuery,
  defineRefusal,
  type Goal,
  goal,
  goalLifecycle,
  type Id,
  KehuError,
  type Query,
  type Refusal,
  ref,
  refused,
  type Session,
} from "@kehu/core";
import * as z from "zod";
import { groundOf, queryNamed, runtimeQuery } from "../read/ground.js";

export const figureMissing = defineRefusal(
  "crm/figure-missing",
  "The goal {goal} asks {query} for {figure}, where there is no number; correct the query, its input or the place of the figure.",
);

export const goalsUnmeasured = defineRefusal(
  "crm/goals-unmeasured",
  'The goal "{goal}" could not be measured ({count} in all): {why}. Correct each goal that details.failures names; the others are measured.',
);
/** A goal that could not be measured, and why: `details.failures` of `crm/goals-unmeasured` has one by the id of each such goal. */
export interface UnmeasuredGoal {
  readonly name: string;
  readonly refusal: Refusal;
}

/** A goal's figure as it is now; null where there is nothing to divide by. */
const goalFigure: Query<{ goalId: string }, number | null> = runtimeQuery(
  defineQuery("goal-figure", {
    input: { goalId: ref("goal") },
    output: z.number().nullable(),
    async run(reader, { goalId }) {
      const { query, input, figure } = await reader.get(goal, goalId);
      const definition = queryNamed(groundOf(reader), query);
      if (!definition) throw refused(figureMissing({ goal: goalId, query, figure }));
      const answer = await reader.call(definition, JSON.parse(input));
      const value = figure
        .split(".")
        .reduce<unknown>(
          (inside, key) =>
            typeof inside === "object" && inside !== null ? Object.entries(inside).find(([name]) => name === key)?.[1] : undefined,
          answer,
        );
      if (value === null || typeof value === "number") return value;
      throw refused(figureMissing({ goal: goalId, query, figure }));
    },
  }),
);

/**
 * Measures the open goals that the actor may see, with the actor's rights, and keeps the figures: a goal that has come to its target is
 * reached, one whose day passes without is missed by the clock. A figure with nothing to divide by is left for the next time; one that cannot
 * be had keeps no other goal from its figure: when all were asked, one error tells of each goal that failed, by which refusal.
 *
 * @returns the goals as they stand after it
 * @throws KehuError `crm/goals-unmeasured` with `details.failures` ({@link UnmeasuredGoal}): `crm/figure-missing`, `crm/not-granted`, and what the
 * queries throw; `crm/not-granted` for who may not read goals
 */
export async function measureGoals(session: Session): Promise<readonly Goal[]> {
  const measured: Goal[] = [];
  const failures = new Map<Id<"goal">, UnmeasuredGoal>();
  for await (const page of allPages(session, goal, { where: { state: "open" }, sort: "id", limit: 200 })) {
    for (const { id, name } of page)
      try {
        const value = await session.call(goalFigure, { goalId: id });
        measured.push(value === null ? await session.get(goal, id) : await session.apply(goalLifecycle.measure, id, { value }));
      } catch (error) {
        if (!(error instanceof KehuError)) throw error;
        failures.set(id, { name, refusal: { code: error.code, message: error.message, details: error.details } });
      }
  }
  const [first] = failures.values();
  if (first === undefined) return measured;
  const { name, refusal } = first;
  const details = { failures: Object.fromEntries(failures), why: refusal };
  throw refused(goalsUnmeasured({ goal: name, count: failures.size, why: refusal.message.replace(/\.$/, "") }), { details });
}
