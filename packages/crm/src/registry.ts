import {
  type AnyDefinition,
  type AnyLifecycle,
  type AnyNeed,
  type AnyOperation,
  type AnyParameter,
  type AnyQuery,
  type AnyRecord,
  type AnyRefusal,
  type AnyTransition,
  analyse,
  type Deadline,
  defineRefusal,
  goal,
  idPrefix,
  type Ledger,
  type Pack,
  type Role,
  type Rule,
  refused,
  transitionsOf,
  type Verb,
} from "@kehu/core";
import { type FieldInfo, phrase, withRequired } from "@kehu/core/engine";
import { type Table, tableOf } from "./schema/table.js";
import type { Tenant } from "./tenant.js";
import { goalIsMeasurable } from "./value/goal-is-measurable.js";
import { goalMissRuns } from "./value/goal-miss-runs.js";

export const nameTaken = defineRefusal("crm/name-taken", "{kind} {name} is defined by {one} and by {other}; rename one of them.");
export const recordMissing = defineRefusal(
  "crm/record-missing",
  "{record}, field {field}, points at {target}, which no pack defines; add the pack that does.",
);
export const packMissing = defineRefusal(
  "crm/pack-missing",
  "{who} needs the pack {required}, which this process does not have; pass it to createCrm.",
);
export const behaviourMissing = defineRefusal(
  "crm/behaviour-missing",
  "{definition} is about {record}, which no pack defines; add the pack that does.",
);

export const grantUnknown = defineRefusal(
  "crm/grant-unknown",
  "The role {role} grants {verb} on {name}, which no pack defines; add the pack that does, or take the grant out.",
);

export const packOff = defineRefusal(
  "crm/pack-off",
  "{name} belongs to the pack {pack}, which is switched off for this tenant; switch it on with openTenant.",
);
export const unknownDefinition = defineRefusal(
  "crm/unknown-definition",
  "{name} is not among the definitions of this crm; pass its pack to createCrm.",
);

/** A reference that a field holds: where it stands and what it points at. */
export interface ReferencePath {
  /** `holderId`, or `beneficiaries.customerId` inside a list or group. */
  readonly path: string;
  readonly target: string;
  readonly role?: string;
  /** True where it has a column of its own. */
  readonly plain: boolean;
  /** True where the record, or the item of its list, makes no sense without what it points at. */
  readonly required: boolean;
}
/** A `when` transition of another record that looks at this one over a reference of this one. */
export interface Follower {
  readonly transition: AnyTransition;
  /** The reference of this record that leads to the other. */
  readonly path: string;
}
/** All that the packs say of one record type. */
export interface RecordEntry {
  readonly record: AnyRecord;
  readonly pack: string;
  readonly table: Table;
  readonly references: readonly ReferencePath[];
  readonly transitions: readonly AnyTransition[];
  readonly rules: readonly Rule[];
  readonly deadlines: readonly Deadline[];
  readonly ledgers: readonly Ledger[];
  readonly followers: readonly Follower[];
}
/** What the packs of a process define, indexed once. */
export interface Registry {
  readonly packs: readonly Pack[];
  readonly records: ReadonlyMap<string, RecordEntry>;
  readonly byPrefix: ReadonlyMap<string, RecordEntry>;
  readonly operations: ReadonlyMap<string, AnyOperation>;
  readonly queries: ReadonlyMap<string, AnyQuery>;
  readonly transitions: ReadonlyMap<string, AnyTransition>;
  readonly deadlines: ReadonlyMap<string, Deadline>;
  readonly parameters: ReadonlyMap<string, AnyParameter>;
  readonly roles: ReadonlyMap<string, Role>;
  /** By code. */
  readonly refusals: ReadonlyMap<string, AnyRefusal>;
  /** The pack of each definition that is switched off, by its name. */
  readonly off: ReadonlyMap<string, string>;
  /** Of all packs of the process, of which this is a part. */
  readonly whole?: Registry;
}

/**
 * Indexes packs with all that they require.
 *
 * @throws KehuError `crm/name-taken`, `crm/record-missing`, `crm/behaviour-missing`, `crm/grant-unknown`
 */
export function buildRegistry(given: readonly Pack[], roles: readonly Role[] = []): Registry {
  const packs = withRequired([...new Set(given)]);
  const registry = indexOf(packs, roles);
  for (const entry of registry.records.values())
    for (const { path, target } of entry.references)
      if (target !== "*" && !registry.records.has(target)) throw refused(recordMissing({ record: entry.record.name, field: path, target }));
  for (const role of registry.roles.values())
    for (const { verb, on } of role.grants)
      if (!isGrantable(registry, verb, on)) throw refused(grantUnknown({ role: role.name, verb, name: on }));
  return registry;
}

/** The queries of the runtime itself need no grant, and one does no harm. */
function isGrantable({ records, transitions, operations, queries }: Registry, verb: Verb, name: string): boolean {
  if (verb === "apply") return transitions.has(name);
  return verb === "call" ? operations.has(name) || queries.has(name) || !name.includes("/") : records.has(name);
}

const switched = new WeakMap<Registry, Map<string, Registry>>();
/** What is left of a registry for a tenant that has only some of the packs: what the others say of anything does not count. */
export function switchedOn(registry: Registry, names: ReadonlySet<string>): Registry {
  const packs = registry.packs.filter((pack) => pack.name === "kehu" || names.has(pack.name));
  if (packs.length === registry.packs.length) return registry;
  const known = switched.get(registry) ?? new Map<string, Registry>();
  switched.set(registry, known);
  const key = packs.map((pack) => pack.name).join();
  const left = known.get(key) ?? { ...indexOf(packs, [], registry), roles: registry.roles, whole: registry };
  known.set(key, left);
  return left;
}

/** @param whole - the registry of which this is a part */
function indexOf(packs: readonly Pack[], roles: readonly Role[], whole?: Registry): Registry {
  const all = packs.flatMap((pack) => Object.values(pack.definitions).map((definition) => ({ pack, definition })));
  const ofKind = <T extends AnyDefinition>(kind: T["kind"]) =>
    all.filter((each): each is { pack: Pack; definition: T } => each.definition.kind === kind);
  const transitions = named(
    "The transition",
    ofKind<AnyLifecycle>("lifecycle").flatMap(({ pack, definition }) =>
      transitionsOf(definition).map((transition) => ({ pack, definition: transition })),
    ),
  );
  const records = new Map<string, RecordEntry>();
  const ofRecords = named("The record", ofKind<AnyRecord>("record"));
  const queries = named("The query", ofKind<AnyQuery>("query"));
  const operations = named("The operation", ofKind<AnyOperation>("operation"));
  const behaviours = {
    transitions: [...transitions.values()],
    rules: ofKind<Rule>("rule").map(pick),
    deadlines: ofKind<Deadline>("deadline").map(pick),
    ledgers: ofKind<Ledger>("ledger").map(pick),
  };
  for (const behaviour of Object.values(behaviours).flat())
    if (!ofRecords.has(behaviour.record.name) && !whole)
      throw refused(
        behaviourMissing({ definition: "name" in behaviour ? behaviour.name : phrase("A ledger"), record: behaviour.record.name }),
      );
  for (const { pack, definition: record } of ofKind<AnyRecord>("record"))
    records.set(record.name, makeEntry(record, pack.name, behaviours));
  const goals = records.get(goal.name);
  if (goals) records.set(goal.name, { ...goals, rules: [...goals.rules, goalIsMeasurable(queries), goalMissRuns(operations)] });
  return {
    packs,
    records,
    byPrefix: prefixes([...records.values()]),
    operations,
    queries,
    transitions,
    deadlines: named("The deadline", ofKind<Deadline>("deadline")),
    parameters: named("The parameter", ofKind<AnyParameter & AnyDefinition>("parameter")),
    roles: named("The role", [...ofKind<Role>("role"), ...roles.map((definition) => ({ pack: { name: "createCrm" }, definition }))]),
    refusals: new Map(ofKind<AnyRefusal>("refusal").map(({ definition }) => [definition.code, definition])),
    off: new Map(whole ? packsOff(whole, packs) : []),
  };
}

function packsOff(whole: Registry, on: readonly Pack[]): readonly (readonly [string, string])[] {
  return whole.packs
    .filter((pack) => !on.includes(pack))
    .flatMap((pack) =>
      Object.values(pack.definitions)
        .flatMap((definition): readonly { readonly name: string }[] =>
          definition.kind === "lifecycle"
            ? transitionsOf(definition)
            : "name" in definition
              ? [definition as { readonly name: string }]
              : [],
        )
        .map(({ name }) => [name, pack.name] as const),
    );
}

const pick = <T>(each: { readonly definition: T }): T => each.definition;

function named<T extends { readonly name: string }>(
  kind: string,
  all: readonly { readonly pack: { readonly name: string }; readonly definition: T }[],
): Map<string, T> {
  const seen = new Map<string, { readonly pack: string; readonly definition: T }>();
  for (const { pack, definition } of all) {
    const other = seen.get(definition.name);
    if (other && other.definition !== definition)
      throw refused(nameTaken({ kind: phrase(kind), name: definition.name, one: other.pack, other: pack.name }));
    seen.set(definition.name, { pack: pack.name, definition });
  }
  return new Map([...seen].map(([name, each]) => [name, each.definition]));
}

function prefixes(entries: readonly RecordEntry[]): Map<string, RecordEntry> {
  const map = new Map<string, RecordEntry>();
  for (const entry of entries) {
    const prefix = idPrefix(entry.record.name);
    const other = map.get(prefix);
    if (other) throw refused(nameTaken({ kind: phrase("The id prefix"), name: prefix, one: other.record.name, other: entry.record.name }));
    map.set(prefix, entry);
  }
  return map;
}

type Behaviours = {
  readonly transitions: readonly AnyTransition[];
  readonly rules: readonly Rule[];
  readonly deadlines: readonly Deadline[];
  readonly ledgers: readonly Ledger[];
};
function makeEntry(record: AnyRecord, pack: string, all: Behaviours): RecordEntry {
  const own = <T extends { readonly record: AnyRecord }>(list: readonly T[]): readonly T[] =>
    list.filter((each) => each.record.name === record.name);
  return {
    record,
    pack,
    table: tableOf(record),
    references: referencesOf(record.info),
    transitions: own(all.transitions),
    rules: own(all.rules),
    deadlines: own(all.deadlines),
    ledgers: own(all.ledgers),
    followers: followersOf(record, all.transitions),
  };
}

/** The references in some fields, lists and groups included. */
export function referencesOf(fields: Readonly<Record<string, FieldInfo>>, prefix = ""): readonly ReferencePath[] {
  return Object.entries(fields).flatMap(([name, info]) => {
    const path = `${prefix}${name}`;
    const inner = info.kind === "list" ? info.item : info;
    if (inner?.reference)
      return [
        {
          path,
          target: inner.reference.target,
          plain: prefix === "" && info.kind === "reference",
          required: !inner.optional,
          ...(inner.reference.role !== undefined && { role: inner.reference.role }),
        },
      ];
    return inner?.fields ? referencesOf(inner.fields, `${path}.`) : [];
  });
}

/** The transitions of parents that follow this record: a `when` that needs `many` or `totals` of it, directly. */
function followersOf(record: AnyRecord, transitions: readonly AnyTransition[]): readonly Follower[] {
  return transitions
    .filter((transition) => transition.when !== undefined)
    .flatMap((transition) =>
      Object.values(transition.needs)
        .filter(
          (need: AnyNeed) => (need.kind === "many" || need.kind === "totals") && need.of === undefined && need.record.name === record.name,
        )
        .map((need: AnyNeed) => ({ transition, path: need.path })),
    );
}

/** The states of a record that nothing leads out of; all of them where it has no life of its own. */
export function endsOf({ packs }: Pick<Registry, "packs">, { record, transitions }: RecordEntry): readonly string[] {
  if (record.states.length === 1 || transitions.length === 0) return record.states as readonly string[];
  const lifecycles = packs.flatMap((pack) => Object.values(pack.definitions)).filter((definition) => definition.kind === "lifecycle");
  return analyse(record, lifecycles as readonly AnyLifecycle[]).deadEnds;
}

/** Who looks: what all packs define, and which of them its tenant uses. */
interface Asked {
  readonly registry: Registry;
  readonly tenant: Tenant;
}

/**
 * What the packs say of a record type.
 *
 * @throws KehuError `crm/unknown-definition`, `crm/pack-off`
 */
export function entryOf({ registry, tenant }: Asked, record: { readonly name: string }): RecordEntry {
  const entry = known({ registry }, "records", record.name);
  if (entry.pack !== "kehu" && !tenant.packs.has(entry.pack)) throw refused(packOff({ name: record.name, pack: entry.pack }));
  return entry;
}

/**
 * A definition as the packs of the tenant have it, whatever copy of it is given.
 *
 * @throws KehuError `crm/unknown-definition`, `crm/pack-off`
 */
export function known<K extends "records" | "transitions" | "operations" | "queries">(
  { registry }: Pick<Asked, "registry">,
  kind: K,
  name: string,
): Found<K> {
  const found = registry[kind].get(name);
  if (found !== undefined) return found as Found<K>;
  const pack = registry.off.get(name);
  throw refused(pack === undefined ? unknownDefinition({ name }) : packOff({ name, pack }));
}
type Found<K extends keyof Registry> = Registry[K] extends ReadonlyMap<string, infer T> ? T : never;
