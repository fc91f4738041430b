import type { AnyNeed, AnyTransition, Instant, Kept, Moment } from "@kehu/core";
import { dependsOnInput } from "@kehu/core/engine";
import { loadNeeds } from "../read/needs.js";
import type { AnyStored } from "../schema/row.js";
import { circumstancesAt, send, type Unit } from "./unit/unit.js";

/** What one decision looks at. */
export type AnyMoment = Moment<Kept<string, string>, unknown, unknown> & { readonly needs: Readonly<Record<string, unknown>> };
export interface Asking {
  readonly record: AnyStored;
  readonly input?: unknown;
  readonly now: Instant;
}

/** Loads what a transition needs for a whole batch, each need in one statement, and locks what its guards decide on. */
export async function momentsOf(
  unit: Unit,
  transition: AnyTransition,
  asked: readonly Asking[],
  options: { readonly withoutInput?: boolean } = {},
): Promise<readonly AnyMoment[]> {
  const needs = options.withoutInput ? withoutInput(transition) : transition.needs;
  const named = Object.keys(needs).length > 0;
  const requests = asked.map(({ record, input }) => ({
    needs,
    record,
    actor: unit.actor,
    ...(input !== undefined && { input: input as Readonly<Record<string, unknown>> }),
  }));
  const loaded = named
    ? await loadNeeds((statements) => send(unit, statements), unit.registry, unit.tenant, requests, {
        lock: true,
        known: unit.notes.activity,
        ...(unit.asOf !== undefined && { asOf: unit.asOf }),
      })
    : [];
  return asked.map(
    ({ record, input, now }, index) => ({ ...circumstancesAt(unit, now), record, input, needs: loaded[index] ?? {} }) as AnyMoment,
  );
}

const withoutInput = (transition: AnyTransition): Readonly<Record<string, AnyNeed>> =>
  Object.fromEntries(Object.entries(transition.needs).filter(([name]) => !dependsOnInput(transition as never, name)));
