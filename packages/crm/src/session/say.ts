import type { Pack } from "@kehu/core";
import { notFromHere } from "@kehu/core/engine";
import { coreZhCN } from "@kehu/core/zh-CN";
import { crmZhCN } from "../locales/refusals.zh-CN.js";
import { at, filled, unfilled } from "./blanks.js";
import { languageOf } from "./language.js";

/** A refusal, or the error that threw it. */
export interface Sayable {
  readonly code: string;
  /** English, with its blanks filled. */
  readonly message: string;
  readonly details?: Readonly<Record<string, unknown>>;
}

const own: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  // its message is for programmers, and names the transition and the states as the code does
  en: { [notFromHere.code]: notFromHere.text },
  "zh-CN": { ...coreZhCN, ...crmZhCN },
};

/** Why not, in a language: the pack's sentence, else the runtime's, else the English message. It never throws: it speaks of errors. */
export const say = (packs: readonly Pack[], refusal: Sayable, locale: string): string => sayWithin({ packs, locale, levels: 8 }, refusal);

/** A refusal may fill a blank of another, and one of its own making even a blank of itself: it is said so many levels deep. */
interface Saying {
  readonly packs: readonly Pack[];
  readonly locale: string;
  readonly levels: number;
}
function sayWithin(saying: Saying, refusal: Sayable): string {
  try {
    return (saying.levels > 0 ? translated(saying, refusal) : undefined) ?? messageOf(refusal);
  } catch {
    return messageOf(refusal);
  }
}

/** What is caught may be anything, and have no message. */
function messageOf(given: unknown): string {
  const { message } = (given ?? {}) as { readonly message?: unknown };
  return typeof message === "string" ? message : "";
}

function translated(saying: Saying, { code, details = {} }: Sayable): string | undefined {
  const { packs, locale, levels } = saying;
  const language = languageOf(locale, Object.keys(own));
  const sentence = sentenceOf(packs, code, locale) ?? at(at(own, language), code);
  // An error may carry fewer details than its refusal has blanks; its English message is whole.
  if (typeof sentence !== "string" || unfilled(sentence, details)) return undefined;
  return filled(sentence, { packs, code, details, locale, language, say: (other) => sayWithin({ ...saying, levels: levels - 1 }, other) });
}

/** The sentence in the pack's locale, under the name of the definition; in English the definition's own, where no words say it better. */
function sentenceOf(packs: readonly Pack[], code: string, locale: string): unknown {
  for (const pack of packs)
    for (const [key, definition] of Object.entries(pack.definitions))
      if (definition.kind === "refusal" && definition.code === code) {
        const language = languageOf(locale, Object.keys(pack.locales));
        return at(at(pack.locales, language), key) ?? (language === "en" ? definition.text : undefined);
      }
  return undefined;
}
