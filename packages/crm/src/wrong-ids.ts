import { idPrefix, type Schema, type Shape } from "@kehu/core";
import { type FieldInfo, prefixOf } from "@kehu/core/engine";
import { infoOf, type Problem, problemOf } from "./problems.js";

/** What stands in an input in the place of an id, and is none of the record type that is meant there; it is not repeated. */
export function wrongIds(shape: Shape | Schema, value: unknown): readonly Problem[] {
  const info = infoOf(shape);
  return info && holdsReferences(info) ? wrongIn(info, value, "") : [];
}

const known = new WeakMap<FieldInfo, boolean>();
/** Most inputs are seen to hold none without looking at their values. */
function holdsReferences(info: FieldInfo): boolean {
  const holds = known.get(info) ?? (info.reference !== undefined || insideOf(info).some((inner) => holdsReferences(inner)));
  known.set(info, holds);
  return holds;
}
const insideOf = ({ item, fields }: FieldInfo): readonly FieldInfo[] => [...(item ? [item] : []), ...Object.values(fields ?? {})];

function wrongIn(info: FieldInfo, value: unknown, path: string): readonly Problem[] {
  if (info.reference) return typeof value === "string" ? wrongId(info.reference.target, value, path) : [];
  if (typeof value !== "object" || value === null || !holdsReferences(info)) return [];
  const within = path === "" ? "" : `${path}.`;
  return Object.entries(value).flatMap(([name, inner]) => {
    const part = info.item ?? (info.fields && Object.hasOwn(info.fields, name) ? info.fields[name] : undefined);
    return part ? wrongIn(part, inner, `${within}${name}`) : [];
  });
}

/** Of which record types there are ids is not known here: an id of any is seen to be one by its form. */
function wrongId(target: string, id: string, path: string): readonly Problem[] {
  const prefix = prefixOf(id);
  if (target === "*") return prefix === undefined ? [problemOf(path, "wrong", { expected: "anyId" })] : [];
  return prefix === idPrefix(target) ? [] : [problemOf(path, "wrong", { expected: "idOf", prefix: idPrefix(target) })];
}
