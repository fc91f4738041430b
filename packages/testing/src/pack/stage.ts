import { type AnyRecord, createId, KehuError, type Pack, type Role } from "@kehu/core";
import { kehu, withRequired } from "@kehu/core/engine";
import { type TestCrm, type TestSession, testCrm } from "../crm/test-crm.js";
import { testNow } from "../crm/test-now.js";
import { createRandom, type Random } from "../generate/random.js";
import type { GivenSamples, SampleContext } from "../sample/sample-value.js";
import { recordUnsampled } from "./check-samples.js";
import type { Contents } from "./contents.js";
import type { Finding } from "./finding.js";
import { stagedInput } from "./staged-input.js";
import { type WatchedPack, watchRuns } from "./watch-runs.js";

/** A CRM with the pack and, as far as chance finds them, records of every type to point at. */
export interface Stage {
  readonly test: TestCrm;
  /** The pack as it runs there: its operations and queries are watched. */
  readonly pack: Pack;
  readonly nobody: TestSession;
  /** Whether a call of an operation or a query does the same at another time and with other chances; nothing of it remains. */
  readonly isSteady: WatchedPack["isSteady"];
  /** What the operations and queries of the pack have used. */
  readonly used: WatchedPack["used"];
  /** Points at records that are there, else at ones that nobody has. */
  sampling(random: Random): SampleContext;
  /** A record of chance in a state; undefined where the rules let none of a few through. */
  adopt(record: AnyRecord, state: string, random: Random): Promise<string | undefined>;
  /** The records and states of which none could be adopted, and why not. */
  unsampled(): readonly Finding[];
}

/** So many samples are adopted at once, and so many times where none of them is let through; what is over serves those who ask later. */
const batch = 12;
const most = 6;

export async function setStage(
  contents: Contents,
  options: { readonly roles: readonly Role[]; readonly seed: number | string; readonly samples: GivenSamples },
): Promise<Stage> {
  // what probing comes to by chance is no test that somebody wrote
  const watch = watchRuns(contents.pack, createRandom(`runs/${options.seed}`));
  const test = await testCrm({
    packs: withRequired([contents.pack])
      .filter((each) => each !== kehu)
      .map((each) => (each === contents.pack ? watch.pack : each)),
    roles: options.roles,
    ids: watch.ids,
    notesRefusals: false,
  });
  const random = createRandom(`stage/${options.seed}`);
  const known = new Map<string, string[]>();
  const spare = new Map<string, string[]>();
  const adoptable = new Set<string>();
  const failed = new Map<string, number>();
  const refused = new Map<string, { readonly record: AnyRecord; readonly state: string; readonly codes: Set<string> }>();
  let adopted = 0;
  const adoptBatch = async (record: AnyRecord, state: string, own: Random): Promise<string[]> => {
    const rows = Array.from({ length: batch }, (_, index) => {
      const input = stagedInput(record, state, { context: stage.sampling(own.fork(index)), rules: contents.all.rules });
      adopted += 1;
      const as = { state, asOf: "2026-01-01", source: `sample#${adopted}`, ownerId: test.system.actor.id };
      return { input: input as never, as: as as never };
    });
    const { codes } = refused.get(`${record.name}/${state}`) ?? { codes: new Set<string>() };
    refused.set(`${record.name}/${state}`, { record, state, codes });
    try {
      const answers = await test.system.adoptMany(record, rows);
      for (const { refusal } of answers) if (refusal !== undefined) codes.add(refusal.code);
      return answers.flatMap(({ record: made }) => (made === undefined ? [] : [made.id as string]));
    } catch (error) {
      codes.add(error instanceof KehuError ? error.code : String(error));
      return [];
    }
  };
  const note = ({ name }: AnyRecord, made: readonly string[]): void => {
    if (made.length > 0) known.set(name, [...(known.get(name) ?? []), ...made]);
  };
  /** What is pointed at may be used up, where it may be pointed at only once. */
  const refill = async (record: AnyRecord, own: Random): Promise<void> => {
    for (const { reference } of Object.values(record.info)) {
      const target = contents.all.records.find(({ name }) => name === reference?.target);
      if (target && known.has(target.name)) note(target, await adoptBatch(target, target.initial[0] as string, own.fork(target.name)));
    }
  };
  const stage: Stage = {
    test,
    pack: watch.pack,
    isSteady: watch.isSteady,
    used: watch.used,
    nobody: await test.as("testing/nothing"),
    sampling: (own) => ({ random: own, now: testNow, given: options.samples, reference: (target) => referenceTo(known, target, own) }),
    async adopt(record, state, own) {
      const place = `${record.name}/${state}`;
      // what failed so often is not tried again before there is something new to point at
      const attempt = `${place} with ${known.size}`;
      for (let tries = failed.get(attempt) ?? 0; !spare.has(place) && tries < most; tries += 1) {
        const made = await adoptBatch(record, state, own.fork(`again/${tries}`));
        failed.set(attempt, tries + 1);
        note(record, made);
        if (made.length > 0) spare.set(place, made);
        else if (refused.get(place)?.codes.has("crm/already-exists")) await refill(record, own.fork(`refill/${tries}`));
      }
      const [id, ...left] = spare.get(place) ?? [];
      if (left.length > 0) spare.set(place, left);
      else spare.delete(place);
      if (id !== undefined) {
        adoptable.add(place);
        failed.delete(attempt);
      }
      return id;
    },
    unsampled: () =>
      [...refused].flatMap(([place, { record, state, codes }]) =>
        // what points at a record that is not there is told of by that one
        // and what another pack defines is that one's to try
        adoptable.has(place) || !contents.own.records.includes(record) || [...codes].every((code) => code === "crm/reference-missing")
          ? []
          : [recordUnsampled(record, state, codes)],
      ),
  };
  // again as long as something came of it, because a record may point at one that comes later
  for (let round = 1, before = -1; known.size > before; round += 1) {
    before = known.size;
    for (const record of contents.all.records)
      if (!known.has(record.name)) await stage.adopt(record, record.initial[0] as string, random.fork(`${record.name}/${round}`));
  }
  return stage;
}

function referenceTo(known: ReadonlyMap<string, readonly string[]>, target: string, random: Random): string {
  const ids = known.get(target === "*" ? "customer" : target) ?? [];
  return ids.length > 0 ? random.pick(ids) : createId(target === "*" ? "customer" : target, { now: testNow, random: random.bytes(16) });
}
