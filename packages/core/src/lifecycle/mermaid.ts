import type { AnyLifecycle } from "../define/definition.js";
import { shortName } from "../define/pack-words.js";
import type { AnyRecord } from "../define/record.js";
import { analyse, edgesOf } from "./analyse.js";

/** The lifecycle as a Mermaid state diagram; what happens by itself is marked with a clock (at a time) or a bolt (at once). */
export function mermaid(record: AnyRecord, lifecycles: readonly AnyLifecycle[]): string {
  const arrows = edgesOf(record, lifecycles).map(
    ({ from, to, transition }) =>
      `  ${from} --> ${to}: ${transition.due ? "⏱ " : transition.when ? "⚡ " : ""}${shortName(transition.name)}`,
  );
  const starts = record.initial.map((state: string) => `  [*] --> ${state}`);
  const ends = analyse(record, lifecycles).deadEnds.map((state) => `  ${state} --> [*]`);
  return ["stateDiagram-v2", ...starts, ...new Set(arrows), ...ends].join("\n");
}
