import { corePhrasesZhCN } from "@kehu/core/zh-CN";
import { zhCN } from "../locales/words.zh-CN.js";

/** Words of the runtime itself that fill its sentences, in one language. */
export interface OwnWords {
  /** Between several names. */
  readonly between: string;
  /** Between a field and what is inside of it. */
  readonly within: string;
  /** A name that has no words. */
  readonly code: string;
  /** Which one of a list. */
  readonly item: string;
  readonly verbs: Readonly<Record<string, string>>;
  /** The fields that every record has. */
  readonly fields: Readonly<Record<string, string>>;
  /** Of the runtime's own queries, by name. */
  readonly queries: Readonly<Record<string, { readonly name: string; readonly input: Readonly<Record<string, string>> }>>;
  /** By the English ones. */
  readonly phrases: Readonly<Record<string, string>>;
}

const en: OwnWords = { between: ", ", within: ".", code: "{code}", item: "{position}", verbs: {}, fields: {}, queries: {}, phrases: {} };
const languages: Readonly<Record<string, OwnWords>> = {
  en,
  "zh-CN": { ...zhCN, phrases: { ...corePhrasesZhCN, ...zhCN.phrases } },
};

export const ownWords = (language: string): OwnWords => languages[language] ?? en;
