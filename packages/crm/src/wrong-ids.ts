import { idPrefix, type Schema, type Shape } from "@kehu/core";
import { type FieldInfo, prefixOf } from "@kehu/core/engine";
import { infoOf, type Problem, problemOf } from "./problems.js";

/** What stands in an input in the place of an id, and is none of the record type that is meant there; it is not repeated. */
export function wrongIds(shape: Shape | Schema, value: unknown): readonly Problem[] {
  const info = infoOf(shape);
  return info && holdsReferences(info) ? wrongIn(info, value, "") : [];
}

/** Most inputs are seen to hold none without looking at their values. */
const holdsReferences = (info: FieldInfo): boolean =>
  info.reference !== undefined || (info.item !== undefined && holdsReferences(info.item)) || holdersOf(info).length > 0;

type Holders = readonly (readonly [name: string, info: FieldInfo])[];
const holders = new WeakMap<FieldInfo, Holders>();
/** The fields of a group that hold references. */
function holdersOf(info: FieldInfo): Holders {
  const known = holders.get(info) ?? Object.entries(info.fields ?? {}).filter(([, inner]) => holdsReferences(inner));
  holders.set(info, known);
  return known;
}

function wrongIn(info: FieldInfo, value: unknown, path: string): readonly Problem[] {
  if (info.reference) return typeof value === "string" ? wrongId(info.reference.target, value, path) : [];
  if (typeof value !== "object" || value === null || !holdsReferences(info)) return [];
  const within = path === "" ? "" : `${path}.`;
  const { item } = info;
  if (item) return Object.entries(value).flatMap(([name, inner]) => wrongIn(item, inner, `${within}${name}`));
  return holdersOf(info).flatMap(([name, inner]) =>
    Object.hasOwn(value, name) ? wrongIn(inner, (value as Readonly<Record<string, unknown>>)[name], `${within}${name}`) : [],
  );
}

/** Of which record types there are ids is not known here: an id of any is seen to be one by its form. */
function wrongId(target: string, id: string, path: string): readonly Problem[] {
  const prefix = prefixOf(id);
  if (target === "*") return prefix === undefined ? [problemOf(path, "wrong", { expected: "anyId" })] : [];
  return prefix === idPrefix(target) ? [] : [problemOf(path, "wrong", { expected: "idOf", prefix: idPrefix(target) })];
}
