import { type AnyOperation, defineRefusal, defineRule, goal, type Rule } from "@kehu/core";
import { objectInJson } from "@kehu/core/engine";
import { parseInput } from "../parse.js";

export const goalOperationUnknown = defineRefusal(
  "crm/goal-operation-unknown",
  "A missed goal cannot call {operation}, which no pack of this tenant defines; name another one of the parameter kehu/goal-operations, or let the vendor correct it there.",
);

/** What a new goal, or one whose miss is to lead to something else, calls when it is missed is there and takes the input. */
export function goalMissRuns(operations: ReadonlyMap<string, AnyOperation>): Rule {
  return defineRule("goal-miss-runs", goal, {
    check({ record: { onMiss }, before }) {
      const { operation: name, input = "{}" } = onMiss;
      if (name === undefined || (before?.onMiss.operation === name && before.onMiss.input === onMiss.input)) return undefined;
      const operation = operations.get(name);
      if (operation === undefined) return goalOperationUnknown({ operation: name });
      // that it has to be an object is said by the rule of all goals
      const given = objectInJson(input);
      if (given !== undefined) parseInput(operation.input, given, name);
      return undefined;
    },
  });
}
