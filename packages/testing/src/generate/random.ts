import { uniformInt } from "pure-rand/distribution/uniformInt";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";

/** Chance that can be repeated: the same seed gives the same answers to the same questions, on every machine. Integers only, because the last digit of a float is not the same everywhere. */
export interface Random {
  /** Both ends included. */
  int(from: number, to: number): number;
  /** True in so many of a thousand cases. */
  chance(perMille: number): boolean;
  pick<T>(items: readonly T[]): T;
  /** Each choice with its weight, a positive integer. */
  weighted<T>(choices: readonly (readonly [choice: T, weight: number])[]): T;
  digits(count: number): string;
  bytes(count: number): Uint8Array;
  /** A stream of its own: what is drawn from it changes nothing elsewhere. */
  fork(name: string | number): Random;
}

/** @param seed - an integer or a text */
export function createRandom(seed: number | string): Random {
  const source = xoroshiro128plus(hash(`${seed}`));
  const int = (from: number, to: number): number => uniformInt(source, from, to);
  const pick = <T>(items: readonly T[]): T => {
    if (items.length === 0) throw new Error("There is nothing to pick from; give at least one item.");
    return items[int(0, items.length - 1)] as T;
  };
  return {
    int,
    chance: (perMille) => int(0, 999) < perMille,
    pick,
    weighted(choices) {
      let left = int(
        1,
        choices.reduce((sum, [, weight]) => sum + weight, 0),
      );
      for (const [choice, weight] of choices) {
        left -= weight;
        if (left <= 0) return choice;
      }
      return pick(choices)[0];
    },
    digits: (count) => Array.from({ length: count }, () => int(0, 9)).join(""),
    bytes(count) {
      const bytes = new Uint8Array(count);
      for (let at = 0; at < count; at += 1) bytes[at] = int(0, 255);
      return bytes;
    },
    fork: (name) => createRandom(`${seed}/${name}`),
  };
}

/** FNV-1a, 32 bits. @see draft-eastlake-fnv */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) value = Math.imul(value ^ text.charCodeAt(index), 0x01000193);
  return value | 0;
}
