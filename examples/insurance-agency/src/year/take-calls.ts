import { interaction, type Refusal } from "@kehu/core";
import { type Known, learnPolicies } from "../adopt/known.js";
import type { CallStep } from "./step.js";

/** Enters the contacts of a day in one go; gives the refusals in their order. They are found again by their source. */
export async function takeCalls(steps: readonly CallStep[], known: Known): Promise<readonly (Refusal | undefined)[]> {
  if (steps.length === 0) return [];
  await learnPolicies(
    known,
    steps.map(({ policyNumber }) => policyNumber),
  );
  const rows = steps.map((step) => ({
    input: { ...step.input, ...aboutOf(step, known) },
    as: { state: step.state, asOf: step.on, since: step.input.happenedAt, source: `${step.file}:${step.number}` },
  }));
  const results = await known.session.adoptMany(interaction, rows);
  return steps.map((step, index) => {
    const { record, refusal } = results[index] ?? {};
    if (record && step.keeps) known.promises.set(step.number, record.id);
    return refusal;
  });
}

/** A policy that was sold after the change-over has its id only now. */
function aboutOf({ policyNumber }: CallStep, { policies }: Known) {
  const about = policyNumber === undefined ? undefined : policies.get(policyNumber);
  return about === undefined ? {} : { aboutId: about.id };
}
