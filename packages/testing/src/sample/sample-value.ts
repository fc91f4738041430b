import { createId, type Instant, type Schema, type Shape } from "@kehu/core";
import { type FieldInfo, readShape } from "@kehu/core/engine";
import * as z from "zod";
import type { Random } from "../generate/random.js";

/** What samples are made with. */
export interface SampleContext {
  readonly random: Random;
  readonly now: Instant;
  /** The id of a record of this type (`"*"` for any) to point at. */
  readonly reference: (record: string) => string;
  /** What is stored already has its defaults. */
  readonly isStored?: boolean;
}

/** References to records that nobody has: the same one for each record type. */
export function inventedReferences(random: Random, now: Instant): (record: string) => string {
  const known = new Map<string, string>();
  return (target) => {
    const record = target === "*" ? "customer" : target;
    const id = known.get(record) ?? createId(record, { now, random: random.bytes(16) });
    known.set(record, id);
    return id;
  };
}

/** Values that a shape accepts, as far as they can be found; an optional field is sometimes left out. */
export function sampleShape(shape: Shape, context: SampleContext): Record<string, unknown> {
  const fields: Record<string, unknown> = {};
  const infos = infosOf(shape);
  for (const [name, schema] of Object.entries(shape)) {
    const info = infos[name] as FieldInfo;
    if (info.optional && !(context.isStored && info.hasDefault) && context.random.chance(500)) continue;
    fields[name] = sampleValue(schema, info, context);
  }
  return fields;
}

/** What a shape says of its fields; shapes do not change, and hundreds of samples are made of one. */
function infosOf(shape: Shape): ReturnType<typeof readShape> {
  const infos = read.get(shape) ?? readShape(shape, "The sample,");
  read.set(shape, infos);
  return infos;
}
const read = new WeakMap<Shape, ReturnType<typeof readShape>>();

interface Definition {
  readonly type: string;
  readonly innerType?: Schema;
  readonly element?: Schema;
  readonly options?: readonly Schema[];
  readonly shape?: Shape;
}

function sampleValue(schema: Schema, info: FieldInfo, context: SampleContext): unknown {
  const candidates = candidatesOf(schema, info, context);
  const accepted = candidates.filter((candidate) => accepts(schema, candidate));
  return context.random.pick(accepted.length > 0 ? accepted : candidates);
}

/** A check that throws refuses too; that it throws is for others to find. */
function accepts(schema: Schema, value: unknown): boolean {
  try {
    return z.core.safeParse(schema as never, value).success;
  } catch {
    return false;
  }
}

function candidatesOf(schema: Schema, info: FieldInfo, context: SampleContext): readonly unknown[] {
  const definition = schema._zod.def as unknown as Definition;
  if (definition.innerType) return candidatesOf(definition.innerType, info, context);
  const today = context.now.slice(0, 10);
  switch (info.kind) {
    case "reference":
      return [context.reference(info.reference?.target ?? "*")];
    case "choice":
      return info.options ?? [];
    case "integer":
    case "number":
      return [1, 2, 10, 30, 100, 5000, 10_000, 0, -1];
    case "boolean":
      return [true, false];
    case "date":
      return [today, "2026-01-31", "2025-06-30", "2024-02-29"];
    case "instant":
      return [context.now, "2026-01-31T15:59:59.999Z", "2025-06-30T01:00:00.000Z"];
    case "decimal":
      return ["1", "0.5", "12"];
    case "money":
      return [
        { amountMinor: 10_000, currency: "CNY" },
        { amountMinor: 1, currency: "CNY" },
        { amountMinor: 99_999_900, currency: "CNY" },
      ];
    case "list": {
      const items = [0, 1].map(() => sampleValue(definition.element as Schema, info.item as FieldInfo, context));
      return [items.slice(0, 1), items, []];
    }
    case "group":
      return [0, 1, 2].map(() => sampleShape(definition.shape ?? {}, context));
    case "union":
      return (definition.options ?? []).map((option) => sampleShape((option._zod.def as unknown as Definition).shape ?? {}, context));
    case "text":
      return texts
        .map((text) => text.slice(0, info.maxLength ?? text.length))
        .concat(`${context.random.digits(6)}`.slice(0, info.maxLength ?? 6));
  }
}
const texts = ["Sample", "A-1", "一二三", "13800138000", "sample@example.com", "CN", "2026"];
