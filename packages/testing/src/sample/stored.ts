import { type AnyNeed, type AnyRecord, createId, type Instant, type Measure, type Needs, type Shape, type Stored } from "@kehu/core";
import { testNow } from "../crm/test-now.js";
import { createRandom } from "../generate/random.js";
import { givenFor, inventedReferences, type SampleContext, sampleShape } from "./sample-value.js";

/**
 * A record as it would be read, for scenarios: what is not given is filled with values that its fields accept. Optional fields stay
 * empty, and it is in its first initial state, unless told.
 */
export function stored<R extends AnyRecord>(record: R, given: Partial<Stored<R>> = {}): Stored<R> {
  const random = createRandom(`stored/${record.name}`);
  const context = { random, now: testNow, reference: inventedReferences(random, testNow) };
  const required = Object.fromEntries(
    Object.entries(record.fields as Shape).filter(
      ([name]) => !Object.hasOwn(given, name) && (!record.info[name]?.optional || record.info[name].hasDefault),
    ),
  );
  return { ...kept(record, context), ...defaultsOf(required, context), ...given } as Stored<R>;
}

/** Defaults are what the schema says, not what a sample might be. */
function defaultsOf(shape: Shape, context: SampleContext): object {
  const always = { ...context, random: { ...context.random, chance: () => false } };
  const isList = (value: unknown): boolean => Array.isArray(value);
  return Object.fromEntries(
    Object.entries(sampleShape(shape, always)).map(([name, value]) => [
      name,
      isList(value) && defaultOf(shape[name]) ? [] : (defaultOf(shape[name]) ?? value),
    ]),
  );
}
const defaultOf = (schema: Shape[string] | undefined): unknown => {
  const { type, defaultValue } = (schema?._zod.def ?? {}) as { readonly type?: string; readonly defaultValue?: unknown };
  return type === "default" ? defaultValue : undefined;
};

function kept(record: AnyRecord, { now, random }: SampleContext): object {
  const since = "2026-01-01T00:00:00.000Z";
  return {
    id: createId(record.name, { now, random: random.bytes(16) }),
    version: 1,
    state: record.initial[0],
    since,
    createdAt: since,
    updatedAt: since,
  };
}

/** A record with chance in every field, in a state. */
export function sampleRecord(
  record: AnyRecord,
  state: string,
  context: SampleContext,
): Stored<AnyRecord> & Readonly<Record<string, unknown>> {
  const origin = context.random.pick(record.states as readonly string[]);
  const before = kept(record, context);
  return Object.assign(sampleShape(record.fields as Shape, { ...context, isStored: true }), before, {
    id: context.reference(record.name),
    state,
    origin: { state: origin, since: "2025-12-01T00:00:00.000Z" },
    ownerId: context.reference("staff"),
    ...givenFor(record.name, state, context),
  }) as never;
}

/** What the needs of a definition might be given; not at the bounds of their fields, which their own rules may leave out. */
export function sampleNeeds(needs: Needs, given: SampleContext): Readonly<Record<string, unknown>> {
  const context = { ...given, atBounds: false };
  return Object.fromEntries(Object.entries(needs).map(([name, need]) => [name, sampleNeed(need, context)]));
}

function sampleNeed(need: AnyNeed, context: SampleContext): unknown {
  const { random } = context;
  const states = need.record.states as readonly string[];
  const oneOf = () => sampleRecord(need.record, random.pick(states), context);
  switch (need.kind) {
    case "one":
      if (need.of?.kind === "many") return random.chance(300) ? [] : [oneOf()];
      return need.optional && random.chance(300) ? undefined : oneOf();
    case "many":
      return random.chance(300) ? [] : [oneOf(), oneOf()];
    case "totals":
      return Object.fromEntries(
        Object.entries(need.measures ?? {}).map(([name, measure]) => [name, sampleMeasure(need.record, measure, context)]),
      );
    case "history":
      return random.chance(300) ? [] : [{ state: random.pick(states), from: "2024-01-01T00:00:00.000Z" }];
    case "activity":
      return random.chance(300)
        ? { firstAt: null, lastAt: null, entries: 0, revenue: [] }
        : { firstAt: longAgo, lastAt: context.now, entries: 2, revenue: [{ amountMinor: 100, currency: "CNY" }] };
  }
}
const longAgo: Instant = "2025-01-01T00:00:00.000Z";

function sampleMeasure(record: AnyRecord, measure: Measure<unknown, string>, { random }: SampleContext): unknown {
  const isMoney = measure.path !== undefined && record.info[measure.path]?.kind === "money";
  if (measure.kind === "count") return random.int(0, 2);
  if (measure.kind === "sum") return isMoney ? (random.chance(300) ? [] : [{ amountMinor: 10_000, currency: "CNY" }]) : random.int(0, 10);
  return random.chance(300) ? null : "2025-06-30";
}
