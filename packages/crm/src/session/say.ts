import { type CodeWords, fillBlanks, type Pack } from "@kehu/core";
import { blanksOf, notFromHere } from "@kehu/core/engine";
import { coreZhCN } from "@kehu/core/zh-CN";
import { crmZhCN } from "../locales/refusals.zh-CN.js";
import { inWords } from "../problems.js";
import { languageOf } from "./language.js";
import { labelOf, transitionLabels, wordAt, wordsOf } from "./words.js";

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
export function say(packs: readonly Pack[], refusal: Sayable, locale: string): string {
  try {
    return translated(packs, refusal, locale) ?? messageOf(refusal);
  } catch {
    return messageOf(refusal);
  }
}

/** What is caught may be anything, and have no message. */
function messageOf(given: unknown): string {
  const { message } = (given ?? {}) as { readonly message?: unknown };
  return typeof message === "string" ? message : "";
}

function translated(packs: readonly Pack[], { code, details = {} }: Sayable, locale: string): string | undefined {
  const language = languageOf(locale, Object.keys(own));
  const sentence = sentenceOf(packs, code, locale) ?? at(at(own, language), code);
  // An error may carry fewer details than its refusal has blanks; its English message is whole.
  if (typeof sentence !== "string" || blanksOf(sentence).some((blank) => !Object.hasOwn(details, blank))) return undefined;
  const labelled = {
    ...details,
    ...fieldsIn(packs, { code, details, locale }),
    ...labelsIn(packs, details, locale),
    ...codesIn(packs, { code, details, locale }),
  };
  return fillBlanks(sentence, Object.fromEntries(Object.entries(labelled).map(([name, value]) => [name, spoken(value, language)])));
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
/** `constructor` is neither a locale nor a code. */
const at = <T>(table: Readonly<Record<string, T>> | undefined, key: string): T | undefined =>
  table && Object.hasOwn(table, key) ? table[key] : undefined;

/** The blanks in which the runtime names a record type. */
const recordBlanks: ReadonlySet<string> = new Set(["record", "target", "parent"]);
/** The blanks in which packs name a field, also one of a single word. */
const fieldBlanks: ReadonlySet<string> = new Set(["field", "earlier", "later"]);
/** Record types and fields that a sentence names as the code does, such as `lossOn`, as people know them: by the records of the pack that says it. */
function fieldsIn(
  packs: readonly Pack[],
  { code, details, locale }: { readonly code: string; readonly details: Readonly<Record<string, unknown>>; readonly locale: string },
): Readonly<Record<string, string>> {
  const pack = packs.find(({ name }) => code.startsWith(`${name}/`));
  const records = Object.values(pack?.definitions ?? {}).filter((definition) => definition.kind === "record");
  const labelled = Object.entries(details).flatMap(([blank, value]) => {
    if (typeof value === "string" && recordBlanks.has(blank)) return [[blank, labelOf(packs, value, locale)] as const];
    const isName = typeof value === "string" && (fieldBlanks.has(blank) || /[a-z][A-Z]/.test(value));
    const record = isName ? records.find(({ info }) => Object.hasOwn(info, value)) : undefined;
    return record ? [[blank, wordAt(wordsOf({ packs }, record, locale), ["fields", value as string], value as string)] as const] : [];
  });
  return Object.fromEntries(labelled);
}

/** The blanks of which a refusal says whose codes fill them. */
function codesIn(
  packs: readonly Pack[],
  { code, details, locale }: { readonly code: string; readonly details: Readonly<Record<string, unknown>>; readonly locale: string },
): Readonly<Record<string, string>> {
  const definitions = packs.flatMap((pack) => Object.values(pack.definitions));
  const refusal = definitions.find((each) => each.kind === "refusal" && each.code === code);
  const labelled = Object.entries(refusal?.kind === "refusal" ? refusal.codes : {}).flatMap(([blank, words]) => {
    const value = details[blank];
    if (words === undefined || typeof value !== "string") return [];
    const [name, path] = placeOf(words);
    const record = definitions.find((each) => each.kind === "record" && each.name === name);
    if (record === undefined) return [];
    const tree = wordsOf({ packs }, record, locale);
    return [
      [
        blank,
        joined(
          value.split(", ").map((each) => wordAt(tree, [...path, each], each)),
          locale,
        ),
      ] as const,
    ];
  });
  return Object.fromEntries(labelled);
}
function placeOf(words: CodeWords): readonly [record: string, path: readonly string[]] {
  if ("stateOf" in words) return [words.stateOf, ["states"]];
  return "fieldOf" in words ? [words.fieldOf, ["fields"]] : [words.optionOf, ["fields", words.field, "options"]];
}
const joined = (words: readonly string[], locale: string): string =>
  words.join(languageOf(locale, Object.keys(own)) === "zh-CN" ? "、" : ", ");

/** A transition and the states that an error names, as the words of the pack have them. */
function labelsIn(packs: readonly Pack[], details: Readonly<Record<string, unknown>>, locale: string): Readonly<Record<string, string>> {
  const { transition, state, from } = details;
  const labels = typeof transition === "string" ? transitionLabels(packs, transition, locale) : undefined;
  if (!labels) return {};
  return {
    transition: labels.label,
    ...(typeof state === "string" && { state: labels.state(state) }),
    ...(typeof from === "string" && {
      from: joined(from.split(", ").map(labels.state), locale),
    }),
  };
}

/** The problems of an input stand in the details one by one; everything else that fills a blank is a word or a number. */
const spoken = (value: unknown, language: string): unknown => (Array.isArray(value) ? inWords(value, language) : value);
