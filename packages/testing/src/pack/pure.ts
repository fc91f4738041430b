import { isDeepStrictEqual } from "node:util";

const RealDate = Date;
/** The present, as a function that should not ask for it finds it. */
export interface Present {
  readonly now: number;
  readonly chance: number;
}
export const presents: readonly Present[] = [
  { now: RealDate.UTC(1990, 0, 1), chance: 0.05 },
  { now: RealDate.UTC(2090, 11, 31), chance: 0.95 },
];

/**
 * Runs a function of a definition twice, in different presents and with different chances. Not forbidden but watched: what the
 * function calls may ask for the clock without its answer depending on it.
 *
 * @returns what it gave, and whether that depended on the clock or on chance
 */
export function twice<T>(work: () => T): { readonly result: T; readonly isPure: boolean } {
  const [one, other] = presents.map((present) => within(present, work)) as [Outcome<T>, Outcome<T>];
  const isPure = isDeepStrictEqual(comparable(one), comparable(other));
  if ("error" in one) throw isPure ? one.error : new Impure();
  return { result: one.result, isPure };
}
/** A function threw in one present and not, or otherwise, in another. */
export class Impure extends Error {}

type Outcome<T> = { readonly result: T } | { readonly error: unknown };
const comparable = <T>(outcome: Outcome<T>): unknown => ("error" in outcome ? String(outcome.error) : outcome);

function within<T>(present: Present, work: () => T): Outcome<T> {
  enter(present);
  try {
    return { result: work() };
  } catch (error) {
    return { error };
  } finally {
    leave();
  }
}

const { random: realChance } = Math;
/** From here on the clock and chance of this process are those of a present, until it is left. */
export function enter({ now, chance }: Present): void {
  class PresentDate extends RealDate {
    constructor(...parts: readonly unknown[]) {
      super(...((parts.length === 0 ? [now] : parts) as [number]));
    }
    static override now(): number {
      return now;
    }
  }
  Math.random = () => chance;
  globalThis.Date = PresentDate as unknown as DateConstructor;
}
export function leave(): void {
  globalThis.Date = RealDate;
  Math.random = realChance;
}

/** Cannot be written to, at any depth: a definition that writes into what it is given is found out. */
export function frozen<T>(value: T): T {
  if (typeof value === "object" && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const part of Object.values(value)) frozen(part);
  }
  return value;
}
