import type { AnyNeed, Instant, Needs } from "@kehu/core";
import type { Result, Row, Statement } from "../database/database.js";
import type { Registry } from "../registry.js";
import type { Tenant } from "../tenant.js";
import type { Asking } from "./access.js";
import { type Aim, type Aimed, aimsAt, aimsOf, missing, type NeedsMoment, type Start } from "./need-paths.js";
import { type Activities, type Loading, type Lock, loadActivity, loadHistory, loadMany, loadOne, loadTotals } from "./need-statements.js";

/** Sends statements in one round trip. */
type Send = (statements: readonly Statement[]) => Promise<readonly Result[]>;
interface NeedOptions {
  /** Records that a decision reads one by one cannot change until the transaction ends. */
  readonly lock?: boolean;
  /** Activity after this instant is not looked at. */
  readonly asOf?: Instant;
  /** What was found of activity already and cannot have changed since. */
  readonly known?: KnownActivity;
}
/** What customers did, by whose it is, where and until when. */
export type KnownActivity = Map<string, unknown>;

/** A need that some moments share, under whatever names. */
interface Wanted {
  readonly key: string;
  readonly need: AnyNeed;
  /** How many other needs come before it. */
  readonly level: number;
  /** True where others are counted from it: two who decide on the same count wait for each other. */
  counts: boolean;
  readonly moments: Set<number>;
}
/** A statement on its way, and what each moment gets of its rows. */
interface Pending {
  readonly wanted: Wanted;
  readonly statement: Statement | undefined;
  readonly read: (rows: readonly Row[]) => (moment: number) => unknown;
}
type Given = Map<string, Map<number, unknown>>;

/**
 * Loads what some decisions need to know, with the definitions' own authority: each different need in one statement for all of
 * them, needs that do not build on each other in one round trip.
 *
 * @returns the needs of each moment, under their names
 * @throws KehuError `crm/reference-missing` where `one` finds nothing, `crm/too-many` where `many` finds more than 1,000
 */
export async function loadNeeds(
  send: Send,
  registry: Registry,
  tenant: Tenant,
  moments: readonly NeedsMoment[],
  options: NeedOptions = {},
): Promise<readonly Readonly<Record<string, unknown>>[]> {
  const wanted = wantedBy(moments);
  const given: Given = new Map();
  const [first] = moments;
  if (first && wanted.length > 0) {
    const asking: Asking = { registry, tenant, actor: first.actor, authority: "definition" };
    const levels = Math.max(...wanted.map(({ level }) => level));
    for (let level = 0; level <= levels; level += 1) {
      // Locks are taken in one order, so that two writes never wait for each other.
      const due = wanted
        .filter((each) => each.level === level)
        .sort((one, other) => (one.need.record.name < other.need.record.name ? -1 : 1));
      await loadLevel(send, asking, due, { moments, given, ...options });
    }
  }
  return moments.map(({ needs }, index) => {
    const loaded: Record<string, unknown> = {};
    for (const [name, need] of namedIn(needs)) loaded[name] = givenTo(registry, need, { moments, given }, index);
    return loaded;
  });
}

const named = new WeakMap<Needs, readonly (readonly [name: string, need: AnyNeed])[]>();
/** Most moments of a batch share their needs. */
function namedIn(needs: Needs): readonly (readonly [name: string, need: AnyNeed])[] {
  const known = named.get(needs) ?? Object.entries(needs);
  named.set(needs, known);
  return known;
}

type Loaded = Batch & NeedOptions;
interface Batch {
  readonly moments: readonly NeedsMoment[];
  readonly given: Given;
}

async function loadLevel(send: Send, asking: Asking, due: readonly Wanted[], batch: Loaded): Promise<void> {
  const pending = due.map((wanted) => begin(asking, wanted, batch));
  const statements = pending.flatMap(({ statement }) => statement ?? []);
  const results = statements.length > 0 ? await send(statements) : [];
  let next = 0;
  for (const { wanted, statement, read } of pending) {
    const ofMoment = read(statement ? (results[next++] as Result).rows : []);
    batch.given.set(wanted.key, new Map([...wanted.moments].map((moment) => [moment, ofMoment(moment)])));
  }
}

function begin(asking: Asking, wanted: Wanted, batch: Loaded): Pending {
  const { need, moments } = wanted;
  const starts = new Map([...moments].map((moment) => [moment, startOf(asking.registry, need, batch, moment)]));
  switch (need.kind) {
    case "one":
      return beginOne(asking, wanted, starts, batch.lock ? (wanted.counts ? "update" : "share") : undefined);
    case "activity":
      return beginActivity(asking, wanted, starts, batch);
    case "history":
      return beginSets(
        wanted,
        (start) => aimsAt(need, start),
        starts,
        (sets) => loadHistory(asking, need, sets),
      );
    default:
      return beginSets(
        wanted,
        (start) => aimsOf(asking.registry, start),
        starts,
        (sets): Loading<unknown> => (need.kind === "many" ? loadMany(asking, need, sets) : loadTotals(asking, need, sets)),
      );
  }
}

function beginOne(asking: Asking, wanted: Wanted, starts: ReadonlyMap<number, Start>, lock: Lock): Pending {
  const { need } = wanted;
  const aimed: Aimed = new Map();
  const aims = new Map<number, readonly Aim[]>();
  for (const [moment, start] of starts) aims.set(moment, aimsAt(need, start, aimed));
  const found = new Set<string>();
  for (const each of aims.values()) for (const { uuid } of each) found.add(uuid);
  const uuids = [...found].sort();
  const loading = uuids.length > 0 ? loadOne(asking, need, uuids, lock) : undefined;
  return {
    wanted,
    statement: loading?.statement,
    read(rows) {
      const records = loading?.read(rows);
      return (moment) => {
        const own = aims.get(moment) ?? [];
        if (!Array.isArray(starts.get(moment)?.of?.given)) return own[0] && records?.get(own[0].uuid);
        return own.flatMap(({ uuid }) => records?.get(uuid) ?? []);
      };
    },
  };
}

/** Loads for sets of aims, each different set once. */
function beginSets<T>(
  wanted: Wanted,
  aims: (start: Start) => readonly Aim[],
  starts: ReadonlyMap<number, Start>,
  load: (sets: readonly (readonly Aim[])[]) => Loading<T>,
): Pending {
  const numbers = new Map<string, number>();
  const sets: (readonly Aim[])[] = [];
  const setOf = new Map<number, number>();
  for (const [moment, start] of starts) {
    const set = aims(start);
    const key = set.map(({ uuid }) => uuid).join();
    let number = numbers.get(key);
    if (number === undefined) {
      number = sets.push(set) - 1;
      numbers.set(key, number);
    }
    setOf.set(moment, number);
  }
  const loading = load(sets);
  return {
    wanted,
    statement: sets.some((set) => set.length > 0) ? loading.statement : undefined,
    read(rows) {
      const ofSet = loading.read(rows);
      return (moment) => ofSet(setOf.get(moment) as number);
    },
  };
}

function beginActivity(
  asking: Asking,
  wanted: Wanted,
  starts: ReadonlyMap<number, Start>,
  { asOf, known = new Map() }: NeedOptions,
): Pending {
  const asked = new Map<string, Activities>();
  const keyOfMoment = new Map<number, string>();
  for (const [moment, start] of starts) {
    const line = start.moment.record["line"];
    const [aim] = aimsAt(wanted.need, start);
    if (!aim) continue;
    const activities = { customer: aim.uuid, line: typeof line === "string" ? line : undefined };
    const key = `${activities.customer} ${asOf ?? ""} ${activities.line ?? ""}`;
    keyOfMoment.set(moment, key);
    if (!known.has(key)) asked.set(key, activities);
  }
  const loading = loadActivity(asking, [...asked.values()], asOf);
  return {
    wanted,
    statement: asked.size > 0 ? loading.statement : undefined,
    read(rows) {
      const ofSet = loading.read(rows);
      for (const [set, key] of [...asked.keys()].entries()) known.set(key, ofSet(set));
      return (moment) => known.get(keyOfMoment.get(moment) ?? "") ?? ofSet(-1);
    },
  };
}

/** What a need gave a moment; a required record that is not there ends it. */
function givenTo(registry: Registry, need: AnyNeed, { moments, given }: Batch, moment: number): unknown {
  const value = given.get(keyOf(need))?.get(moment);
  if (need.kind !== "one" || need.optional || (value !== undefined && !Array.isArray(value))) return value;
  const start = startOf(registry, need, { moments, given }, moment);
  if (start.of && start.of.given === undefined) return value;
  const aims = aimsAt(need, start);
  if (Array.isArray(value)) {
    if (value.length < aims.length)
      throw missing(registry, need, {
        start,
        aim: aims.find(({ id }) => !value.some((record) => (record as { id: string }).id === id)),
        moment,
      });
    return value;
  }
  if (value === undefined) throw missing(registry, need, { start, aim: aims[0], moment });
  return value;
}

function startOf(registry: Registry, need: AnyNeed, batch: Batch, index: number): Start {
  const moment = batch.moments[index] as NeedsMoment;
  return need.of ? { moment, of: { given: givenTo(registry, need.of, batch, index) } } : { moment };
}

/** Every different need of some moments, those that others build on first. */
function wantedBy(moments: readonly NeedsMoment[]): readonly Wanted[] {
  const wanted = new Map<string, Wanted>();
  const want = (need: AnyNeed, moment: number): number => {
    const level = need.of ? want(need.of, moment) + 1 : 0;
    const key = keyOf(need);
    const known = wanted.get(key);
    if (known) known.moments.add(moment);
    else wanted.set(key, { key, need, level, counts: false, moments: new Set([moment]) });
    const start = (need.kind === "many" || need.kind === "totals") && need.of ? wanted.get(keyOf(need.of)) : undefined;
    if (start) start.counts = true;
    return level;
  };
  for (const [index, { needs }] of moments.entries()) for (const [, need] of namedIn(needs)) want(need, index);
  return [...wanted.values()];
}

const keys = new WeakMap<AnyNeed, string>();
/** The same for needs that ask for the same, whoever declares them. */
function keyOf(need: AnyNeed): string {
  const known = keys.get(need);
  if (known !== undefined) return known;
  const plain = (_: string, value: unknown): unknown =>
    typeof value === "object" && value !== null && (value as { kind?: unknown }).kind === "record"
      ? (value as { name?: unknown }).name
      : value;
  const key = JSON.stringify(
    [
      need.kind,
      need.record.name,
      need.path,
      need.where ?? null,
      need.measures ? Object.entries(need.measures) : null,
      need.of ? keyOf(need.of) : null,
    ],
    plain,
  );
  keys.set(need, key);
  return key;
}
