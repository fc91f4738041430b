import { type AnyLifecycle, transitionsOf } from "../define/definition.js";
import type { AnyTransition } from "../define/lifecycle.js";
import type { AnyRecord } from "../define/record.js";

export interface LifecycleAnalysis {
  /** States that nothing leads to. */
  readonly unreachable: readonly string[];
  /** States that nothing leads out of: ends, or traps. */
  readonly deadEnds: readonly string[];
  /** States that different `when` transitions can lead around in a ring; one that follows its children alone is none. */
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
  const direct = transitions.flatMap((transition) =>
    transition.from.flatMap((from) =>
      transition.to === "origin" ? [] : [transition.to ?? from].flat().map((to) => ({ from, to, transition })),
    ),
  );
  const back = transitions
    .filter((transition) => transition.to === "origin")
    .flatMap((transition) =>
      transition.from.flatMap((from) =>
        direct.filter((edge) => edge.to === from && edge.from !== from).map((edge) => ({ from, to: edge.from, transition })),
      ),
    );
  return [...direct, ...back];
}

/** Groups of states that lead to each other, over more than one transition. */
function loopsOf(edges: readonly Edge[]): readonly (readonly string[])[] {
  const states = [...new Set(edges.map((edge) => edge.from))];
  const reachable = new Map(states.map((state) => [state, reachedFrom(state, edges)]));
  const leadsTo = (from: string, to: string): boolean => reachable.get(from)?.has(to) === true;
  const rings = states.map((state) => states.filter((other) => leadsTo(state, other) && leadsTo(other, state)));
  const distinct = rings.filter((ring, index) => ring.length > 0 && rings.findIndex((other) => other[0] === ring[0]) === index);
  return distinct.filter(
    (ring) => new Set(edges.filter((edge) => ring.includes(edge.from) && ring.includes(edge.to)).map((edge) => edge.transition)).size > 1,
  );
}

function reachedFrom(start: string, edges: readonly Edge[]): ReadonlySet<string> {
  const reached = new Set<string>();
  const next = (state: string) => edges.filter((edge) => edge.from === state).map((edge) => edge.to);
  const open = next(start);
  for (let state = open.pop(); state !== undefined; state = open.pop()) {
    if (!reached.has(state)) open.push(...next(state));
    reached.add(state);
  }
  return reached;
}
