import { type Act, type AnyOperation, type AnyRecord, type AnyTransition, task } from "@kehu/core";
import { groupBy } from "../../group-by.js";
import type { AnyStored } from "../../schema/row.js";
import type { Acting, Unit } from "../unit/unit.js";
import { applyMany } from "./apply.js";
import { createMany, type Owner } from "./create.js";
import { runOperation } from "./operate.js";

/**
 * Carries out acts under the authority of the definition that asked for them: in the order of each decision, those of the same kind
 * together, but what happens to one record one after another.
 */
export async function runActs(unit: Unit, acts: readonly Acting[]): Promise<void> {
  const kinds = groupBy(acts, ({ act, step, by, of }) => {
    const { ownerId, teamId } = ownerIn(unit, of) ?? {};
    return `${step} ${act.verb} ${act.on.name} ${by} ${ownerId} ${teamId}`;
  });
  for (const group of [...kinds.values()].sort(([one], [other]) => (one as Acting).step - (other as Acting).step))
    for (const each of rounds(group.map(({ act }) => act))) await runAlike(unit, each, group[0] as Acting);
}

/** What the clock makes of a record belongs to who answers for that record; what a person makes is that person's. */
const ownerIn = (unit: Unit, { ownerId, teamId }: AnyStored): Owner | undefined =>
  unit.actor.id === "system" ? { ownerId, teamId } : undefined;

async function runAlike(unit: Unit, acts: readonly Act[], { by, of }: Acting): Promise<void> {
  const { verb, on } = acts[0] as Act;
  const inputs = acts.map(({ input }) => input);
  if (verb === "create")
    await createMany(unit, on as AnyRecord, on.name === task.name ? inputs.map((input) => askedBy(by, input)) : inputs, {
      authority: "definition",
      owner: ownerIn(unit, of),
    });
  else if (verb === "apply")
    await applyMany(
      unit,
      on as unknown as AnyTransition,
      acts.map(({ id, input }) => ({ id: id as string, input })),
      "definition",
    );
  else await runOperation(unit, on as unknown as AnyOperation, inputs);
}

/** A task remembers who asked for it. */
const askedBy = (by: string, input: unknown): unknown => ({ askedBy: by, ...(input as object) });

/** Acts without a record that comes twice; the second time is for the next round. */
function rounds(acts: readonly Act[]): readonly (readonly Act[])[] {
  const times = new Map<string, number>();
  const round = (act: Act): number => {
    if (act.id === undefined) return 0;
    const time = times.get(act.id) ?? 0;
    times.set(act.id, time + 1);
    return time;
  };
  return [...groupBy(acts, round).values()];
}
