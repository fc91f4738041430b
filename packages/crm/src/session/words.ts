import { type AnyLifecycle, type AnyTransition, type Pack, transitionsOf } from "@kehu/core";
import { englishName, shortName } from "@kehu/core/engine";
import { languageOf } from "./language.js";

/** What knows the packs: a registry. */
interface Packs {
  readonly packs: readonly Pack[];
}

type Tree = { readonly [key: string]: string | Tree | undefined };

/** The words of a definition in a language: the pack's own, else English, else what its name says. */
export function wordsOf({ packs }: Packs, definition: object, locale: string): Tree {
  const found = keyOf(packs, definition);
  if (!found) return {};
  const tree = (name: string): unknown => found.pack.locales[name]?.[found.key];
  return over(asTree(tree("en")), asTree(tree(languageOf(locale, Object.keys(found.pack.locales)))));
}
/** One language over another: what it does not say is said in the other. */
function over(under: Tree, words: Tree): Tree {
  const merged = Object.entries(words).map(([key, word]) => {
    const other = Object.hasOwn(under, key) ? under[key] : undefined;
    return [key, typeof word === "object" && other !== undefined ? over(asTree(other), word) : word];
  });
  return { ...under, ...Object.fromEntries(merged) };
}
const asTree = (words: unknown): Tree => (typeof words === "string" ? { name: words } : ((words ?? {}) as Tree));

/** A word at a path of such a tree; a word may stand alone or beside its options. */
export function wordAt(tree: Tree, path: readonly string[], name: string): string {
  let here: string | Tree | undefined = tree;
  for (const key of path) here = typeof here === "object" && Object.hasOwn(here, key) ? here[key] : undefined;
  if (typeof here === "object") here = here["name"];
  return typeof here === "string" ? here : englishName(name);
}

const keys = new WeakMap<readonly Pack[], Map<object, { readonly pack: Pack; readonly key: string }>>();
function keyOf(packs: readonly Pack[], definition: object): { readonly pack: Pack; readonly key: string } | undefined {
  let known = keys.get(packs);
  if (!known) {
    known = new Map(
      packs.flatMap((pack) => Object.entries(pack.definitions).map(([key, each]) => [each as object, { pack, key }] as const)),
    );
    keys.set(packs, known);
  }
  return known.get(definition);
}

/** The words of a transition, by its name. An input without a word of its own is called what the field of the record with its name is. */
export function transitionWords({ packs }: Packs, { name }: { readonly name: string }, locale: string): Tree {
  const found = transitionNamed(packs, name);
  if (!found) return {};
  const { input = {}, record } = found.transition;
  const own = asTree(wordsOf({ packs }, found.lifecycle, locale)[shortName(name)]);
  const fields = Object.entries(asTree(wordsOf({ packs }, record, locale)["fields"])).filter(([field]) => Object.hasOwn(input, field));
  return fields.length === 0 ? own : { ...own, input: over(Object.fromEntries(fields), asTree(own["input"])) };
}

function transitionNamed(
  packs: readonly Pack[],
  name: string,
): { readonly lifecycle: AnyLifecycle; readonly transition: AnyTransition } | undefined {
  for (const pack of packs)
    for (const lifecycle of Object.values(pack.definitions)) {
      if (lifecycle.kind !== "lifecycle") continue;
      const transition = transitionsOf(lifecycle).find((each) => each.name === name);
      if (transition) return { lifecycle, transition };
    }
  return undefined;
}

/** What people call a definition, by its name; what its name says where no pack has words for it. */
export const labelOf = (packs: readonly Pack[], name: string, locale: string): string =>
  labelKnown(packs, name, locale) ?? wordAt({}, [], name);

/** The same; undefined where no pack defines it. */
export function labelKnown(packs: readonly Pack[], name: string, locale: string): string | undefined {
  const found = transitionNamed(packs, name);
  if (found) return wordAt(transitionWords({ packs }, found.transition, locale), [], shortName(name));
  const definition = packs
    .flatMap((pack) => Object.values(pack.definitions))
    .find((each) => "name" in each && each.name === name && each.kind !== "rule");
  return definition && wordAt(wordsOf({ packs }, definition, locale), [], name);
}
