import { type AnyRecord, analyse, type Deadline } from "@kehu/core";
import type { Contents } from "./contents.js";
import type { Finding } from "./finding.js";

/** Every state can be reached, nothing runs in a ring by itself, and every clock has an end. */
export function checkStates({ own, all }: Contents): readonly Finding[] {
  const touched = new Set([...own.records, ...own.transitions.map(({ record }) => record)]);
  const analysed = [...touched].map((record) => ({
    record,
    isOwn: own.records.includes(record),
    analysis: analyse(record, all.lifecycles),
  }));
  return [
    ...analysed
      .filter(({ isOwn }) => isOwn)
      .flatMap(({ record, analysis }) => analysis.unreachable.map((state) => unreachable(record, state))),
    ...analysed.flatMap(({ record, analysis }) => analysis.automaticLoops.map((loop) => looping(record, loop))),
    ...own.deadlines.filter((deadline) => !canEnd(deadline, all)).map(endless),
  ];
}

const unreachable = (record: AnyRecord, state: string): Finding => ({
  check: "state-unreachable",
  place: `The record "${record.name}", state "${state}",`,
  problem: "is reached by no transition and is not initial",
  remedy: "Add the transition that leads there, or drop the state",
});
const looping = (record: AnyRecord, loop: readonly string[]): Finding => ({
  check: "automatic-loop",
  place: `The record "${record.name}"`,
  problem: `can go around by itself between ${loop.join(", ")}`,
  remedy:
    "Let one of these `when` transitions need something that the others do not leave true; where one is true only while another is false, accept it with that reason",
});
const endless = (deadline: Deadline): Finding => ({
  check: "deadline-endless",
  place: `The deadline "${deadline.name}"`,
  problem: `runs in ${deadline.runsIn.join(", ")}, and no transition leads to a state in which it neither runs nor pauses`,
  remedy: "Add the transition that meets it, or choose the states again",
});

function canEnd({ record, runsIn, pausesIn }: Deadline, { transitions }: Contents["all"]): boolean {
  const own = transitions.filter((transition) => transition.record.name === record.name);
  const reached = new Set<string>(runsIn);
  for (const state of reached) {
    for (const transition of own.filter(({ from }) => from.includes(state))) {
      const back = own.filter(({ to }) => to !== undefined && [to].flat().includes(state)).flatMap(({ from }) => from);
      for (const next of transition.to === "origin" ? back : [transition.to ?? state].flat()) reached.add(next);
    }
  }
  return [...reached].some((state) => !runsIn.includes(state) && !pausesIn.includes(state));
}
