import { type AnyLifecycle, type AnyRecord, type AnyTransition, decide, transitionsOf } from "@kehu/core";
import { describe, expect, it } from "vitest";
import * as definitions from "../src/definitions.js";
import { answer, at } from "./moments.js";

/** What is different from the plainest case. */
interface Case {
  readonly record?: object;
  readonly needs?: object;
  readonly input?: object;
  /** Noon in Shanghai on that day. */
  readonly on?: string;
}
/** One way in which a transition is taken. */
export interface Taken extends Case {
  /** The first of its states unless told. */
  readonly from?: string;
  readonly to: string;
}
/** How a transition is taken, one row for each of its outcomes, and what its guard and its check refuse, by code. */
export interface TransitionRows {
  readonly taken: Taken | readonly Taken[];
  readonly refused?: Readonly<Record<string, Case>>;
}
/** By the name after the record's: `surrender` of `insurance/policy#surrender`. */
export type TransitionTable = Readonly<Record<string, TransitionRows>>;

/** All transitions of a record type that the pack defines, whatever file they stand in. */
export function transitionsOn(record: AnyRecord): ReadonlyMap<string, AnyTransition> {
  const lifecycles = Object.values<unknown>(definitions).filter(
    (each): each is AnyLifecycle => (each as { kind?: unknown }).kind === "lifecycle",
  );
  const own = lifecycles.flatMap((lifecycle) => transitionsOf(lifecycle)).filter((transition) => transition.record.name === record.name);
  return new Map(own.map((transition) => [transition.name.slice(record.name.length + 1), transition]));
}

/**
 * Holds a lifecycle to a table: every transition that is defined is taken to each of its outcomes, refused from every state that it
 * does not start from, and refused with the code of its guard or check where it has one.
 */
export function holdTransitions(
  record: AnyRecord,
  table: TransitionTable,
  plain: { readonly record: (changes: object) => object; readonly needs: object; readonly on: string },
): void {
  const transitions = transitionsOn(record);
  const decided = (transition: AnyTransition, state: string, { record: changes, needs, input, on = plain.on }: Case): string =>
    answer(
      decide(transition, {
        record: plain.record({ state, ...changes }),
        needs: { ...plain.needs, ...needs },
        ...(input && { input }),
        ...at(on),
      } as never),
    );

  it("speaks of every transition that is defined, and of no other", () => {
    expect(Object.keys(table).sort()).toEqual([...transitions.keys()].sort());
  });

  describe.each([...transitions])("%s", (name, transition) => {
    const { taken = [], refused = {} } = table[name] ?? {};
    const rows = [taken].flat() as readonly Taken[];

    it.each(rows.map((row) => [row.from ?? transition.from[0], row.to, row] as const))("takes %s to %s", (from, to, row) => {
      expect(transition.from).toContain(from);
      expect(decided(transition, from as string, row)).toBe(to);
    });

    it("is taken to each of its outcomes", () => {
      const outcomes = transition.to === undefined || transition.to === "origin" ? [] : [transition.to].flat();
      expect(rows.length).toBeGreaterThan(0);
      expect(new Set(rows.map(({ to }) => to))).toEqual(new Set(outcomes.length === 0 ? rows.map(({ to }) => to) : outcomes));
    });

    it("is refused from every other state", () => {
      const [row] = rows as readonly [Taken];
      const others = record.states.filter((state) => !transition.from.includes(state));
      expect(others.length).toBeGreaterThan(0);
      for (const state of others) expect([state, decided(transition, state, row)]).toEqual([state, "core/not-from-here"]);
    });

    it.each(Object.entries(refused))("is refused with %s", (code, different) => {
      const [row] = rows as readonly [Taken];
      const given = { ...row, ...different, record: { ...row.record, ...different.record }, needs: { ...row.needs, ...different.needs } };
      expect(decided(transition, row.from ?? (transition.from[0] as string), given)).toBe(code);
    });

    it("has a refusal of its own in the table where it has a condition", () => {
      expect(Object.keys(refused).length > 0).toBe(transition.guard !== undefined || transition.check !== undefined);
    });
  });
}
