import { type AnyRecord, engagement, type Session } from "@kehu/core";
import { claim, policy } from "@kehu/insurance";
import type { Both } from "./text.js";

/** What states are called, by record and state: the words of the packs. */
export type StateWords = Readonly<Record<string, Readonly<Record<string, Both>>>>;

export async function gatherWords(session: Session): Promise<StateWords> {
  const words = new Map<string, Readonly<Record<string, Both>>>();
  for (const record of [policy, claim, engagement]) words.set(record.name, await statesOf(session, record));
  return Object.fromEntries(words);
}

async function statesOf(session: Session, record: AnyRecord): Promise<Readonly<Record<string, Both>>> {
  const [english, chinese] = [await session.describe(record, "en"), await session.describe(record, "zh-CN")];
  const named = new Map(chinese.states.map(({ value, label }) => [value, label]));
  return Object.fromEntries(english.states.map(({ value, label }) => [value, { en: label, zh: named.get(value) ?? label }]));
}
