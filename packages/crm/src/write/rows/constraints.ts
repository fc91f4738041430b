import { defineRefusal, KehuError, type Refusal, refused } from "@kehu/core";
import { DatabaseRefusal } from "../../database/failures.js";
import type { Registry } from "../../registry.js";
import { constraintsOf } from "../../schema/record-table.js";

export const uniqueTaken = defineRefusal(
  "crm/already-exists",
  "There is already a {record} with this {fields}; look it up, or change the value.",
);
export const overlaps = defineRefusal(
  "crm/overlaps",
  "There is already a {record} with the same {fields} on one of these days; change the dates or end the other one first.",
);

const known = new WeakMap<
  Registry,
  ReadonlyMap<string, { readonly record: string; readonly kind: "unique" | "noOverlap"; readonly fields: readonly string[] }>
>();
function constraints(registry: Registry) {
  const found = known.get(registry);
  if (found) return found;
  const all = new Map(
    [...registry.records.values()].flatMap((entry) =>
      [...constraintsOf(entry.table)].map(
        ([name, each]) => [`${entry.table.name} ${name}`, { record: entry.record.name, ...each }] as const,
      ),
    ),
  );
  known.set(registry, all);
  return all;
}

/** What ended a write, as its caller hears it: a refusal that a definition threw, and what the database refused, in the words of the definition that it stands for. */
export function explained(registry: Registry, error: unknown): unknown {
  if (isRefusal(error)) return refused(error);
  if (!(error instanceof DatabaseRefusal)) return error;
  const broken = constraints(registry).get(`${error.table} ${error.constraint}`);
  if (!broken)
    return new KehuError(
      "crm/database-error",
      "The database refused the write; nothing of it was kept. Tell the maintainers which call it was.",
      { details: { sqlState: error.sqlState }, cause: error },
    );
  const blanks = { record: broken.record, fields: broken.fields.join(", ") };
  return refused(broken.kind === "unique" ? uniqueTaken(blanks) : overlaps(blanks), { cause: error });
}

/** `throw notCovered(…)` compiles as well as `work.refuse(notCovered(…))`, and means the same. */
const isRefusal = (thrown: unknown): thrown is Refusal =>
  typeof thrown === "object" &&
  thrown !== null &&
  !(thrown instanceof Error) &&
  "code" in thrown &&
  "message" in thrown &&
  "details" in thrown;
