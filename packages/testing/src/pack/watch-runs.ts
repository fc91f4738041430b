import { type AnyDefinition, type AnyOperation, type AnyQuery, isDefinition, type Pack, type Work } from "@kehu/core";
import type { Random } from "../generate/random.js";
import { enter, leave, type Present, presents } from "./pure.js";

/** A pack whose operations and queries are watched while they run. */
export interface WatchedPack {
  readonly pack: Pack;
  /** Whether a call does the same at another time and with other chances; nothing of it remains. */
  isSteady(call: () => Promise<unknown>): Promise<boolean>;
  /** 16 bytes for each new id; in both runs of a trial the same. */
  readonly ids: () => Uint8Array;
  /** The names of the records, transitions, operations and queries that runs have used. */
  readonly used: ReadonlySet<string>;
}
/** One run that is looked at: what it asked for and came to, in the order in which it did. */
interface Trial {
  readonly present: Present;
  readonly trace: unknown[];
  depth: number;
}

export function watchRuns(pack: Pack, random: Random): WatchedPack {
  const used = new Set<string>();
  let trial: Trial | undefined;
  let trials = 0;
  const usual = random.fork("ids");
  let ids = usual;
  const watched = (definition: AnyDefinition): AnyDefinition => {
    if (definition.kind !== "operation" && definition.kind !== "query") return definition;
    const run = async (work: Work, input: never): Promise<unknown> =>
      trial === undefined
        ? definition.run(seen(work, used), input)
        : runIn(trial, (current) => (definition as AnyOperation | AnyQuery).run(seen(work, used, current), input));
    return { ...definition, run } as never;
  };
  const definitions = Object.fromEntries(Object.entries(pack.definitions).map(([key, definition]) => [key, watched(definition)]));
  const traceOf = async (present: Present, call: () => Promise<unknown>): Promise<string> => {
    const current: Trial = { present, trace: [], depth: 0 };
    trial = current;
    ids = random.fork(`trial/${trials}`);
    try {
      await call();
    } catch {
      // it is in the trace
    } finally {
      trial = undefined;
      ids = usual;
    }
    return inWords(current);
  };
  return {
    pack: { ...pack, definitions },
    used,
    ids: () => ids.bytes(16),
    async isSteady(call) {
      trials += 1;
      const [one, other] = presents as readonly [Present, Present];
      return (await traceOf(one, call)) === (await traceOf(other, call));
    },
  };
}

/** The outermost run ends with an error, so that nothing of it remains. */
async function runIn(trial: Trial, run: (trial: Trial) => Promise<unknown>): Promise<unknown> {
  trial.depth += 1;
  enter(trial.present);
  try {
    const output = await run(trial);
    trial.trace.push({ output });
    if (trial.depth === 1) throw new Error("This was only a trial.");
    return output;
  } catch (error) {
    trial.trace.push({ error: String(error) });
    throw error;
  } finally {
    leave();
    trial.depth -= 1;
  }
}

/** The verbs, watched; while they run the clock and chance are the real ones. */
function seen<T extends object>(work: T, used: Set<string>, trial?: Trial): T {
  return new Proxy(work, {
    get(target, name) {
      const verb: unknown = Reflect.get(target, name);
      if (typeof verb !== "function") return verb;
      return (...given: readonly unknown[]): unknown => {
        const { name: on } = (given[0] ?? {}) as { readonly name?: unknown };
        if (typeof on === "string") used.add(on);
        if (trial === undefined) return Reflect.apply(verb, target, given);
        trial.trace.push([name, ...given]);
        return outside(trial, () => Reflect.apply(verb, target, given));
      };
    },
  });
}

function outside(trial: Trial, work: () => unknown): unknown {
  const back = <R>(result: R): R => {
    enter(trial.present);
    return result;
  };
  leave();
  const result = work();
  if (!(result instanceof Promise)) return back(result);
  return result.then(back, (error: unknown) => {
    enter(trial.present);
    throw error;
  });
}

/** Definitions by their names. */
const inWords = ({ trace }: Trial): string =>
  JSON.stringify(trace, (_, value: unknown) =>
    typeof value === "bigint" ? String(value) : isDefinition(value) && "name" in value ? value.name : value,
  );
