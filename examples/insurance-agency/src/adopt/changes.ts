import { both } from "report-kit";
import type { Refused } from "./intake.js";

type Fields = Readonly<Record<string, unknown>>;

/** Refusals of what was taken in before with other content: rows that are adopted are known by their source, steps by their key. */
export const isChanged = (code: string): boolean => code === "crm/adopted-otherwise" || code === "crm/key-reused";

/**
 * The columns in which a row says something else than the record that was made of it.
 *
 * @param columns - in which column a field of the record stands; of a list of kinds, such as `contactPoints.email`
 * @param moving - fields that go on by themselves after a record was taken in, which therefore say nothing once it was changed
 */
export function changedColumns(
  said: Fields,
  record: Fields,
  { columns, moving = [] }: { readonly columns: Readonly<Record<string, string>>; readonly moving?: readonly string[] },
): readonly string[] {
  const isMoved = Number(record["version"] ?? 1) > 1;
  const compared = Object.keys(columns).filter((path) => {
    const [field = ""] = path.split(".");
    return !(isMoved && moving.includes(field)) && (field in said || field in record);
  });
  return [...new Set(compared.filter((path) => !isSame(at(said, path), at(record, path))).map((path) => columns[path] as string))];
}

/** What a row that was changed after it had been taken in is told. */
export const changeNotTaken = (changed: readonly string[]): Refused => ({
  column: changed.join(" "),
  reason:
    changed.length === 0
      ? both(
          "The row was taken in before with other content; in which column cannot be told any more",
          "该行此前已按其他内容录入，已无法判断是哪一列",
        )
      : both(
          `The row was taken in before with another ${changed.join(", ")}; the CRM keeps what it has`,
          `该行此前录入时 ${changed.join("、")} 不同；CRM 保留原有内容`,
        ),
  remedy: both(
    "change it in the CRM itself, or take all files in anew with another --directory or database",
    "请直接在 CRM 中更改，或用另一个 --directory 或数据库重新录入全部文件",
  ),
});

/** `contactPoints.email` is the value of the contact point of that kind. */
function at(fields: Fields, path: string): unknown {
  const [field = "", kind] = path.split(".");
  const value = fields[field];
  if (kind === undefined) return value;
  const items = Array.isArray(value) ? (value as readonly { readonly kind?: unknown; readonly value?: unknown }[]) : [];
  return items.find((item) => item.kind === kind)?.value;
}

/** What a row leaves empty may be a default of the record. */
function isSame(said: unknown, kept: unknown): boolean {
  if (said === undefined) return kept === undefined || kept === false || kept === 0 || (Array.isArray(kept) && kept.length === 0);
  return JSON.stringify(sorted(said)) === JSON.stringify(sorted(kept));
}
const sorted = (value: unknown): unknown =>
  Array.isArray(value)
    ? value.map(sorted)
    : typeof value === "object" && value !== null
      ? Object.fromEntries(
          Object.entries(value)
            .sort(([a], [b]) => (a < b ? -1 : 1))
            .map(([name, each]) => [name, sorted(each)]),
        )
      : value;
