import { checkNameInPack } from "./check-name.js";
import type { Money } from "./id.js";
import { invalidDefinition } from "./invalid.js";
import { isMoney, writeMoney } from "./write-money.js";

/** Why not, in words: the code is for programs, the message for people; details fill the blanks of the sentence. */
export interface Refusal {
  readonly code: string;
  readonly message: string;
  readonly details: Readonly<Record<string, unknown>>;
}

type Blanks<Text extends string> = Text extends `${string}{${infer Name}}${infer Rest}` ? Name | Blanks<Rest> : never;
type Filling<Text extends string> = { readonly [Blank in Blanks<Text>]: string | number | Money | Phrase };

/**
 * Words with blanks of their own that fill a blank, where one of several things may be wrong; the other languages have them under the English
 * ones. Kehu's own sentences are made with them. A pack needs none: it declares a refusal for each thing that may be wrong, which has words.
 */
export interface Phrase {
  readonly phrase: string;
  readonly values: Readonly<Record<string, string | number>>;
}
/** Makes a phrase. */
export const phrase = (text: string, values: Phrase["values"] = {}): Phrase => ({ phrase: text, values });
export const isPhrase = (value: unknown): value is Phrase => typeof value === "object" && value !== null && "phrase" in value;

/**
 * Which words a code in a blank has: those of a definition or of a verb by its name, or those of a state, a field, or an option of a field,
 * of the record of this name. `{record}` stands for the record that the blank `record` names.
 */
export type CodeWords =
  | { readonly nameOf: "definition" | "verb" }
  | { readonly stateOf: string }
  | { readonly fieldOf: string }
  | { readonly optionOf: string; readonly field: string };
type Codes<Text extends string> = { readonly [Blank in Blanks<Text>]?: CodeWords };

/** Makes a refusal; call it with what fills the blanks; an amount is written with its currency, in the language of the reader. */
export interface RefusalType<Text extends string> {
  (...filling: [Blanks<Text>] extends [never] ? [] : [details: Filling<Text>]): Refusal;
  readonly kind: "refusal";
  readonly code: string;
  readonly text: Text;
  readonly codes: Codes<Text>;
}
export interface AnyRefusal {
  readonly kind: "refusal";
  readonly code: string;
  readonly text: string;
  readonly codes: Readonly<Record<string, CodeWords | undefined>>;
}

/**
 * Declares why something may be refused.
 *
 * @param code - `pack/kebab-case`, stable: programs test it
 * @param sentence - English, with blanks in braces: what is refused and what to do; the other languages stand in the pack's locales with the same blanks
 * @param codes - the blanks that are filled with codes, such as a state, or several with commas between them: a reader gets their words
 * @throws KehuError `core/invalid-definition`
 */
export function defineRefusal<const Text extends string>(code: string, sentence: Text, codes: Codes<Text> = {}): RefusalType<Text> {
  const place = `The refusal "${code}"`;
  checkNameInPack("refusal", code);
  if (!/[.!?]$/.test(sentence)) throw invalidDefinition(place, "needs a whole sentence that ends with a full stop");
  if (/[{}]/.test(sentence.replace(/\{\w+\}/g, "")))
    throw invalidDefinition(place, "has a brace that is no blank; a blank is one word, as in {dueOn}");
  const refuse = (details: Readonly<Record<string, unknown>> = {}): Refusal => ({ code, details, message: fillBlanks(sentence, details) });
  return Object.assign(refuse, { kind: "refusal", code, text: sentence, codes }) as never;
}

/** The sentence with its blanks filled; a blank without a value stays visible. */
export function fillBlanks(sentence: string, details: Readonly<Record<string, unknown>>): string {
  return sentence.replace(/\{(\w+)\}/g, (blank, name: string) => (Object.hasOwn(details, name) ? written(details[name]) : blank));
}
function written(value: unknown): string {
  if (isPhrase(value)) return fillBlanks(value.phrase, value.values);
  return isMoney(value) ? writeMoney(value, "en") : String(value);
}

/** The names of the blanks of a sentence, each once, in order. */
export function blanksOf(sentence: string): readonly string[] {
  return [...new Set([...sentence.matchAll(/\{(\w+)\}/g)].map(([, name]) => name as string))];
}
