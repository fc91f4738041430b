import { createId, type Instant, type Schema, type Shape } from "@kehu/core";
import { type FieldInfo, readShape } from "@kehu/core/engine";
import * as z from "zod";
import type { Random } from "../generate/random.js";
import { boundsOf } from "./bounds.js";

/** What samples are made with. */
export interface SampleContext {
  readonly random: Random;
  readonly now: Instant;
  /** The id of a record of this type (`"*"` for any) to point at. */
  readonly reference: (record: string) => string;
  /** What is stored already has its defaults. */
  readonly isStored?: boolean;
  /** Whether fields are sometimes at a bound of what they take: the least, the most, the longest, the empty. */
  readonly atBounds?: boolean;
  /** What stands in records in place of chance, by the record's name. */
  readonly given?: GivenSamples;
}
/** Fields of records, by the record's name; one that names a `state` is for that state alone. */
export type GivenSamples = Readonly<Record<string, readonly object[]>>;

/** What was given for a record in a state, to be laid over what chance made. */
export function givenFor(record: string, state: string, { given, random }: SampleContext): object {
  const samples = given !== undefined && Object.hasOwn(given, record) ? (given[record] ?? []) : [];
  const fitting = samples.filter((sample) => !("state" in sample) || sample.state === state);
  return fitting.length === 0 ? {} : structuredClone(random.pick(fitting));
}

/** References to records that nobody has: the same one for each record type, so that records fit each other. */
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
  const fields = withoutLayout();
  const infos = infosOf(shape);
  for (const [name, schema] of Object.entries(shape)) {
    const info = infos[name] as FieldInfo;
    if (info.optional && !(context.isStored && info.hasDefault) && context.random.chance(500)) continue;
    fields[name] = sampleValue(schema, info, context);
  }
  return fields;
}

/** An empty object for what has other fields in each sample: an engine would keep a layout for every combination of them, and spend its time there. */
export const withoutLayout = (): Record<string, unknown> => Object.setPrototypeOf(Object.create(null), Object.prototype);

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

/** Candidates are tried in an order of chance until one is accepted; where none is, one of them has to do. */
function sampleValue(schema: Schema, info: FieldInfo, context: SampleContext): unknown {
  const bounds = context.atBounds && context.random.chance(400) ? boundsOf(schema, info).filter((bound) => accepts(schema, bound)) : [];
  if (bounds.length > 0) return context.random.pick(bounds);
  const candidates = [...candidatesOf(schema, info, context)];
  let value: unknown;
  while (candidates.length > 0) {
    const [candidate] = candidates.splice(context.random.int(0, candidates.length - 1), 1);
    value = candidate?.();
    if (accepts(schema, value)) return value;
  }
  return value;
}

/** A check that throws refuses too; that it throws is for others to find. */
function accepts(schema: Schema, value: unknown): boolean {
  try {
    return z.core.safeParse(schema as never, value).success;
  } catch {
    return false;
  }
}

/** Not made before they are tried: a group may hold groups. */
type Candidate = () => unknown;
const fixed = (values: readonly unknown[]): readonly Candidate[] => values.map((value) => () => value);
const times = (count: number, make: Candidate): readonly Candidate[] => Array.from({ length: count }, () => make);

function candidatesOf(schema: Schema, info: FieldInfo, context: SampleContext): readonly Candidate[] {
  const definition = schema._zod.def as unknown as Definition;
  if (definition.innerType) return candidatesOf(definition.innerType, info, context);
  const today = context.now.slice(0, 10);
  switch (info.kind) {
    case "reference":
      return [() => context.reference(info.reference?.target ?? "*")];
    case "choice":
      return fixed(info.options ?? []);
    case "integer":
    case "number":
      return fixed([1, 2, 10, 30, 100, 5000, 10_000, 0, -1]);
    case "boolean":
      return fixed([true, false]);
    case "date":
      return fixed([today, "2026-01-31", "2025-06-30", "2024-02-29"]);
    case "instant":
      return fixed([context.now, "2026-01-31T15:59:59.999Z", "2025-06-30T01:00:00.000Z"]);
    case "decimal":
      return fixed(["1", "0.5", "12"]);
    case "money":
      return fixed([10_000, 1, 99_999_900].map((amountMinor) => ({ amountMinor, currency: "CNY" })));
    case "list":
      return [1, 2, 0].map((length) => () => listOf(length, definition.element as Schema, { info, context }));
    case "group":
      return times(3, () => sampleShape(definition.shape ?? {}, context));
    case "union":
      return (definition.options ?? []).map((option) => () => sampleShape((option._zod.def as unknown as Definition).shape ?? {}, context));
    case "text":
      return [...fixed(texts), () => context.random.digits(6)].map(
        (make) => () => (make() as string).slice(0, info.maxLength ?? Number.POSITIVE_INFINITY),
      );
  }
}
const listOf = (length: number, element: Schema, { info, context }: { readonly info: FieldInfo; readonly context: SampleContext }) =>
  Array.from({ length }, () => sampleValue(element, info.item as FieldInfo, context));
const texts = ["Sample", "A-1", "一二三", "13800138000", "sample@example.com", "CN", "2026"];
