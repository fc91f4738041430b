import { type AnyDefinition, KehuError, type Shape, transitionsOf } from "@kehu/core";
import { withRequired } from "@kehu/core/engine";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import * as z from "zod";
import { counts } from "../../../.config/soak.js";
import { parseInput } from "../../crm/src/parse.js";
import { insurance } from "./insurance.js";
import { hasCondition, validShape } from "./valid-value.test-pack.js";

/** How many values of each kind every schema is asked about. */
const numRuns = counts(8, 10_000);

/** Every shape by which a pack takes something in. */
function shapesOf(definition: AnyDefinition): readonly (readonly [name: string, shape: Shape])[] {
  switch (definition.kind) {
    case "record":
      return [[definition.name, definition.fields as Shape]];
    case "lifecycle":
      return transitionsOf(definition as never).flatMap(({ name, input }) => (input ? [[name, input as Shape]] : []));
    case "operation":
    case "query":
      return [[definition.name, definition.input as Shape]];
    default:
      return [];
  }
}
const shapes = withRequired([insurance]).flatMap(({ definitions }) => Object.values(definitions).flatMap(shapesOf));

type Answer = { readonly value: unknown } | { readonly refusal: KehuError };
/** What the door says; anything but a value or a refusal of its own breaks the test. */
function answer(shape: Shape, value: unknown, name: string): Answer {
  try {
    return { value: parseInput(shape, value, name) };
  } catch (error) {
    if (error instanceof KehuError && error.code === "crm/invalid-input") return { refusal: error };
    throw error;
  }
}

const strange = fc.oneof(
  fc.constantFrom<unknown>(null, "", "\0", "\ud800", "x".repeat(100_001), -1, 0, 0.5, 2 ** 53, Number.NaN, Number.POSITIVE_INFINITY, true),
  fc.constantFrom<unknown>(
    [],
    {},
    [[]],
    { length: 1 },
    "__proto__",
    "2026-02-30",
    "0000-00-00",
    "customer_",
    "'; drop table kehu.journal; --",
  ),
  fc.constant(JSON.parse('{"__proto__": {"polluted": true}}')),
  fc.constant({ constructor: { prototype: { polluted: true } } }),
  fc.anything({ withBigInt: true, withDate: true, withMap: true, withNullPrototype: true, withSparseArray: true, withObjectString: true }),
);
type Damage = readonly [way: "put" | "add" | "drop", place: number, depth: number, value: unknown];
/** A value with one thing wrong in it, somewhere. */
function damaged(value: unknown, [way, place, depth, wrong]: Damage): unknown {
  if (typeof value !== "object" || value === null) return wrong;
  const keys = Object.keys(value);
  const key = keys[place % Math.max(1, keys.length)];
  const inner = (value as Readonly<Record<string, unknown>>)[key ?? ""];
  if (key !== undefined && depth > 0 && typeof inner === "object" && inner !== null)
    return replaced(value, key, damaged(inner, [way, place, depth - 1, wrong]));
  if (way === "add" || key === undefined) return Array.isArray(value) ? [...value, wrong] : replaced(value, "thereIsNoSuchField", wrong);
  return way === "drop" && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).filter(([name]) => name !== key))
    : replaced(value, key, wrong);
}
const replaced = (value: object, key: string, by: unknown): unknown =>
  Array.isArray(value) ? value.with(Number(key), by) : { ...value, [key]: by };

describe("what packs take in", () => {
  it("is of the core and of each pack", () =>
    expect(shapes.map(([name]) => name)).toEqual(
      expect.arrayContaining(["customer", "service/case", "insurance/policy", "insurance/pay-premium"]),
    ));

  it.each(shapes)(
    "%s: takes every value that it declares, as itself, and answers all others with a refusal",
    (name, shape) => {
      const isPlain = !Object.values(shape).some(hasCondition);
      const valid = validShape(shape);
      fc.assert(
        fc.property(valid, (value) => {
          const first = answer(shape, value, name);
          if ("refusal" in first) {
            // a condition that stands in no schema may refuse; what can be read off a schema may not
            expect([isPlain, first.refusal.message, value]).toEqual([false, first.refusal.message, value]);
            return;
          }
          const again = answer(shape, JSON.parse(JSON.stringify(first.value)), name);
          expect(again).toEqual(first);
        }),
        { numRuns },
      );
      const damage = fc.tuple(
        fc.constantFrom("put" as const, "put" as const, "add" as const, "drop" as const),
        fc.nat(50),
        fc.nat(3),
        strange,
      );
      const schema = z.strictObject(shape as never);
      fc.assert(
        fc.property(valid, damage, (value, how) => {
          const wrong = damaged(value, how);
          const told = answer(shape, wrong, name);
          if ("refusal" in told) expect(told.refusal.message.length).toBeLessThan(20_000);
          else expect(Object.keys(told.value as object).every((key) => Object.hasOwn(shape, key))).toBe(true);
          if (how[0] === "add" && !("refusal" in told)) expect(z.safeParse(schema, wrong).success).toBe(true);
          expect(({} as { readonly polluted?: unknown }).polluted).toBeUndefined();
        }),
        { numRuns },
      );
    },
    counts(120_000, 1_200_000),
  );
});
