import { type AnyRecord, createId, type Role, type Shape } from "@kehu/core";
import { kehu, withRequired } from "@kehu/core/engine";
import { type TestCrm, type TestSession, testCrm } from "../crm/test-crm.js";
import { testNow } from "../crm/test-now.js";
import { createRandom, type Random } from "../generate/random.js";
import { type SampleContext, sampleShape } from "../sample/sample-value.js";
import type { Contents } from "./contents.js";

/** A CRM with the pack and, as far as chance finds them, records of every type to point at. */
export interface Stage {
  readonly test: TestCrm;
  readonly nobody: TestSession;
  /** Points at records that are there, else at ones that nobody has. */
  sampling(random: Random): SampleContext;
  /** A record of chance in a state; undefined where the rules let none of a few through. */
  adopt(record: AnyRecord, state: string, random: Random): Promise<string | undefined>;
}

/** So many samples are adopted at once; what is over serves those who ask later. */
const batch = 12;

export async function setStage(
  contents: Contents,
  options: { readonly roles: readonly Role[]; readonly seed: number | string },
): Promise<Stage> {
  // what probing comes to by chance is no test that somebody wrote
  const test = await testCrm({
    packs: withRequired([contents.pack]).filter((each) => each !== kehu),
    roles: options.roles,
    seed: options.seed,
    notesRefusals: false,
  });
  const random = createRandom(`stage/${options.seed}`);
  const known = new Map<string, string[]>();
  const spare = new Map<string, string[]>();
  const failed = new Map<string, number>();
  let adopted = 0;
  const adoptBatch = async (record: AnyRecord, state: string, own: Random): Promise<string[]> => {
    const rows = Array.from({ length: batch }, (_, index) => {
      const input = sampleShape(record.fields as Shape, stage.sampling(own.fork(index)));
      adopted += 1;
      return { input: input as never, as: { state: state as never, asOf: "2026-01-01", source: `sample#${adopted}` } };
    });
    try {
      return (await test.system.adoptMany(record, rows)).flatMap(({ record: made }) => (made === undefined ? [] : [made.id as string]));
    } catch {
      return [];
    }
  };
  const stage: Stage = {
    test,
    nobody: await test.as("testing/nothing"),
    sampling: (own) => ({ random: own, now: testNow, reference: (target) => referenceTo(known, target, own) }),
    async adopt(record, state, own) {
      const place = `${record.name}/${state}`;
      // what failed so often is not tried again before there is something new to point at
      const attempt = `${place} with ${known.size}`;
      const tries = failed.get(attempt) ?? 0;
      if (!spare.has(place) && tries >= 2) return undefined;
      const [id, ...left] = spare.get(place) ?? (await adoptBatch(record, state, own));
      if (left.length > 0) spare.set(place, left);
      else spare.delete(place);
      if (id === undefined) failed.set(attempt, tries + 1);
      else known.set(record.name, [...(known.get(record.name) ?? []), id]);
      return id;
    },
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
