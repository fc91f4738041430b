import type { Statement } from "../database/database.js";
import type { Registry } from "../registry.js";
import {
  addColumn,
  addExclusion,
  catalogueType,
  changeStates,
  confine,
  createIndex,
  createRangeKeys,
  createSchema,
  createTable,
  dropColumn,
  dropConstraint,
  dropIndex,
  dropPolicy,
  recordFormat,
  recordPack,
  retire,
  takeBack,
} from "./ddl.js";
import { type Existing, type ExistingTable, statesOf } from "./existing.js";
import { guardJournal, journalTriggers } from "./journal-guard.js";
import { digestOf } from "./pack-digest.js";
import { shapeOf } from "./record-table.js";
import { guardSettings, settingsGuard } from "./settings-guard.js";
import { schemaOf } from "./table.js";
import { fullName, isOwnName, type TableShape } from "./table-shape.js";
import { technicalTables } from "./technical-tables.js";

/** The format of the technical tables; grows where an older runtime could not work with them. */
export const schemaFormat = 1;

/** One change of the database. */
export interface InstallStep {
  /** `create table kehu_insurance.policy`. */
  readonly text: string;
  /** Whether something is lost that the packs no longer define. */
  readonly destructive: boolean;
  readonly statements: readonly Statement[];
}
/** What an installation changes, in order. Empty: everything is there. */
export interface InstallPlan {
  readonly steps: readonly InstallStep[];
}

/** All tables that the packs of a registry need. */
export const shapesOf = (registry: Registry): readonly TableShape[] => [
  ...technicalTables,
  ...[...registry.records.values()].map((entry) => shapeOf(entry.table)),
];

/** What has to change until a database holds what the packs define. Pure: the same registry and database give the same plan. */
export function planInstall(registry: Registry, existing: Existing, shapes: readonly TableShape[] = shapesOf(registry)): InstallPlan {
  const steps = [
    ...[...new Set(shapes.map((shape) => shape.schema))]
      .filter((schema) => !existing.schemas.has(schema))
      .map((schema) => step(`create schema ${schema}`, createSchema(schema))),
    ...(shapes.some((shape) => shape.exclusions.length > 0) && !existing.hasRangeKeys
      ? [step("create extension btree_gist", createRangeKeys())]
      : []),
    ...shapes.flatMap((shape) => planTable(shape, existing.tables.get(fullName(shape)), existing.usedStates.get(fullName(shape)) ?? [])),
    ...(journalTriggers.every((name) => existing.guards.has(name)) ? [] : [step("guard kehu.journal", ...guardJournal())]),
    ...(existing.guards.has(settingsGuard) ? [] : [step("guard the settings of kehu.tenant", ...guardSettings())]),
    ...planRetired(registry, existing, shapes),
    ...planVersions(registry, existing),
  ];
  return { steps };
}

/** The plan as text, a line for each step; what loses something is marked. */
export const formatPlan = (plan: InstallPlan): string =>
  plan.steps.length === 0
    ? "nothing to change"
    : plan.steps.map((each) => (each.destructive ? `${each.text} (destructive)` : each.text)).join("\n");

const step = (text: string, ...statements: readonly Statement[]): InstallStep => ({ text, destructive: false, statements });
const loss = (text: string, ...statements: readonly Statement[]): InstallStep => ({ text, destructive: true, statements });

function planTable(shape: TableShape, existing: ExistingTable | undefined, used: readonly string[]): readonly InstallStep[] {
  const name = fullName(shape);
  if (existing === undefined)
    return [step(`create table ${name}`, ...createTable(shape), ...shape.indexes.map((index) => createIndex(shape, index)))];
  // A column that is emptied takes its indexes and constraints along.
  const stays = (present: boolean, columns: readonly string[]): boolean =>
    present && !columns.some((column) => isRetyped(shape, existing, column));
  return [
    ...(existing.isRetired ? [step(`take back table ${name}`, takeBack(shape))] : []),
    ...planStale(shape, existing),
    ...planColumns(shape, existing),
    ...planStates(shape, existing, used),
    ...shape.indexes
      .filter((index) => !stays(existing.indexes.includes(index.name), index.columns))
      .map((index) => step(`create index ${name}.${index.name}`, createIndex(shape, index))),
    ...shape.exclusions
      .filter(({ name: key, equal, from, until }) => !stays(Object.hasOwn(existing.constraints, key), [...equal, from, until]))
      .map((exclusion) => step(`add constraint ${name}.${exclusion.name}`, addExclusion(shape, exclusion))),
    ...(shape.tenantColumn === undefined || existing.isConfined
      ? []
      : [step(`confine ${name} to its tenant`, dropPolicy(shape), ...confine(shape, shape.tenantColumn))]),
  ];
}

/** Indexes and constraints of ours that nothing defines any more. They hold no data, and they go before their columns do. */
function planStale(shape: TableShape, existing: ExistingTable): readonly InstallStep[] {
  const wanted: ReadonlySet<string> = new Set([...shape.indexes, ...shape.exclusions].map((each) => each.name));
  const isStale = (each: string): boolean => isOwnName(each) && !wanted.has(each);
  const constraints = Object.keys(existing.constraints).filter(isStale);
  const indexes = existing.indexes.filter((each) => isStale(each) && !constraints.includes(each));
  return [
    ...constraints.map((each) => step(`drop constraint ${fullName(shape)}.${each}`, dropConstraint(shape, each))),
    ...indexes.map((each) => step(`drop index ${fullName(shape)}.${each}`, dropIndex(shape, each))),
  ];
}

function planColumns(shape: TableShape, existing: ExistingTable): readonly InstallStep[] {
  const place = fullName(shape);
  const vanished = Object.keys(existing.columns).filter((column) => !Object.hasOwn(shape.columns, column));
  return [
    ...vanished.map((column) => loss(`drop column ${place}.${column}`, dropColumn(shape, column))),
    ...Object.entries(shape.columns).flatMap(([column, wanted]) => {
      const present = existing.columns[column];
      if (present === undefined) return [step(`add column ${place}.${column}`, addColumn(shape, column, wanted))];
      if (!isRetyped(shape, existing, column)) return [];
      const text = `empty column ${place}.${column}, from ${present} to ${catalogueType(wanted)}`;
      return [loss(text, dropColumn(shape, column), addColumn(shape, column, wanted))];
    }),
  ];
}

function isRetyped(shape: TableShape, existing: ExistingTable, column: string): boolean {
  const [wanted, present] = [shape.columns[column], existing.columns[column]];
  return wanted !== undefined && present !== undefined && catalogueType(wanted) !== present;
}

function planStates(shape: TableShape, existing: ExistingTable, used: readonly string[]): readonly InstallStep[] {
  const { states } = shape;
  if (states === undefined) return [];
  const present = statesOf(existing);
  if (present.length === states.length && states.every((state) => present.includes(state))) return [];
  const statements = changeStates(shape, states);
  return [
    used.length > 0
      ? loss(`give up states of ${fullName(shape)} that rows are in: ${used.join(", ")}`, ...statements)
      : step(`change states of ${fullName(shape)}`, ...statements),
  ];
}

/** Record types that left their pack. A pack that is not given at all keeps its tables without a word. */
function planRetired(registry: Registry, existing: Existing, shapes: readonly TableShape[]): readonly InstallStep[] {
  const given: ReadonlySet<string> = new Set(["kehu", ...registry.packs.map((pack) => schemaOf(`${pack.name}/any`))]);
  const wanted: ReadonlySet<string> = new Set(shapes.map(fullName));
  const isRecord = (table: ExistingTable): boolean => Object.hasOwn(table.columns, "retracted_at") && Object.hasOwn(table.columns, "data");
  return [...existing.tables.values()]
    .filter((table) => given.has(table.schema) && isRecord(table) && !table.isRetired && !wanted.has(fullName(table)))
    .map((table) => loss(`retire table ${fullName(table)}`, retire(table)));
}

function planVersions(registry: Registry, existing: Existing): readonly InstallStep[] {
  const packs = registry.packs.flatMap((pack) => {
    const digest = digestOf(pack);
    const present = existing.packs.get(pack.name);
    if (present?.version === pack.version && present.digest === digest) return [];
    return [
      step(
        `record pack ${pack.name} ${pack.version}${present && present.version !== pack.version ? `, was ${present.version}` : ""}`,
        recordPack({ name: pack.name, version: pack.version, digest }),
      ),
    ];
  });
  return existing.format === schemaFormat ? packs : [...packs, step(`record format ${schemaFormat}`, ...recordFormat(schemaFormat))];
}
