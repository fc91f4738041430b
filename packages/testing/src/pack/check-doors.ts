import { type AnyOperation, type AnyQuery, type AnyTransition, type Grant, KehuError, type Shape } from "@kehu/core";
import { functionFailed } from "@kehu/core/engine";
import type { TestSession } from "../crm/test-crm.js";
import { createRandom, type Random } from "../generate/random.js";
import { sampleShape } from "../sample/sample-value.js";
import { type Listed, listedIn, refusalUnlisted } from "./check-listed.js";
import { type Contents, contentsOf } from "./contents.js";
import type { Finding } from "./finding.js";
import { boundInputs, hostileInputs, oddInputs } from "./hostile.js";
import type { Stage } from "./stage.js";

/** Something that a caller may do, as the doors are tried with it. */
interface Way {
  /** `The operation "insurance/pay-premium"`. */
  readonly place: string;
  readonly verb: Grant["verb"];
  readonly name: string;
  readonly shape: Shape;
  /** Does it; the input is whatever is to be tried. */
  go(session: TestSession, input: unknown): Promise<unknown>;
}

const plausibleTries = 5;

/** Every way into the pack, tried by those who may not and with what nobody may send; each must refuse with a code and leave no trace. */
export async function checkDoors(contents: Contents, stage: Stage, seed: number | string): Promise<readonly Finding[]> {
  const random = createRandom(`doors/${seed}`);
  const listed = listedIn(contents);
  const tried = (await waysOf(contents, stage, random)).map((way) => ({ way, own: random.fork(way.place) }));
  const findings = await tryShut(tried, stage, await strangersOf(contents, stage));
  for (const { way, own } of tried) {
    const plausible = await tryPlausible(way, { stage, listed }, own);
    findings.push(...(plausible.length > 0 ? plausible : await tryOdd(way, stage, own)));
  }
  return findings;
}

interface Tried {
  readonly way: Way;
  readonly own: Random;
}

/** What has to be refused. Only where something was written after all is each way looked at for its own trace. */
async function tryShut(tried: readonly Tried[], stage: Stage, strangers: readonly Stranger[]): Promise<Finding[]> {
  const refusalsOf = async ({ way, own }: Tried) => [
    ...(await tryStrangers(way, strangers, stage, own)),
    ...(await tryHostile(way, stage, own)),
  ];
  const before = await stage.test.digest();
  const findings: Finding[] = [];
  const silent: Tried[] = [];
  for (const each of tried) {
    const refusals = await refusalsOf(each);
    findings.push(...refusals);
    // what was let through has left its trace already
    if (refusals.length === 0) silent.push(each);
  }
  if ((await stage.test.digest()) === before) return findings;
  for (const each of silent) {
    const untouched = await stage.test.digest();
    await refusalsOf(each);
    if ((await stage.test.digest()) !== untouched)
      findings.push({
        check: "hostile-trace",
        place: each.way.place,
        problem: "refused every input that it had to, and yet changed something",
        remedy: "Let nothing be written before it is decided",
      });
  }
  return findings;
}

async function waysOf({ own }: Contents, stage: Stage, random: Random): Promise<readonly Way[]> {
  const { operations, queries } = contentsOf(stage.pack).own;
  const ways: Way[] = [...operations, ...queries].map((callable: AnyOperation | AnyQuery) => ({
    place: `The ${callable.kind} "${callable.name}"`,
    verb: "call",
    name: callable.name,
    shape: callable.input,
    go: (session, input) => session.call(callable, input as never),
  }));
  for (const record of own.records) {
    ways.push({
      place: `The record "${record.name}"`,
      verb: "create",
      name: record.name,
      shape: record.fields as Shape,
      go: (session, input) => session.create(record, input as never),
    });
  }
  for (const transition of own.transitions) ways.push(await wayOf(transition, stage, random.fork(transition.name)));
  return ways;
}

async function wayOf(transition: AnyTransition, stage: Stage, random: Random): Promise<Way> {
  const { record, name, input = {} } = transition;
  const id = (await adoptOne(transition, stage, random)) ?? stage.sampling(random).reference(record.name);
  return {
    place: `The transition "${name}"`,
    verb: "apply",
    name,
    shape: input,
    go: (session, given) => (session.apply as (on: AnyTransition, id: string, input: unknown) => Promise<unknown>)(transition, id, given),
  };
}

/** In one of the states from which it is possible: another one where chance finds none in the first. */
async function adoptOne({ record, from }: AnyTransition, stage: Stage, random: Random): Promise<string | undefined> {
  const first = random.int(0, from.length - 1);
  for (const state of [...from.slice(first), ...from.slice(0, first)]) {
    const id = await stage.adopt(record, state, random);
    if (id !== undefined) return id;
  }
  return undefined;
}

interface Stranger {
  readonly role: string;
  readonly session: TestSession;
  readonly grants: readonly Grant[];
}
async function strangersOf({ all }: Contents, stage: Stage): Promise<readonly Stranger[]> {
  const strangers: Stranger[] = [{ role: "no role at all", session: stage.nobody, grants: [] }];
  for (const { name, grants } of all.roles) strangers.push({ role: name, session: await stage.test.as(name), grants });
  return strangers;
}

async function tryStrangers(way: Way, strangers: readonly Stranger[], stage: Stage, random: Random): Promise<readonly Finding[]> {
  const input = inputOf(way, stage, random.fork("stranger"));
  for (const { role, session } of strangers.filter((each) => !each.grants.some(({ verb, on }) => verb === way.verb && on === way.name))) {
    const answer = await answerOf(() => way.go(session, input));
    if (answer.code !== "crm/not-granted")
      return [
        {
          check: "right-ungranted",
          place: way.place,
          problem: `answered ${inWords(answer)} to ${role}, which does not grant it`,
          remedy: "It has to be refused with crm/not-granted; grant it, or mend the runtime",
        },
      ];
  }
  return [];
}

async function tryHostile(way: Way, stage: Stage, random: Random): Promise<readonly Finding[]> {
  const sound = sampleShape(way.shape, stage.sampling(random.fork("hostile")));
  // what takes no input looks at none
  for (const { what, input } of way.verb === "apply" && Object.keys(way.shape).length === 0 ? [] : hostileInputs(way.shape, sound)) {
    const answer = await answerOf(() => way.go(stage.test.system, input));
    if (answer.code === undefined && answer.error === undefined)
      return [
        {
          check: "hostile-accepted",
          place: way.place,
          problem: `accepted ${what}`,
          remedy: "Declare its input more strictly; leave coercion to the caller",
        },
      ];
    if (answer.error !== undefined) return [crashed(way, answer, what)];
  }
  return [];
}

async function tryOdd(way: Way, stage: Stage, random: Random): Promise<readonly Finding[]> {
  const sound = sampleShape(way.shape, stage.sampling(random.fork("odd")));
  for (const { what, input } of oddInputs(way.shape, sound)) {
    const answer = await answerOf(() => way.go(stage.test.system, input));
    if (answer.error !== undefined) return [crashed(way, answer, what)];
  }
  for (const { what, input } of boundInputs(way.shape, sound)) {
    const answer = await answerOf(() => way.go(stage.test.system, input));
    if (answer.error !== undefined) return [broken(way, answer, what)];
  }
  return [];
}

const unsteady = ({ place }: Way): Finding => ({
  check: "function-impure",
  place,
  problem: "does something else at another time, or by chance",
  remedy: "Use what `work` gives: now, today, the calendar and the ids of what it creates",
});
const broken = (way: Way, answer: Answer, what: string): Finding => ({
  check: "operation-crash",
  place: way.place,
  problem: `answered ${inWords(answer)} to ${what}`,
  remedy: "Let it refuse what it cannot do, with a refusal of the pack",
});
const crashed = (way: Way, answer: Answer, what: string): Finding => ({
  check: "hostile-crash",
  place: way.place,
  problem: `answered ${inWords(answer)} to ${what}`,
  remedy: "Let its schema and its code answer for every value; a refine must not throw",
});

async function tryPlausible(
  way: Way,
  { stage, listed }: { readonly stage: Stage; readonly listed: Listed },
  random: Random,
): Promise<readonly Finding[]> {
  for (let index = 0; index < plausibleTries; index += 1) {
    const input = inputOf(way, stage, random.fork(index));
    if (way.verb === "call" && !(await stage.isSteady(() => way.go(stage.test.system, input)))) return [unsteady(way)];
    const answer = await answerOf(() => way.go(stage.test.system, input));
    const strange = refusalUnlisted(listed, way.place, answer.code);
    if (strange) return [strange];
    if (answer.code === "crm/unknown-definition")
      return [
        {
          check: "definition-unlisted",
          place: way.place,
          problem: `uses a definition that is not listed: ${answer.message}`,
          remedy: "Put it into the pack's definitions, or name its pack in `requires`",
        },
      ];
    if (answer.code === "crm/invalid-output")
      return [
        {
          check: "output-undeclared",
          place: way.place,
          problem: "gives something else than it declares",
          remedy: `Correct its output: ${answer.message}`,
        },
      ];
    if (answer.error !== undefined) return [broken(way, answer, "an input that its schema accepts")];
    // the record has moved on: what else is asked of it is refused before the pack is asked
    if (way.verb === "apply" && (answer.code === undefined || answer.code === "core/not-from-here")) break;
  }
  return [];
}

const inputOf = (way: Way, stage: Stage, random: Random): unknown =>
  way.verb === "apply" && Object.keys(way.shape).length === 0 ? undefined : sampleShape(way.shape, stage.sampling(random));

interface Answer {
  /** The code of a refusal. */
  readonly code?: string;
  /** What was thrown without a code. */
  readonly error?: string;
  readonly message: string;
}
async function answerOf(work: () => Promise<unknown>): Promise<Answer> {
  try {
    await work();
    return { message: "a success" };
  } catch (thrown) {
    // told under the name of its operation; what that itself threw is what there is to mend
    const error = thrown instanceof KehuError && thrown.code === functionFailed.code ? thrown.cause : thrown;
    const message = String(error instanceof Error ? error.message : error).replace(/\.$/, "");
    return error instanceof KehuError
      ? { code: error.code, message }
      : { error: `${error instanceof Error ? error.name : typeof error}`, message };
  }
}

const inWords = ({ code, error, message }: Answer): string =>
  code ?? (error === undefined ? message : `${error}: ${message.split("\n")[0]?.slice(0, 200)}`);
