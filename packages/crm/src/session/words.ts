import { englishName, type Pack, shortName } from "@kehu/core";
import type { Registry } from "../registry.js";

type Tree = { readonly [key: string]: string | Tree | undefined };

/** The words of a definition in a language: the pack's own, else English, else what its name says. */
export function wordsOf(registry: Registry, definition: object, locale: string): Tree {
  const found = keyOf(registry, definition);
  if (!found) return {};
  const tree = (name: string): unknown => found.pack.locales[name]?.[found.key];
  return { ...asTree(tree("en")), ...asTree(tree(locale)) };
}
const asTree = (words: unknown): Tree => (typeof words === "string" ? { name: words } : ((words ?? {}) as Tree));

/** A word at a path of such a tree; a word may stand alone or beside its options. */
export function wordAt(tree: Tree, path: readonly string[], name: string): string {
  let here: string | Tree | undefined = tree;
  for (const key of path) here = typeof here === "object" && Object.hasOwn(here, key) ? here[key] : undefined;
  if (typeof here === "object") here = here["name"];
  return typeof here === "string" ? here : englishName(name);
}

const keys = new WeakMap<Registry, Map<object, { readonly pack: Pack; readonly key: string }>>();
function keyOf(registry: Registry, definition: object): { readonly pack: Pack; readonly key: string } | undefined {
  let known = keys.get(registry);
  if (!known) {
    known = new Map(
      registry.packs.flatMap((pack) => Object.entries(pack.definitions).map(([key, each]) => [each as object, { pack, key }] as const)),
    );
    keys.set(registry, known);
  }
  return known.get(definition);
}

/** The lifecycle that a transition belongs to, and its name there. */
export function transitionWords(registry: Registry, transition: { readonly name: string }, locale: string): Tree {
  for (const pack of registry.packs)
    for (const definition of Object.values(pack.definitions)) {
      if (definition.kind !== "lifecycle") continue;
      const short = shortName(transition.name);
      const here = (definition as unknown as Readonly<Record<string, { readonly name: string } | undefined>>)[short];
      if (here?.name !== transition.name) continue;
      const words = wordsOf(registry, definition, locale)[short];
      return asTree(words);
    }
  return {};
}
