import { type Actor, type AnyRecord, type Description, type FieldDescription, refused } from "@kehu/core";
import { type FieldInfo, readShape, shortName } from "@kehu/core/engine";
import { grantsFor } from "../read/access.js";
import { notGranted } from "../read/refusals.js";
import type { Registry } from "../registry.js";
import { languageOf } from "./language.js";
import { transitionWords, wordAt, wordsOf } from "./words.js";

type Tree = ReturnType<typeof wordsOf>;

/** A record type in words, for forms and columns: without what is hidden from the actor in every grant. */
export function describe(
  { registry, actor }: { readonly registry: Registry; readonly actor: Actor },
  record: AnyRecord,
  locale = "en",
): Description {
  const grants = grantsFor(registry, actor, "read", record.name);
  if (grants.length === 0) throw refused(notGranted({ actor: actor.id, verb: "read", name: record.name }));
  const hidden = (field: string): boolean => grants.every((grant) => grant.hide?.includes(field));
  const words = wordsOf(registry, record, locale);
  const fields = fieldsIn(record.info, words, ["fields"], record.managed as readonly string[]).filter((field) => !hidden(field.name));
  const states = record.states.map((state: string) => ({ value: state, label: wordAt(words, ["states", state], state) }));
  const transitions = (registry.records.get(record.name)?.transitions ?? [])
    .filter((transition) => grantsFor(registry, actor, "apply", transition.name).length > 0)
    .map((transition) => {
      const own = transitionWords(registry, transition, locale);
      const input = fieldsIn(readShape(transition.input ?? {}, transition.name), own, ["input"], []);
      return { name: transition.name, label: wordAt(own, [], shortName(transition.name)), from: transition.from, input };
    });
  return {
    record: record.name,
    label: wordAt(words, [], record.name),
    locale: languageOf(locale, ["en", "zh-CN", ...registry.packs.flatMap((pack) => Object.keys(pack.locales))]),
    fields,
    states,
    transitions,
  };
}

function fieldsIn(
  fields: Readonly<Record<string, FieldInfo>>,
  words: Tree,
  path: readonly string[],
  managed: readonly string[],
): readonly FieldDescription[] {
  return Object.entries(fields).map(([name, info]) => {
    const inner = info.kind === "list" ? info.item : info;
    return {
      name,
      label: wordAt(words, [...path, name], name),
      kind: info.kind,
      required: !info.optional,
      managed: managed.includes(name),
      ...(info.options && {
        options: info.options.map((value) => ({ value, label: wordAt(words, [...path, name, "options", value], value) })),
      }),
      ...(inner?.reference && { references: inner.reference.target }),
      ...(info.personal && { personal: info.personal }),
      ...(info.maxLength !== undefined && { maxLength: info.maxLength }),
      ...(inner?.fields && { fields: fieldsIn(inner.fields, words, [...path, name, "fields"], []) }),
    };
  });
}
