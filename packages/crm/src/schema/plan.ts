import type { Statement } from "../database/database.js";
import type { RecordEntry, Registry } from "../registry.js";
import {
  addColumn,
  addExclusion,
  beginUpgrade,
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
  dropKeys,
  dropPolicy,
  fillColumn,
  recordFormat,
  recordPack,
  renameColumn,
  retire,
  takeBack,
  tellProcesses,
} from "./ddl.js";
import { type Existing, type ExistingTable, statesOf } from "./existing.js";
import { guardJournal, journalTriggers } from "./journal-guard.js";
import { digestOf } from "./pack-digest.js";
import { columnValue, defaultOf } from "./row.js";
import { chainsOf, type RowGaps } from "./row-gaps.js";
import { guardSettings, settingsGuard } from "./settings-guard.js";
import { shapesOf } from "./shapes.js";
import { columnName, schemaOf } from "./table.js";
import { fullName, isOwnName, type TableShape } from "./table-shape.js";
import { asideOf, filledBy, isAside, type RecordChain, renamesOf, stateAfter } from "./upgrade-chain.js";
import { aheadOf } from "./versions.js";

/** The format of the technical tables; grows where an older runtime could not work with them. */
export const schemaFormat = 1;

/** One change of the database. */
export interface InstallStep {
  /** `create table kehu_insurance.policy`. */
  readonly text: string;
  /** Whether something is lost that the packs no longer define. */
  readonly destructive: boolean;
  readonly statements: readonly Statement[];
  /** A required field that rows lack and nothing fills: no yes helps. */
  readonly unfilled?: string;
}
/** What an installation changes, in order. Empty: everything is there. */
export interface InstallPlan {
  readonly steps: readonly InstallStep[];
}

/** What has to change until a database holds what the packs define. Pure: the same registry and database give the same plan. */
export function planInstall(registry: Registry, existing: Existing): InstallPlan {
  const ahead = aheadOf(registry, existing);
  const shapes = shapesOf(registry, ahead);
  const chains = chainsOf(registry, existing);
  const entries = new Map([...registry.records.values()].map((entry) => [fullName(entry.table), entry]));
  const steps = [
    ...[...new Set(shapes.map((shape) => shape.schema))]
      .filter((schema) => !existing.schemas.has(schema))
      .map((schema) => step(`create schema ${schema}`, createSchema(schema))),
    ...(shapes.some((shape) => shape.exclusions.length > 0) && !existing.hasRangeKeys
      ? [step("create extension btree_gist", createRangeKeys())]
      : []),
    ...shapes.flatMap((shape) => {
      const name = fullName(shape);
      const entry = entries.get(name);
      const chain = entry && chains.get(entry.record.name);
      return planTable(shape, existing.tables.get(name), {
        used: existing.usedStates.get(name) ?? [],
        ...(entry && { entry, gaps: existing.gaps.get(name) }),
        ...(chain && { chain }),
      });
    }),
    ...(ahead.has("kehu") || journalTriggers.every((name) => existing.guards.has(name))
      ? []
      : [step("guard kehu.journal", ...guardJournal())]),
    ...(ahead.has("kehu") || existing.guards.has(settingsGuard) ? [] : [step("guard the settings of kehu.tenant", ...guardSettings())]),
    ...planRetired(registry, existing, { shapes, ahead }),
  ];
  return { steps: [...steps, ...planVersions(registry, existing, { ahead, isLossless: steps.every((each) => !each.destructive) })] };
}

/** The plan as text, a line for each step; what loses something is marked. */
export const formatPlan = (plan: InstallPlan): string =>
  plan.steps.length === 0
    ? "nothing to change"
    : plan.steps.map((each) => (each.destructive ? `${each.text} (destructive)` : each.text)).join("\n");

const step = (text: string, ...statements: readonly Statement[]): InstallStep => ({ text, destructive: false, statements });
const loss = (text: string, ...statements: readonly Statement[]): InstallStep => ({ text, destructive: true, statements });

/** What else is known of a record's table. */
interface Known {
  /** States that rows are in and that were given up. */
  readonly used: readonly string[];
  readonly entry?: RecordEntry;
  readonly gaps?: RowGaps | undefined;
  /** The upgrades that its rows have before them. */
  readonly chain?: RecordChain;
}

function planTable(shape: TableShape, found: ExistingTable | undefined, known: Known): readonly InstallStep[] {
  const name = fullName(shape);
  if (found === undefined)
    return [step(`create table ${name}`, ...createTable(shape), ...shape.indexes.map((index) => createIndex(shape, index)))];
  const { steps: moves, table: existing } = planMoves(shape, found, known);
  // A column that is emptied takes its indexes and constraints along.
  const stays = (present: boolean, columns: readonly string[]): boolean =>
    present && !columns.some((column) => isRetyped(shape, found, column));
  return [
    ...(existing.isRetired ? [step(`take back table ${name}`, takeBack(shape))] : []),
    ...planStale(shape, existing),
    ...moves,
    ...planColumns(shape, existing, known),
    ...planGaps(shape, existing, known),
    ...planStates(shape, existing, known),
    ...shape.indexes
      .filter((index) => !stays(existing.indexes.includes(index.name), index.columns))
      .map((index) => step(`create index ${name}.${index.name}`, dropIndex(shape, index.name), createIndex(shape, index))),
    ...shape.exclusions
      .filter(({ name: key, equal, from, until }) => !stays(Object.hasOwn(existing.constraints, key), [...equal, from, until]))
      .map((exclusion) =>
        step(`add constraint ${name}.${exclusion.name}`, dropConstraint(shape, exclusion.name), addExclusion(shape, exclusion)),
      ),
    ...(shape.tenantColumn === undefined || existing.isConfined
      ? []
      : [step(`confine ${name} to its tenant`, dropPolicy(shape), ...confine(shape, shape.tenantColumn))]),
  ];
}

/** Columns that get another name: that of their field, or one aside where the upgrade of the rows reads them before they go. */
function planMoves(
  shape: TableShape,
  found: ExistingTable,
  { chain }: Known,
): { readonly steps: readonly InstallStep[]; readonly table: ExistingTable } {
  const place = fullName(shape);
  const columns: Record<string, string> = { ...found.columns };
  const steps: InstallStep[] = [];
  const move = (from: string, to: string, loses?: string): void => {
    const text = loses ?? `rename column ${place}.${from} to ${to}`;
    steps.push({ ...step(text, renameColumn(shape, from, to)), destructive: loses !== undefined });
    columns[to] = columns[from] as string;
    delete columns[from];
  };
  if (!chain) return { steps, table: found };
  const aside = (column: string, isLoss: boolean): void =>
    move(column, asideOf(column), isLoss ? `drop column ${place}.${column}, once the records are upgraded` : undefined);
  for (const { from, to } of movesOf(shape, found, chain)) {
    if (Object.hasOwn(columns, to)) aside(to, true);
    move(from, to);
  }
  const filled = new Set([...filledBy(chain)].flatMap(columnsCalled));
  for (const column of Object.keys(columns)) {
    const isGone = !Object.hasOwn(shape.columns, column);
    if (isAside(column) || !(isGone || isRetyped(shape, { ...found, columns }, column))) continue;
    if (filled.has(column)) aside(column, false);
    else if (isGone && filled.size > 0) aside(column, true);
  }
  return { steps, table: { ...found, columns } };
}

const columnsCalled = (field: string): readonly string[] => ["", "_amount", "_currency"].map((part) => `${columnName(field)}${part}`);
/** The columns of renamed fields that are there under their old name; one whose new name is still another's old one waits for it. */
function movesOf(shape: TableShape, found: ExistingTable, chain: RecordChain): readonly { readonly from: string; readonly to: string }[] {
  const moves = [...renamesOf(chain)]
    .flatMap(([old, name]) => columnsCalled(old).map((from, index) => ({ from, to: columnsCalled(name)[index] as string })))
    .filter(({ from, to }) => Object.hasOwn(found.columns, from) && Object.hasOwn(shape.columns, to));
  const waits = ({ to }: { readonly to: string }): number => (moves.some(({ from }) => from === to) ? 1 : 0);
  return moves.sort((one, other) => waits(one) - waits(other));
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

function planColumns(shape: TableShape, existing: ExistingTable, { entry }: Known): readonly InstallStep[] {
  const place = fullName(shape);
  const vanished = Object.keys(existing.columns).filter((column) => !Object.hasOwn(shape.columns, column) && !isAside(column));
  return [
    ...vanished.map((column) => loss(`drop column ${place}.${column}`, dropColumn(shape, column))),
    ...Object.entries(shape.columns).flatMap(([column, wanted]) => {
      const present = existing.columns[column];
      if (present === undefined) return [step(`add column ${place}.${column}`, addColumn(shape, column, wanted, defaultIn(entry, column)))];
      if (!isRetyped(shape, existing, column)) return [];
      const text = `empty column ${place}.${column}, from ${present} to ${catalogueType(wanted)}`;
      return [loss(text, dropColumn(shape, column), addColumn(shape, column, wanted, defaultIn(entry, column)))];
    }),
  ];
}

/** What stands in a column of a field with a default, where nothing else was given. */
function defaultIn(entry: RecordEntry | undefined, name: string): unknown {
  const column = entry?.table.columns.find((each) => each.name === name);
  if (!entry || !column) return undefined;
  const value = defaultOf(entry.table, column.field);
  return value === undefined ? undefined : columnValue(column, { [column.field]: value });
}

/** What rows lack that their record type demands, and what they hold beside. */
function planGaps(shape: TableShape, existing: ExistingTable, { entry, gaps, chain }: Known): readonly InstallStep[] {
  if (!entry || !gaps) return [];
  const place = fullName(shape);
  const columnsOf = (field: string) => (entry.table.byField.get(field) ?? []).map(({ name }) => name);
  const text = `drop ${gaps.stray.join(", ")} from ${place}.data`;
  return [
    ...gaps.lacking.map((field) => ({ ...step(`fill ${place}, field ${field}: nothing says with what`), unfilled: field })),
    ...gaps.defaulted
      .flatMap(columnsOf)
      .filter((column) => Object.hasOwn(existing.columns, column) && !isRetyped(shape, existing, column))
      .map((column) => step(`fill column ${place}.${column}`, ...fillColumn(shape, column, defaultIn(entry, column)))),
    // the upgrade of the rows may read them, and takes them along
    ...(gaps.stray.length > 0 ? [loss(text, ...(chain ? [] : dropKeys(shape, gaps.stray)))] : []),
  ];
}

function isRetyped(shape: TableShape, existing: ExistingTable, column: string): boolean {
  const [wanted, present] = [shape.columns[column], existing.columns[column]];
  return wanted !== undefined && present !== undefined && catalogueType(wanted) !== present;
}

function planStates(shape: TableShape, existing: ExistingTable, { used, chain }: Known): readonly InstallStep[] {
  const { states } = shape;
  if (states === undefined) return [];
  const present = statesOf(existing);
  if (present.length === states.length && states.every((state) => present.includes(state))) return [];
  const statements = changeStates(shape, states);
  const unmapped = used.filter((state) => !states.includes(chain ? stateAfter(chain, state) : state));
  return [
    unmapped.length > 0
      ? loss(`give up states of ${fullName(shape)} that rows are in: ${unmapped.join(", ")}`, ...statements)
      : step(`change states of ${fullName(shape)}`, ...statements),
  ];
}

/** Record types that left their pack. A pack that is not given at all keeps its tables without a word. */
function planRetired(
  registry: Registry,
  existing: Existing,
  { shapes, ahead }: { readonly shapes: readonly TableShape[]; readonly ahead: ReadonlySet<string> },
): readonly InstallStep[] {
  const packs = registry.packs.filter(({ name }) => !ahead.has(name) && name !== "kehu");
  const given = new Set([...(ahead.has("kehu") ? [] : ["kehu"]), ...packs.map((pack) => schemaOf(`${pack.name}/any`))]);
  const wanted: ReadonlySet<string> = new Set(shapes.map(fullName));
  const isRecord = (table: ExistingTable): boolean => Object.hasOwn(table.columns, "retracted_at") && Object.hasOwn(table.columns, "data");
  return [...existing.tables.values()]
    .filter((table) => given.has(table.schema) && isRecord(table) && !table.isRetired && !wanted.has(fullName(table)))
    .map((table) => loss(`retire table ${fullName(table)}`, retire(table)));
}

/** What is installed from now on. Code of the version before may go on beside it, where nothing was taken away and no row changes. */
function planVersions(
  registry: Registry,
  existing: Existing,
  { ahead, isLossless }: { readonly ahead: ReadonlySet<string>; readonly isLossless: boolean },
): readonly InstallStep[] {
  const chains = chainsOf(registry, existing);
  const packs = registry.packs.flatMap((pack) => {
    const { name, version } = pack;
    const digest = digestOf(pack);
    const present = existing.packs.get(name);
    if (ahead.has(name) || (present?.version === version && present.digest === digest)) return [];
    const isNew = present !== undefined && present.version !== version;
    const records = [...chains.keys()].filter((record) => record.startsWith(`${name}/`));
    const serves = !present || !isLossless || (isNew && records.length > 0) ? version : isNew ? present.version : present.serves;
    return [
      step(`record pack ${name} ${version}${isNew ? `, was ${present.version}` : ""}`, recordPack({ name, version, digest, serves })),
      ...(isNew && records.length > 0
        ? [step(`upgrade the records of ${records.join(", ")}`, beginUpgrade({ name, from: present.version, to: version }))]
        : []),
    ];
  });
  const isUpgrade = registry.packs.some(
    ({ name, version }) => !ahead.has(name) && (existing.packs.get(name)?.version ?? version) !== version,
  );
  return [
    ...packs,
    ...(isUpgrade ? [step("tell the processes that are running", ...tellProcesses())] : []),
    ...(existing.format === schemaFormat ? [] : [step(`record format ${schemaFormat}`, ...recordFormat(schemaFormat))]),
  ];
}
