import { idPrefix } from "@kehu/core";
import { type FieldInfo, idOf, prefixOf, uuidOf } from "@kehu/core/engine";
import { isUnkeepable } from "../parse.js";
import type { Expected, Fault, FaultValues } from "../problems.js";
import type { Registry } from "../registry.js";
import type { SqlType } from "../schema/table.js";

/** A value as a filter compares it: `parameter` beside a column, `json` beside a value in `data`. */
export interface Given {
  readonly parameter: unknown;
  readonly json: unknown;
}
interface Wrong {
  readonly fault: Fault;
  readonly values?: FaultValues;
}

/** Reads a value that a caller gave for a scalar field, money aside. */
export function readValue(registry: Pick<Registry, "byPrefix">, info: FieldInfo, value: unknown): Given | Wrong {
  const same = (given: unknown): Given => ({ parameter: given, json: given });
  switch (info.kind) {
    case "integer":
      return Number.isSafeInteger(value) ? same(value) : expected("integer");
    case "number":
      return typeof value === "number" && Number.isFinite(value) ? same(value) : expected("number");
    case "boolean":
      return typeof value === "boolean" ? same(value) : expected("boolean");
    case "choice":
      return info.options?.includes(String(value)) && typeof value !== "object"
        ? { parameter: String(value), json: value }
        : { fault: "not-an-option", values: { options: (info.options ?? []).join(", ") } };
    case "date":
      return typeof value === "string" && isDay(value) ? same(value) : expected("date");
    case "instant": {
      const instant = typeof value === "string" ? instantOf(value) : undefined;
      return instant === undefined ? { fault: "no-instant" } : same(instant);
    }
    case "reference":
      return readReference(registry, info, value);
    default:
      return typeof value === "string" && !isUnkeepable(value) ? same(value) : expected("text");
  }
}

const expected = (kind: Expected): Wrong => ({ fault: "wrong", values: { expected: kind } });

function readReference(registry: Pick<Registry, "byPrefix">, info: FieldInfo, value: unknown): Given | Wrong {
  const target = info.reference?.target ?? "*";
  const prefix = typeof value === "string" ? prefixOf(value) : undefined;
  const record = target === "*" ? registry.byPrefix.get(prefix ?? "")?.record.name : target;
  if (record === undefined) return expected("anyId");
  if (typeof value !== "string" || prefix !== idPrefix(record))
    return { fault: "wrong", values: { expected: "idOf", prefix: idPrefix(record) } };
  const uuid = uuidOf(record, value);
  const id = idOf(record, uuid);
  return { parameter: target === "*" ? id : uuid, json: id };
}

/** A calendar date of the years 1 to 9999 that exists. */
function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text) || text < "0001-01-01") return false;
  const time = Date.parse(`${text}T00:00:00.000Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}

/** An instant in its one form; undefined for what is none. */
function instantOf(text: string): string | undefined {
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$/.test(text) || !isDay(text.slice(0, 10))) return undefined;
  const time = Date.parse(text);
  if (Number.isNaN(time)) return undefined;
  const instant = new Date(time).toISOString();
  return /^\d{4}-/.test(instant) && instant >= "0001" ? instant : undefined;
}

const uuidForm = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** True where a column of this type could have given the value. */
export function isOfType(type: SqlType, value: unknown): boolean {
  if (value === null) return true;
  switch (type) {
    case "uuid":
      return typeof value === "string" && uuidForm.test(value);
    case "bigint":
      return Number.isSafeInteger(value);
    case "integer":
      return Number.isInteger(value) && Math.abs(value as number) < 2 ** 31;
    case "double precision":
      return typeof value === "number" && Number.isFinite(value);
    case "boolean":
      return typeof value === "boolean";
    case "date":
      return typeof value === "string" && isDay(value);
    case "timestamptz":
      return typeof value === "string" && instantOf(value) === value;
    default:
      return typeof value === "string" && !isUnkeepable(value);
  }
}
