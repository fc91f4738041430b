import { type AnyDefinition, transitionsOf } from "./definition.js";
import type { Shape } from "./field.js";
import { invalidDefinition } from "./invalid.js";
import { blanksOf } from "./refusal.js";
import { type FieldInfo, readShape } from "./schema.js";

type Tree = { readonly [key: string]: string | Tree };
const wordless: ReadonlySet<string> = new Set(["rule", "ledger"]);

/** The words that a definition needs, as a tree of English ones: what every other language has to say too. */
export function expectedWords(definition: AnyDefinition): Tree | string | undefined {
  if (wordless.has(definition.kind)) return undefined;
  if (definition.kind === "record")
    return {
      name: "",
      fields: fieldTree(definition.info),
      states: Object.fromEntries(definition.states.map((state: string) => [state, ""])),
    };
  if (definition.kind === "lifecycle") {
    return Object.fromEntries(
      transitionsOf(definition).map((transition) => [
        shortName(transition.name),
        transition.input ? { name: "", input: inputTree(transition.input, transition.name) } : "",
      ]),
    );
  }
  if (definition.kind === "operation" || definition.kind === "query")
    return { name: "", input: inputTree(definition.input, definition.name) };
  return definition.kind === "refusal" ? definition.text : "";
}

/** The part of a transition's name that the lifecycle gave it. */
export const shortName = (transition: string): string => transition.slice(transition.indexOf("#") + 1);
const inputTree = (input: Shape, name: string): Tree => fieldTree(readShape(input, `"${name}", input,`));
const fieldTree = (fields: Readonly<Record<string, FieldInfo>>): Tree =>
  Object.fromEntries(Object.entries(fields).map(([name, info]) => [name, treeOf(info)]));
function treeOf(info: FieldInfo): Tree | string {
  if (info.kind === "choice") return { name: "", options: Object.fromEntries((info.options ?? []).map((option) => [option, ""])) };
  const inside = (info.kind === "list" ? info.item : info)?.fields;
  return inside && info.kind !== "union" ? { name: "", fields: fieldTree(inside) } : "";
}

/** Types say it already; this says it to authors without types, and looks at the blanks, which types cannot compare. */
export function checkWords(
  place: string,
  definitions: Readonly<Record<string, AnyDefinition>>,
  locales: Readonly<Record<string, Tree | undefined>>,
): void {
  if (!isPlainObject(locales)) throw invalidDefinition(place, 'needs locales with its words by language, as in { "zh-CN": { … } }');
  for (const [locale, words] of Object.entries(locales)) {
    const at = `${place}, locale "${locale}",`;
    if (!isLanguage(locale))
      throw invalidDefinition(at, 'is no BCP 47 language tag, such as "ja" or "pt-BR", so that nobody could ask for its words');
    if (words === undefined) continue;
    if (!isPlainObject(words)) throw invalidDefinition(at, "needs an object with the words of its definitions, or has to be left out");
    for (const [key, definition] of Object.entries(definitions)) {
      const expected = expectedWords(definition);
      if (expected !== undefined)
        compare(`${place}, ${locale} words of "${key}"`, expected, Object.hasOwn(words, key) ? words[key] : undefined, locale === "zh-CN");
    }
    const stray = Object.keys(words).find((key) => !Object.hasOwn(definitions, key));
    if (stray !== undefined) throw invalidDefinition(`${place}, ${locale} words,`, `speak of "${stray}", which the pack does not define`);
  }
}

const isPlainObject = (value: unknown): boolean => typeof value === "object" && value !== null && !Array.isArray(value);

/** A tag as somebody would ask for it: well-formed, and a language of two or three letters, as all that have words are. */
function isLanguage(tag: string): boolean {
  try {
    return Intl.getCanonicalLocales(tag).length === 1 && /^[a-z]{2,3}(-|$)/i.test(tag);
  } catch {
    return false;
  }
}

function compare(place: string, expected: Tree | string, given: Tree | string | undefined, complete: boolean): void {
  if (given === undefined) {
    if (complete) throw invalidDefinition(place, "are missing");
    return;
  }
  if (typeof expected === "string") {
    if (typeof given !== "string" || given.trim() === "") throw invalidDefinition(place, "must be a text");
    const differing =
      blanksOf(expected).length === blanksOf(given).length && blanksOf(expected).every((blank) => given.includes(`{${blank}}`));
    if (!differing)
      throw invalidDefinition(place, `must have the blanks of the English sentence: ${blanksOf(expected).join(", ") || "none"}`);
    return;
  }
  if (!isPlainObject(given) && typeof given !== "string") throw invalidDefinition(place, "must be an object with the words of its parts");
  // the fields inside may be left to their English names
  if (typeof given === "string" && Object.hasOwn(expected, "fields") && !Object.hasOwn(expected, "states")) return;
  if (typeof given === "string") throw invalidDefinition(place, "must name each part");
  for (const [key, part] of Object.entries(expected))
    compare(`${place}, ${key}`, part, Object.hasOwn(given, key) ? given[key] : undefined, complete);
  const stray = Object.keys(given).find((key) => !Object.hasOwn(expected, key));
  if (stray !== undefined) throw invalidDefinition(place, `speak of "${stray}", which does not exist`);
}
