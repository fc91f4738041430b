import type { Outcome } from "../write/verbs/operate-together.js";

/** How many calls one transaction takes. */
const most = 50;

interface Waiting<C> {
  readonly call: C;
  /** Its turn has come, or somebody has taken it along. */
  readonly go: (outcome?: Outcome) => void;
}

/**
 * Calls of one operation by one actor: those that come while others run wait for them, and go in one transaction, which takes hardly longer
 * than one call. Who calls alone never waits.
 */
class Queue<C> {
  readonly #atOnce: number;
  #running = 0;
  /** How many calls the transaction before took. */
  #last = 1;
  /** Who has a place, and takes along whoever waits in a moment. */
  #leaders = 0;
  readonly #waiting: Waiting<C>[] = [];

  constructor(atOnce: number) {
    this.#atOnce = atOnce;
  }

  get isIdle(): boolean {
    return this.#running === 0;
  }

  async run(call: C, together: (calls: readonly C[]) => Promise<readonly Outcome[]>): Promise<Outcome> {
    const taken = await this.#turn(call);
    if (taken) return taken;
    this.#leaders += 1;
    // those who were answered together call again together, and several who got a place at once share those who wait
    await (this.#last > 1 ? new Promise(setImmediate) : undefined);
    const others = this.#waiting.splice(0, Math.min(most - 1, Math.ceil(this.#waiting.length / this.#leaders)));
    this.#leaders -= 1;
    const calls = [call, ...others.map((each) => each.call)];
    this.#last = calls.length;
    const [own, ...theirs] = await together(calls).catch((error: unknown) => calls.map((): Outcome => ({ error })));
    for (const [index, { go }] of others.entries()) go(theirs[index]);
    const next = this.#waiting.shift();
    // the place goes from hand to hand, so that nobody comes in between
    if (next) next.go();
    else this.#running -= 1;
    return own as Outcome;
  }

  #turn(call: C): Promise<Outcome | undefined> | undefined {
    if (this.#running === this.#atOnce) return new Promise((go) => this.#waiting.push({ call, go }));
    this.#running += 1;
    return undefined;
  }
}

/** The queues of a runtime, by whose calls of what they are; there is none where nobody calls. */
export class CallsTogether<C> {
  readonly #queues = new Map<string, Queue<C>>();
  readonly #atOnce: number;

  /** @param atOnce - how many transactions run before calls that come meanwhile wait */
  constructor(atOnce: number) {
    this.#atOnce = atOnce;
  }

  async run(whose: string, call: C, together: (calls: readonly C[]) => Promise<readonly Outcome[]>): Promise<unknown> {
    const queue = this.#queues.get(whose) ?? new Queue<C>(this.#atOnce);
    this.#queues.set(whose, queue);
    const outcome = await queue.run(call, together);
    if (queue.isIdle) this.#queues.delete(whose);
    if ("error" in outcome) throw outcome.error;
    return outcome.value;
  }
}
