import { createId, type Schema, type Shape } from "@kehu/core";
import { type FieldInfo, readShape } from "@kehu/core/engine";
import fc from "fast-check";

/** What a schema of zod says of itself, as far as it bounds a value. */
interface Definition {
  readonly type: string;
  readonly innerType?: Schema;
  readonly element?: Schema;
  readonly options?: readonly Schema[];
  readonly shape?: Shape;
  readonly pattern?: RegExp;
  readonly checks?: readonly { readonly _zod: { readonly def: Check } }[];
}
interface Check {
  readonly check: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly length?: number;
  readonly value?: number;
  readonly inclusive?: boolean;
  readonly pattern?: RegExp;
}
const definitionOf = (schema: Schema): Definition => schema._zod.def as never;
const checksOf = (schema: Schema): readonly Check[] => (definitionOf(schema).checks ?? []).map(({ _zod }) => _zod.def);

/**
 * Whether a schema says more than can be read off it: a condition as a function, somewhere in it. Days and money have one of the
 * core's own.
 */
export function hasCondition(schema: Schema): boolean {
  const { innerType, element, options = [], shape = {}, type } = definitionOf(schema);
  const conditions = checksOf(schema).filter(({ check }) => check === "custom").length;
  const own = type === "string" && (definitionOf(schema) as { readonly format?: string }).format === "date" ? 1 : 0;
  if (conditions > own) return true;
  if (isMoney(shape)) return false;
  return [innerType, element, ...options, ...Object.values(shape)].some((inner) => inner !== undefined && hasCondition(inner));
}
const isMoney = (shape: Shape): boolean => Object.keys(shape).join() === "amountMinor,currency";

/** Fields that a shape declares; what may be left out sometimes is. */
export function validShape(shape: Shape): fc.Arbitrary<Record<string, unknown>> {
  const infos = readShape(shape, "The shape,");
  const fields = Object.fromEntries(Object.entries(shape).map(([name, schema]) => [name, validValue(schema, infos[name] as FieldInfo)]));
  const requiredKeys = Object.keys(infos).filter((name) => !infos[name]?.optional);
  return fc.record(fields, { requiredKeys, noNullPrototype: true });
}

const twoDigits = (number: number): string => String(number).padStart(2, "0");
const instants = fc.date({ min: new Date("0001-01-02T00:00:00Z"), max: new Date("9999-12-30T00:00:00Z"), noInvalidDate: true });
const days = instants.map((date) => date.toISOString().slice(0, 10));
const offsets = fc
  .tuple(fc.constantFrom("+", "-"), fc.integer({ min: 0, max: 14 }))
  .map(([sign, hours]) => `${sign}${twoDigits(hours)}:00`);
const moments = fc.tuple(instants, fc.oneof(fc.constant("Z"), offsets)).map(([date, offset]) => date.toISOString().replace("Z", offset));
const amounts = fc.record(
  { amountMinor: fc.maxSafeInteger(), currency: fc.constantFrom("CNY", "EUR", "JPY", "KWD") },
  { noNullPrototype: true },
);

const decimals = fc
  .tuple(fc.bigInt({ min: -(10n ** 20n) + 1n, max: 10n ** 20n - 1n }), fc.constantFrom("", ".5", ".25", ".999", ".000001"))
  .map(([whole, fraction]) => `${whole}${fraction}`);

/** Any value that a field declares, as far as it can be read off its schema. */
export function validValue(schema: Schema, info: FieldInfo): fc.Arbitrary<unknown> {
  const { innerType, element, options = [], shape = {} } = definitionOf(schema);
  if (innerType) return validValue(innerType, info);
  const checks = checksOf(schema);
  const bound = (check: string, key: "minimum" | "maximum" | "value"): readonly number[] =>
    checks.filter((each) => each.check === check).map((each) => each[key] as number);
  switch (info.kind) {
    case "choice":
      return fc.constantFrom(...(info.options ?? []));
    case "boolean":
      return fc.boolean();
    case "date":
      return days;
    case "instant":
      return moments;
    case "money":
      return amounts;
    case "integer": {
      const [min, max] = [
        Math.max(-(2 ** 53 - 1), ...bound("greater_than", "value")),
        Math.min(2 ** 53 - 1, ...bound("less_than", "value")),
      ];
      return fc.maxSafeInteger().map((number) => min + Math.abs(number % (max - min + 1)));
    }
    case "number":
      return (
        fc
          .double({
            min: Math.max(-1e300, ...bound("greater_than", "value")),
            max: Math.min(1e300, ...bound("less_than", "value")),
            noNaN: true,
          })
          // JSON has no negative zero
          .map((number) => number + 0)
      );
    case "reference":
      return fc
        .tuple(instants, fc.uint8Array({ minLength: 16, maxLength: 16 }))
        .map(([, random]) =>
          createId(info.reference?.target === "*" ? "customer" : `${info.reference?.target}`, { now: "2026-03-02T01:00:00.000Z", random }),
        );
    case "list":
      return fc.array(validValue(element as Schema, info.item as FieldInfo), {
        minLength: Math.max(0, ...bound("min_length", "minimum")),
        maxLength: Math.min(4 + Math.max(0, ...bound("min_length", "minimum")), ...bound("max_length", "maximum")),
      });
    case "group":
      return validShape(shape);
    case "union":
      return fc.oneof(...options.map((option) => validShape(definitionOf(option).shape ?? {})));
    case "decimal":
      return decimals.filter((value) => checks.every(({ pattern }) => pattern === undefined || pattern.test(value)));
    case "text":
      return textOf(schema, info);
  }
}

function textOf(schema: Schema, { maxLength = 40 }: FieldInfo): fc.Arbitrary<string> {
  const checks = checksOf(schema);
  const patterns = [definitionOf(schema).pattern, ...checks.map(({ pattern }) => pattern)].filter((pattern) => pattern !== undefined);
  const least = Math.max(1, ...checks.map(({ check, minimum }) => (check === "min_length" ? (minimum as number) : 1)));
  const exact = checks.find(({ check }) => check === "length_equals")?.length;
  const fits = (value: string): boolean =>
    value.trim() === value &&
    value.length >= (exact ?? least) &&
    value.length <= (exact ?? maxLength) &&
    patterns.every((pattern) => pattern.test(value));
  const [pattern] = patterns;
  if (pattern) return fc.stringMatching(pattern).filter(fits);
  const long = fc.string({ unit: "grapheme-ascii", minLength: exact ?? least, maxLength: exact ?? maxLength });
  return fc
    .oneof(long, fc.string({ unit: "grapheme", minLength: exact ?? least, maxLength: exact ?? Math.max(least, Math.floor(maxLength / 4)) }))
    .filter(fits);
}
