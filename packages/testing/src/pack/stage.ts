import { type AnyRecord, createId, KehuError, type Role, type Shape } from "@kehu/core";
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

const attempts = 16;

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
  let adopted = 0;
  const stage: Stage = {
    test,
    nobody: await test.as("testing/nothing"),
    sampling: (own) => ({ random: own, now: testNow, reference: (target) => referenceTo(known, target, own) }),
    async adopt(record, state, own) {
      for (let index = 0; index < attempts; index += 1) {
        const input = sampleShape(record.fields as Shape, stage.sampling(own.fork(index)));
        adopted += 1;
        try {
          const made = await test.system.adopt(record, input as never, {
            state: state as never,
            asOf: "2026-01-01",
            source: `sample#${adopted}`,
          });
          const id = (made as { readonly id: string }).id;
          known.set(record.name, [...(known.get(record.name) ?? []), id]);
          return id;
        } catch (error) {
          if (!(error instanceof KehuError)) return undefined;
        }
      }
      return undefined;
    },
  };
  // twice, because a record may point at one that comes later
  for (const round of [1, 2])
    for (const record of contents.all.records)
      if (round === 1 || !known.has(record.name))
        await stage.adopt(record, record.initial[0] as string, random.fork(`${record.name}/${round}`));
  return stage;
}

function referenceTo(known: ReadonlyMap<string, readonly string[]>, target: string, random: Random): string {
  const ids = known.get(target === "*" ? "customer" : target) ?? [];
  return ids.length > 0 ? random.pick(ids) : createId(target === "*" ? "customer" : target, { now: testNow, random: random.bytes(16) });
}
