import { type FieldInfo, readShape } from "@kehu/core/engine";
import type { RecordEntry } from "../../registry.js";
import type { AnyStored } from "../../schema/row.js";

/** What stands where a text was that a record cannot do without. */
export const erasedText = "erased";

/** What stands in the place of a value that may not be empty and is no text: it cannot be erased. */
const stuck = Symbol("stuck");

/** True where a record's fields, or what its transitions are given, are marked as personal. */
export function holdsPersonal({ record, transitions }: RecordEntry): boolean {
  const shapes = [record.info, ...transitions.map(({ input, name }) => readShape(input ?? {}, name))];
  return shapes.some((shape) => Object.values<FieldInfo>(shape).some(isPersonal));
}
const isPersonal = (info: FieldInfo): boolean =>
  info.personal !== undefined || (info.item !== undefined && isPersonal(info.item)) || Object.values(info.fields ?? {}).some(isPersonal);

/** A field without what is personal in it: absent, an empty list, or a text that says so; the value itself where nothing is. */
export function emptied(entry: RecordEntry, record: AnyStored, field: string): unknown {
  const value = record[field];
  const without = withoutPersonal(entry.record.info[field] as FieldInfo, value);
  return same(without, value) ? value : without;
}
/** True where something personal in a field can be neither left out nor replaced. */
export const cannotErase = (entry: RecordEntry, record: AnyStored, field: string): boolean =>
  hasStuck(withoutPersonal(entry.record.info[field] as FieldInfo, record[field]));

function withoutPersonal(info: FieldInfo, value: unknown): unknown {
  if (value === undefined || value === null) return value;
  if (info.personal !== undefined) return replacement(info);
  if (info.item) return (value as readonly unknown[]).map((item) => withoutPersonal(info.item as FieldInfo, item));
  if (!info.fields || typeof value !== "object") return value;
  const entries = Object.entries(value).map(([name, inner]) => {
    const known = info.fields?.[name];
    return [name, known ? withoutPersonal(known, inner) : inner] as const;
  });
  return Object.fromEntries(entries.filter(([, inner]) => inner !== undefined));
}

function replacement(info: FieldInfo): unknown {
  if (info.kind === "list") return [];
  if (info.optional && !info.hasDefault) return undefined;
  return info.kind === "text" ? erasedText.slice(0, info.maxLength) : stuck;
}

const hasStuck = (value: unknown): boolean =>
  value === stuck || (typeof value === "object" && value !== null && Object.values(value).some(hasStuck));
const same = (one: unknown, other: unknown): boolean => !hasStuck(one) && JSON.stringify(one) === JSON.stringify(other);
