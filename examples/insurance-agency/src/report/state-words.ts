import { type AnyRecord, engagement, type Session } from "@kehu/core";
import { claim, policy } from "@kehu/insurance";
import type { Both } from "./text.js";

/** What states are called, by record and state: the words of the packs. */
export type StateWords = Readonly<Record<string, Readonly<Record<string, Both>>>>;

export const gatherWords = (session: Session): StateWords =>
  Object.fromEntries([policy, claim, engagement].map((record) => [record.name, statesOf(session, record)]));

function statesOf(session: Session, record: AnyRecord): Readonly<Record<string, Both>> {
  const chinese = new Map(session.describe(record, "zh-CN").states.map(({ value, label }) => [value, label]));
  return Object.fromEntries(
    session.describe(record, "en").states.map(({ value, label }) => [value, { en: label, zh: chinese.get(value) ?? label }]),
  );
}
