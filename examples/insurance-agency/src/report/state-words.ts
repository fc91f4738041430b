import { type AnyRecord, engagement, interaction, type Session, task } from "@kehu/core";
import { claim, policy, premiumReceipt } from "@kehu/insurance";
import { type Both, both } from "report-kit";

/** What a record and its states are called, in the words of the packs. */
export interface RecordWords {
  readonly label: Both;
  readonly states: Readonly<Record<string, Both>>;
}
export type StateWords = Readonly<Record<string, RecordWords>>;

export async function gatherWords(session: Session): Promise<StateWords> {
  const words = new Map<string, RecordWords>();
  for (const record of [policy, claim, premiumReceipt, engagement, task, interaction])
    words.set(record.name, await wordsOf(session, record));
  return Object.fromEntries(words);
}

/** The word for a state; its code where the packs have none. */
export const stateIn = (words: StateWords, record: string, state: string): Both => words[record]?.states[state] ?? both(state, state);

async function wordsOf(session: Session, record: AnyRecord): Promise<RecordWords> {
  const [english, chinese] = [await session.describe(record), await session.describe(record, { locale: "zh-CN" })];
  const names = new Map(chinese.states.map(({ value, label }) => [value, label]));
  return {
    label: both(english.label, chinese.label),
    states: Object.fromEntries(english.states.map(({ value, label }) => [value, both(label, names.get(value) ?? label)])),
  };
}
