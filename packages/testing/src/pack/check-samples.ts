import { type AnyRecord, type AnyTransition, circumstances } from "@kehu/core";
import { testNow } from "../crm/test-now.js";
import { createRandom, type Random } from "../generate/random.js";
import { type GivenSamples, inventedReferences, type SampleContext } from "../sample/sample-value.js";
import type { Contents } from "./contents.js";
import type { Finding } from "./finding.js";
import { soundRecord, surroundings } from "./sound-record.js";

const tries = 40;
const around = circumstances(surroundings);

/** Where chance finds no sample, nothing is tried; this says so. */
export function checkSamples(contents: Contents, seed: number | string, given: GivenSamples): readonly Finding[] {
  const random = createRandom(`samples/${seed}`);
  const { own, all } = contents;
  const touched = new Set([...own.transitions, ...own.deadlines, ...own.ledgers].map(({ record }) => record));
  return [
    ...[...touched].flatMap((record) => unsampled(record, contents, random.fork(record.name), given)),
    ...own.transitions.flatMap((transition) => closed(transition, contents, random.fork(transition.name), given)),
    ...Object.keys(given)
      .filter((name) => !all.records.some((record) => record.name === name))
      .map(
        (name): Finding => ({
          check: "record-unsampled",
          place: `The record "${name}"`,
          problem: "has samples, and neither the pack nor what it requires defines it",
          remedy: "Correct the name in `samples`, or take it out",
        }),
      ),
  ];
}

const contextOf = (random: Random, given: GivenSamples): SampleContext => ({
  random,
  given,
  now: testNow,
  reference: inventedReferences(random, testNow),
});

/** @param codes - of what refused the samples */
export const recordUnsampled = ({ name }: AnyRecord, state: string, codes: Iterable<string>): Finding => ({
  check: "record-unsampled",
  place: `The record "${name}", state "${state}",`,
  problem: `is tried with nothing: every sample of chance is refused (${[...codes].sort().join(", ")})`,
  remedy: `Give some of its fields as testPack(…, { samples: { "${name}": [{ … }] } })`,
});

/** The states in which the pack would do something with the record, and no sample keeps the rules. */
function unsampled(record: AnyRecord, { own, all }: Contents, random: Random, given: GivenSamples): readonly Finding[] {
  const about = (each: { readonly record: AnyRecord }): boolean => each.record.name === record.name;
  const states = new Set([
    ...own.transitions.filter(about).flatMap(({ from }) => from),
    ...own.deadlines.filter(about).flatMap(({ runsIn }) => runsIn),
    ...(own.ledgers.some(about) ? record.states : []),
  ]);
  return [...states].flatMap((state) => {
    const refused = new Set<string>();
    for (let index = 0; index < tries; index += 1) {
      const sampled = soundRecord(record, [state], all.rules, contextOf(random.fork(`${state}/${index}`), given));
      if ("record" in sampled) return [];
      for (const code of sampled.refused) refused.add(code);
    }
    return [recordUnsampled(record, state, refused)];
  });
}

/** A guard that no sample gets past. What looks at needs is left out: chance hardly ever makes records that fit each other. */
function closed(transition: AnyTransition, { all }: Contents, random: Random, given: GivenSamples): readonly Finding[] {
  const { name, record, from, guard, needs } = transition;
  if (!guard || Object.keys(needs).length > 0) return [];
  const refused = new Set<string>();
  for (let index = 0; index < 10 * tries; index += 1) {
    const context = { ...contextOf(random.fork(index), given), atBounds: index % 2 === 1 };
    const sampled = soundRecord(record, from, all.rules, context);
    if (!("record" in sampled)) continue;
    try {
      const refusal = guard({ ...around, record: sampled.record, needs: {}, input: undefined });
      if (refusal === undefined) return [];
      refused.add(refusal.code);
    } catch {
      return [];
    }
  }
  if (refused.size === 0) return [];
  return [
    {
      check: "guard-closed",
      place: `The transition "${name}"`,
      problem: `is refused for every sample (${[...refused].sort().join(", ")})`,
      remedy: `Mend its guard, or give fields with which it is possible as testPack(…, { samples: { "${record.name}": [{ … }] } })`,
    },
  ];
}
