import { type AnyOperation, type AnyRecord, type AnyTransition, type Refusal, refused, type Session, type Work } from "@kehu/core";
import type { Result, Statement } from "../../database/database.js";
import { isConflict } from "../../database/failures.js";
import { createReader } from "../../read/reader.js";
import { entryOf } from "../../registry.js";
import { oneByOne, type Verb } from "../unit/one-by-one.js";
import { circumstancesAt, OneAfterAnother, type Unit } from "../unit/unit.js";
import { type Asked, answerTogether } from "./answer-together.js";
import { Meetings, type Side } from "./meetings.js";

/** How many calls run beside each other. */
const together = 200;

/** Operations that asked for a verb without a form for many calls: they run one after another from the first. */
const alone = new WeakSet<AnyOperation>();
export const runsAlone = (operation: AnyOperation): boolean => alone.has(operation);
const verbsAlone = [
  "createMany adopt adoptMany updateMany assign assignMany retract retractMany erase",
  "applyMany call callMany can describe",
].flatMap((some) => some.split(" "));

/**
 * Runs an operation for each input, the calls side by side: what they ask for at the same time goes to the database together, as one verb on
 * many records. Where anything is refused, or asked for that has no such form, or where two calls meet, nothing is kept of it.
 *
 * @param finish - what becomes of the result of a call
 * @throws OneAfterAnother
 */
export async function runSideBySide(
  unit: Unit,
  operation: AnyOperation,
  inputs: readonly object[],
  finish: (result: unknown) => unknown,
): Promise<readonly unknown[]> {
  const outputs: unknown[] = [];
  try {
    for (let from = 0; from < inputs.length; from += together)
      outputs.push(...(await new Calls(unit, operation, inputs.slice(from, from + together)).run()).map(finish));
  } catch (error) {
    // somebody else came in between: that has nothing to do with how they run
    if (isConflict(error)) throw error;
    throw new OneAfterAnother("Calls cannot run side by side", { cause: error });
  }
  return outputs;
}

type Options = { readonly state?: string; readonly ifExists?: "refuse" | "give"; readonly version?: number };
interface Waiting {
  readonly asked: Asked;
  readonly answer: (result: unknown) => void;
}

/** Some calls in step: when each of them waits for something, or has ended, all are answered. */
class Calls {
  readonly #unit: Unit;
  readonly #operation: AnyOperation;
  readonly #inputs: readonly object[];
  readonly #meetings: Meetings;
  readonly #waiting = new Map<Side, Waiting>();
  readonly #results = new Map<Side, unknown>();
  #failed = false;
  #inStep: () => void = () => undefined;

  constructor(unit: Unit, operation: AnyOperation, inputs: readonly object[]) {
    this.#unit = unit;
    this.#operation = operation;
    this.#inputs = inputs;
    this.#meetings = new Meetings(unit.registry);
  }

  async run(): Promise<readonly unknown[]> {
    let step = this.#nextStep();
    for (const [side, input] of this.#inputs.entries()) this.#start(side, input);
    for (;;) {
      await step;
      this.#assertApart();
      if (this.#waiting.size === 0) return this.#inputs.map((_, side) => this.#results.get(side));
      const waiting = [...this.#waiting].sort(([one], [other]) => one - other).map(([, each]) => each);
      const answers = await answerTogether(
        { unit: this.#unit, meetings: this.#meetings },
        waiting.map(({ asked }) => asked),
      );
      this.#assertApart();
      this.#waiting.clear();
      step = this.#nextStep();
      for (const [index, { answer }] of waiting.entries()) answer(answers[index]);
    }
  }

  #nextStep(): Promise<void> {
    return new Promise((resolve) => {
      this.#inStep = resolve;
    });
  }

  #assertApart(): void {
    if (this.#failed || this.#unit.notes.failure || this.#meetings.met) throw new OneAfterAnother("Two calls met, or one was refused");
  }

  #start(side: Side, input: object): void {
    const { work, end } = this.#workOf(side);
    const run = async (): Promise<void> => {
      const result = await this.#operation.run(work, input as never);
      end();
      this.#note(() => this.#results.set(side, result));
    };
    run().catch(() => this.#fail());
  }

  #ask<T>(asked: Asked): Promise<T> {
    return new Promise((resolve) => {
      this.#note(() => this.#waiting.set(asked.side, { asked, answer: resolve as (result: unknown) => void }));
    });
  }
  #note(what: () => void): void {
    what();
    if (this.#waiting.size + this.#results.size === this.#inputs.length) this.#inStep();
  }

  /** Nobody is answered any more: a call that swallows what is refused would go on with nothing to stand on. */
  #fail(): Promise<never> {
    this.#failed = true;
    this.#inStep();
    return new Promise(() => undefined);
  }

  #workOf(side: Side): { readonly work: Work; readonly end: () => void } {
    // a refusal is one of the whole
    const guarded = Object.entries(this.#verbsOf(side)).map(([name, verb]): [string, Verb] => [
      name,
      (...given) => verb(...given).catch(() => this.#fail()),
    ]);
    const others = verbsAlone.map((name): [string, Verb] => [
      name,
      () => {
        alone.add(this.#operation);
        return this.#fail();
      },
    ]);
    const { session, end } = oneByOne(this.#unit, Object.fromEntries([...guarded, ...others]), this.#operation.name);
    const work = {
      ...(session as unknown as Session),
      ...circumstancesAt(this.#unit, this.#unit.now),
      refuse: (refusal: Refusal): never => {
        throw refused(refusal);
      },
    };
    return { work, end };
  }

  #verbsOf(side: Side): Readonly<Record<string, Verb>> {
    const [unit, meetings] = [this.#unit, this.#meetings];
    const { registry, tenant, actor, now } = unit;
    const run = (statements: readonly Statement[]): Promise<readonly Result[]> => this.#ask({ side, verb: "read", statements });
    const reader = createReader({ registry, tenant, actor, authority: "definition", now, run });
    return {
      find: async (_, record: AnyRecord, options?: { readonly where?: unknown }) => {
        meetings.looks(side, entryOf(unit, record), options?.where);
        return reader.find(record, options as never);
      },
      aggregate: async (_, record: AnyRecord, query: { readonly where?: unknown }) => {
        meetings.looks(side, entryOf(unit, record), query?.where);
        return reader.aggregate(record, query as never);
      },
      get: async (_, on: AnyRecord, id: string, options?: object) => {
        meetings.reads(side, id);
        const found = await this.#ask({ side, verb: "get", on, id });
        return options === undefined ? found : reader.get(on, id as never, options);
      },
      create: async (_, on: AnyRecord, input: unknown, options: Options = {}) => this.#ask({ side, verb: "create", on, input, options }),
      apply: async (_, on: AnyTransition, id: string, input?: unknown, { version }: Options = {}) => {
        meetings.reads(side, id);
        return this.#ask({ side, verb: "apply", on, id, input, version });
      },
      update: async (_, on: AnyRecord, id: string, change: unknown, { version }: Options = {}) => {
        meetings.reads(side, id);
        return this.#ask({ side, verb: "update", on, id, change, version });
      },
    };
  }
}
