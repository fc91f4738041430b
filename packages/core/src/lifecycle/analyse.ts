import { type AnyLifecycle, transitionsOf } from "../define/definition.js";
import type { AnyTransition } from "../define/lifecycle.js";
import type { AnyRecord } from "../define/record.js";

export interface LifecycleAnalysis {
  /** States that nothing leads to. */
  readonly unreachable: readonly string[];
  /** States that nothing leads out of: ends, or traps. */
  readonly deadEnds: readonly string[];
  /** Rings of states that `when` transitions can run through without end. */
  readonly automaticLoops: readonly (readonly string[])[];
}
interface Edge {
  readonly from: string;
  readonly to: string;
  readonly transition: AnyTransition;
}

/** Looks at what may happen to a record, over all its lifecycles. */
export function analyse(record: AnyRecord, lifecycles: readonly AnyLifecycle[]): LifecycleAnalysis {
  const edges = edgesOf(record, lifecycles);
  const reached = new Set<string>(record.initial);
  for (const state of reached) for (const edge of edges) if (edge.from === state) reached.add(edge.to);
  return {
    unreachable: record.states.filter((state: string) => !reached.has(state)),
    deadEnds: record.states.filter((state: string) => !edges.some((edge) => edge.from === state && edge.to !== state)),
    automaticLoops: loopsOf(edges.filter((edge) => edge.transition.when !== undefined && edge.to !== edge.from)),
  };
}

/** Where each transition leads. Back to the origin leads to every state from which the present one is entered. */
export function edgesOf(record: AnyRecord, lifecycles: readonly AnyLifecycle[]): readonly Edge[] {
  const transitions = lifecycles.flatMap(transitionsOf).filter((transition) => transition.record.name === record.name);
  const direct = transitions.flatMap((transition) => transition.from.flatMap((from) => (transition.to === "origin" ? [] : [transition.to ?? from].flat().map((to) => ({ from, to, transition })))));
  const back = transitions.filter((transition) => transition.to === "origin").flatMap((transition) => transition.from.flatMap((from) => direct.filter((edge) => edge.to === from && edge.from !== from).map((edge) => ({ from, to: edge.from, transition }))));
  return [...direct, ...back];
}

function loopsOf(edges: readonly Edge[]): readonly (readonly string[])[] {
  const loops = new Map<string, readonly string[]>();
  const walk = (path: readonly string[]): void => {
    for (const { to } of edges.filter((edge) => edge.from === path.at(-1))) {
      const at = path.indexOf(to);
      if (at === -1) walk([...path, to]);
      else loops.set([...path.slice(at)].sort().join(" "), path.slice(at));
    }
  };
  for (const state of new Set(edges.map((edge) => edge.from))) walk([state]);
  return [...loops.values()];
}
