import { type AnyDefinition, type CodeWords, fillBlanks, type Pack, transitionsOf } from "@kehu/core";
import { blanksOf, isMoney, isPhrase, writeMoney } from "@kehu/core/engine";
import { inWords, type Problem } from "../problems.js";
import { type OwnWords, ownWords } from "./own-words.js";
import { labelKnown, labelOf, transitionWords, wordAt, wordsOf } from "./words.js";

type Values = Readonly<Record<string, unknown>>;
/** A refusal on its way into a language. */
export interface Telling {
  readonly packs: readonly Pack[];
  readonly code: string;
  readonly details: Values;
  /** As it was asked for. */
  readonly locale: string;
  /** In which the runtime's own words are. */
  readonly language: string;
  /** Says another refusal that fills a blank. */
  readonly say: (refusal: never) => string;
}

/** Which codes fill the blanks of the sentences of the core and the runtime, by what the blank is called. */
const runtimeBlanks: Readonly<Record<string, CodeWords>> = {
  ...Object.fromEntries(
    ["record", "records", "target", "parent", "name", "what", "role", "operation", "query", "parameter", "definition", "transition"].map(
      (blank) => [blank, { nameOf: "definition" }],
    ),
  ),
  verb: { nameOf: "verb" },
  ...Object.fromEntries(["field", "fields"].map((blank) => [blank, { fieldOf: "{record}" }])),
  ...Object.fromEntries(["state", "states", "initial", "origin", "last"].map((blank) => [blank, { stateOf: "{record}" }])),
};
const isOfRuntime = (code: string): boolean => code.startsWith("core/") || code.startsWith("crm/");

/** A sentence with its blanks filled, in the words of whoever reads it. What else the details tell is for programs. */
export function filled(sentence: string, telling: Telling): string {
  const codes = codesOf(telling);
  return fillBlanks(
    sentence,
    Object.fromEntries(
      blanksOf(sentence)
        .filter((blank) => Object.hasOwn(telling.details, blank))
        .map((blank) => [blank, spoken(telling, telling.details[blank], Object.hasOwn(codes, blank) ? codes[blank] : undefined)]),
    ),
  );
}

function codesOf({ packs, code, details }: Telling): Readonly<Record<string, CodeWords | undefined>> {
  if (isOfRuntime(code)) return { ...runtimeBlanks, ...ofTransition(packs, details) };
  const refusal = definitionsOf(packs).find((each) => each.kind === "refusal" && each.code === code);
  const codes = refusal?.kind === "refusal" ? refusal.codes : {};
  return { ...conventional(packs, code, details), ...ofTransition(packs, details), ...codes };
}
const definitionsOf = (packs: readonly Pack[]): readonly AnyDefinition[] => packs.flatMap((pack) => Object.values(pack.definitions));

/** The states that are told beside a transition are those of its record. */
function ofTransition(packs: readonly Pack[], { transition }: Values): Readonly<Record<string, CodeWords>> {
  const found = definitionsOf(packs)
    .flatMap((each) => (each.kind === "lifecycle" ? transitionsOf(each) : []))
    .find(({ name }) => name === transition);
  if (!found) return {};
  const words = { stateOf: found.record.name };
  return { transition: { nameOf: "definition" }, state: words, from: words };
}

/** The blanks in which a pack names a record type, and those in which it names a field, also one of a single word. */
const recordBlanks: ReadonlySet<string> = new Set(["record", "target", "parent"]);
const fieldBlanks: ReadonlySet<string> = new Set(["field", "earlier", "later"]);
/** What a pack's sentence names as the code does, such as `lossOn`, without having said so: by the records of the pack. */
function conventional(packs: readonly Pack[], code: string, details: Values): Readonly<Record<string, CodeWords>> {
  const pack = packs.find(({ name }) => code.startsWith(`${name}/`));
  const records = Object.values(pack?.definitions ?? {}).filter((definition) => definition.kind === "record");
  return Object.fromEntries(
    Object.entries(details).flatMap(([blank, value]): readonly (readonly [string, CodeWords])[] => {
      if (typeof value !== "string") return [];
      if (recordBlanks.has(blank)) return [[blank, { nameOf: "definition" }]];
      const isName = fieldBlanks.has(blank) || /[a-z][A-Z]/.test(value);
      const record = isName ? records.find(({ info }) => Object.hasOwn(info, value)) : undefined;
      return record ? [[blank, { fieldOf: record.name }]] : [];
    }),
  );
}

function spoken(telling: Telling, value: unknown, words: CodeWords | undefined): unknown {
  if (typeof value === "string") return words ? named(telling, value, words) : value;
  if (isMoney(value)) return writeMoney(value, telling.locale);
  if (Array.isArray(value)) return listed(telling, value, words);
  if (isPhrase(value)) {
    const { phrases } = ownWords(telling.language);
    const text = (Object.hasOwn(phrases, value.phrase) ? phrases[value.phrase] : undefined) ?? value.phrase;
    return filled(text, { ...telling, code: "crm/phrase", details: value.values });
  }
  if (typeof value === "object" && value !== null && "code" in value) return telling.say(value as never).replace(/[.。]$/, "");
  return value;
}

/** The problems of an input are sentences, and so are refusals; other things of a list are names or values. */
function listed(telling: Telling, items: readonly unknown[], words: CodeWords | undefined): string {
  if (items.some(isSentence))
    return problemsIn(
      telling,
      items.map((item) => (isProblem(item) ? item : { path: "", problem: String(spoken(telling, item, words)) })),
    );
  return items.map((item) => String(spoken(telling, item, words))).join(ownWords(telling.language).between);
}
const has = (item: unknown, key: string): boolean => typeof item === "object" && item !== null && key in item;
const isProblem = (item: unknown): item is Problem => has(item, "path") && has(item, "problem");
const isSentence = (item: unknown): boolean => isProblem(item) || has(item, "code");

/** One name, or several with commas between them. */
function named(telling: Telling, value: string, words: CodeWords): string {
  const { between } = ownWords(telling.language);
  return value
    .split(", ")
    .map((each) => wordOf(telling, each, words))
    .join(between);
}

function wordOf(telling: Telling, code: string, words: CodeWords): string {
  const { packs, locale, language } = telling;
  const own = ownWords(language);
  if ("nameOf" in words) {
    if (words.nameOf === "verb") return at(own.verbs, code) ?? code;
    return at(own.queries, code)?.name ?? definitionWord(packs, code, locale);
  }
  const [name, path] = placeOf(words);
  const asked = name === "{record}" ? telling.details["record"] : name;
  const record = definitionsOf(packs).find((each) => each.kind === "record" && each.name === asked);
  if (record?.kind !== "record") return inputWord(telling, code, words);
  if ("fieldOf" in words && !Object.hasOwn(record.info, code)) return at(own.fields, code) ?? code;
  return wordAt(wordsOf({ packs }, record, locale), [...path, code], code);
}
/** A definition that no pack has is called what its name says; what is no such name, such as an address, stays as it is. */
const definitionWord = (packs: readonly Pack[], name: string, locale: string): string =>
  /^[a-z-]+\/[a-z0-9-]+$/.test(name) ? labelOf(packs, name, locale) : (labelKnown(packs, name, locale) ?? name);
/** Fields that are told beside a transition are those of its input. */
function inputWord({ packs, details, locale }: Telling, code: string, words: CodeWords): string {
  const { transition } = details;
  if (!("fieldOf" in words) || typeof transition !== "string") return code;
  const tree = transitionWords({ packs }, { name: transition }, locale);
  return Object.keys(tree).length === 0 ? code : wordAt(tree, ["input", code], code);
}
function placeOf(words: Exclude<CodeWords, { readonly nameOf: unknown }>): readonly [record: string, path: readonly string[]] {
  if ("stateOf" in words) return [words.stateOf, ["states"]];
  return "fieldOf" in words ? [words.fieldOf, ["fields"]] : [words.optionOf, ["fields", words.field, "options"]];
}

/** The problems of an input stand in the details one by one: their places and options are those of the record or the input that was asked for. */
function problemsIn(telling: Telling, problems: readonly Problem[]): string {
  const { packs, details, locale, language } = telling;
  const own = ownWords(language);
  const given = details["record"] ?? details["what"];
  const name = isPhrase(given) ? given.values["name"] : given;
  const query = typeof name === "string" ? at(own.queries, name) : undefined;
  const form = typeof name === "string" ? formOf(packs, name, locale) : { tree: {}, part: "fields" };
  const { tree, part } = query ? { tree: query, part: "input" } : form;
  return inWords(
    problems.map((problem) => placed(problem, { tree, part, own })),
    language,
  );
}
interface Form {
  readonly tree: ReturnType<typeof wordsOf>;
  readonly part: string;
}
function formOf(packs: readonly Pack[], name: string, locale: string): Form {
  if (name.includes("#")) return { tree: transitionWords({ packs }, { name }, locale), part: "input" };
  const definition = definitionsOf(packs).find((each) => "name" in each && each.name === name);
  return { tree: definition ? wordsOf({ packs }, definition, locale) : {}, part: definition?.kind === "record" ? "fields" : "input" };
}

function placed(problem: Problem, { tree, part, own }: Form & { readonly own: OwnWords }): Problem {
  let here: Form["tree"][string] = tree;
  let inside = part;
  const words: string[] = [];
  for (const step of problem.path.split(".")) {
    const inner: Form["tree"][string] = typeof here === "object" ? here[inside] : undefined;
    const next: Form["tree"][string] = typeof inner === "object" && Object.hasOwn(inner, step) ? inner[step] : undefined;
    if (next === undefined && /^\d+$/.test(step) && words.length > 0) words.push(fillBlanks(own.item, { position: Number(step) + 1 }));
    else if (next === undefined) words.push(step === "" ? "" : (at(own.fields, step) ?? fillBlanks(own.code, { code: step })));
    else {
      words.push(typeof next === "string" ? next : typeof next["name"] === "string" ? next["name"] : step);
      here = next;
      inside = "fields";
    }
  }
  // a state has no place among the fields, and its words stand beside them
  if (problem.path.split(".").includes("state")) here = { options: tree["states"] };
  const options = typeof here === "object" && typeof here["options"] === "object" ? here["options"] : {};
  const fields = typeof tree["fields"] === "object" ? tree["fields"] : {};
  const listed = (blank: "options" | "names", wordFor: (code: string) => string): Readonly<Record<string, string>> => {
    const codes = problem.values?.[blank];
    return typeof codes === "string" ? { [blank]: codes.split(", ").map(wordFor).join(own.between) } : {};
  };
  const values = problem.values && {
    ...problem.values,
    ...listed("options", (option) => at(options as Readonly<Record<string, string>>, option) ?? option),
    ...listed("names", (name) => wordIn(options, name) ?? wordIn(fields, name) ?? at(own.fields, name) ?? name),
  };
  return { ...problem, path: words.join(own.within), ...(values && { values }) };
}

/** A word that stands alone, or beside what is inside of it. */
function wordIn(words: Form["tree"], code: string): string | undefined {
  const word = at(words, code);
  const name = typeof word === "object" ? word["name"] : word;
  return typeof name === "string" ? name : undefined;
}

/** `constructor` is neither a locale nor a code. */
export const at = <T>(table: Readonly<Record<string, T>> | undefined, key: string): T | undefined =>
  table && Object.hasOwn(table, key) ? table[key] : undefined;

export const unfilled = (sentence: string, details: Values): boolean =>
  blanksOf(sentence).some((blank) => !Object.hasOwn(details, blank) || (details[blank] ?? undefined) === undefined);
