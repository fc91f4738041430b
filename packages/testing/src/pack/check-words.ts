import { blanksOf, englishName, expectedWords } from "@kehu/core/engine";
import type { Contents } from "./contents.js";
import type { Finding } from "./finding.js";

type Tree = { readonly [key: string]: string | Tree };

/** The Chinese words: all of them, in Chinese, with the blanks of the English sentence. */
export function checkWords({ pack }: Contents): readonly Finding[] {
  return Object.entries(pack.definitions).flatMap(([key, definition]) => {
    const expected = expectedWords(definition);
    if (expected === undefined) return [];
    const english = pack.locales["en"]?.[key];
    const chinese = pack.locales["zh-CN"]?.[key];
    return [...compare([key], expected, chinese, english), ...sameWords([key], chinese)];
  });
}

/** Of states, and of options, nobody could tell two apart that have the same word. */
function sameWords(path: readonly string[], words: unknown): readonly Finding[] {
  if (typeof words !== "object" || words === null) return [];
  return Object.entries(words).flatMap(([name, inner]) => {
    if ((name !== "states" && name !== "options") || typeof inner !== "object" || inner === null) return sameWords([...path, name], inner);
    const values = Object.entries(inner as Readonly<Record<string, unknown>>);
    return values.flatMap(([value, word], index) => {
      const other = values.findIndex(([, each]) => each === word);
      return other === index
        ? []
        : [
            {
              check: "words-twice" as const,
              place: `The zh-CN words, ${[...path, name, value].join(".")},`,
              problem: `are those of ${values[other]?.[0]}, too ("${String(word)}")`,
              remedy: "Give each a word of its own",
            },
          ];
    });
  });
}

function compare(path: readonly string[], expected: string | Tree, given: unknown, english: unknown): readonly Finding[] {
  if (typeof expected === "string") return compareWord(path, expected, given, english);
  const part = (tree: unknown, name: string): unknown =>
    typeof tree === "object" && tree !== null && Object.hasOwn(tree, name) ? (tree as Tree)[name] : undefined;
  return Object.entries(expected).flatMap(([name, inner]) => compare([...path, name], inner, part(given, name), part(english, name)));
}

function compareWord(path: readonly string[], expected: string, given: unknown, english: unknown): readonly Finding[] {
  const place = `The zh-CN words, ${path.join(".")},`;
  if (typeof given !== "string" || given.trim() === "")
    return [{ check: "words-missing", place, problem: "are missing", remedy: "Say it in locales/zh-CN.ts" }];
  const named = path.at(-1) === "name" ? (path.at(-2) as string) : (path.at(-1) as string);
  const inEnglish = typeof english === "string" ? english : expected === "" ? englishName(named) : expected;
  const differing =
    blanksOf(inEnglish).length !== blanksOf(given).length || blanksOf(inEnglish).some((blank) => !blanksOf(given).includes(blank));
  if (differing)
    return [
      {
        check: "words-blanks",
        place,
        problem: `have the blanks ${listed(blanksOf(given))} where the English has ${listed(blanksOf(inEnglish))}`,
        remedy: "Use the same blanks",
      },
    ];
  const problem = whyUntranslated(given, inEnglish);
  return problem === undefined ? [] : [{ check: "words-untranslated", place, problem, remedy: "Translate it in locales/zh-CN.ts" }];
}

/** A single foreign word, such as VIN or WeChat, is at home in Chinese; a phrase is not. */
function whyUntranslated(given: string, english: string): string | undefined {
  if (given === english) return `are the English ones ("${given}")`;
  const plain = given.replace(/\{\w+\}/g, "");
  if (!/\p{Script=Han}/u.test(plain)) return `have no Chinese character ("${given}")`;
  const phrase = /(?<![A-Za-z])[A-Za-z][a-z]+ [A-Za-z][a-z]*(?: [A-Za-z][a-z]*)*/.exec(plain)?.[0];
  return phrase === undefined ? undefined : `hold the English phrase "${phrase}"`;
}

const listed = (blanks: readonly string[]): string => blanks.map((blank) => `{${blank}}`).join(", ") || "none";
