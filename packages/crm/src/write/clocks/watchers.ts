import type { AnyNeed, AnyTransition, Needs } from "@kehu/core";
import type { RecordEntry, Registry } from "../../registry.js";
import { clockNames } from "./clock-rows.js";

/** A record type that is counted over a reference of another one. */
export interface Watcher {
  /** The reference of the record that leads to its parent. */
  readonly path: string;
  readonly parent: string;
}
/** How clocks of one record type look at another one: over these links, from what has changed to who looks. */
export interface Sight {
  /** Whose clocks are read again. */
  readonly looker: string;
  readonly steps: readonly Step[];
}
/** `holders`: those whose reference points here. `targets`: those that this one points at. */
export interface Step {
  readonly to: "holders" | "targets";
  /** The record type that has the reference, and where. */
  readonly record: string;
  readonly path: string;
}

const looksBack = ({ kind }: AnyNeed): boolean => kind === "many" || kind === "totals";
const isClock = ({ due, when }: AnyTransition): boolean => due !== undefined || when !== undefined;

interface Sights {
  readonly watchers: ReadonlyMap<string, readonly Watcher[]>;
  readonly sights: ReadonlyMap<string, readonly Sight[]>;
  readonly clocked: ReadonlySet<string>;
}
const indexed = new WeakMap<Registry, Sights>();
function sightsIn(registry: Registry): Sights {
  const known = indexed.get(registry);
  if (known) return known;
  const entries = [...registry.records.values()];
  const found = {
    watchers: new Map(entries.map((entry) => [entry.record.name, watchersOf(registry, entry)])),
    sights: new Map<string, Sight[]>(),
    clocked: new Set(entries.filter((entry) => clockNames(entry).length > 0).map(({ record }) => record.name)),
  };
  for (const entry of entries)
    for (const { changed, sight } of sightsOf(entry)) {
      found.clocked.add(entry.record.name);
      const list = found.sights.get(changed) ?? [];
      if (!list.some((each) => JSON.stringify(each) === JSON.stringify(sight))) found.sights.set(changed, [...list, sight]);
    }
  indexed.set(registry, found);
  return found;
}

/** The parents that some definition lets count a record type, in one order of locking. */
export const watchers = (registry: Registry, entry: RecordEntry): readonly Watcher[] =>
  sightsIn(registry).watchers.get(entry.record.name) ?? [];
/** Whose clocks look at a record type. */
export const sightsOn = (registry: Registry, record: string): readonly Sight[] => sightsIn(registry).sights.get(record) ?? [];
/** Whether anything happens to records of this type by the clock. */
export const isClocked = ({ registry }: { readonly registry: Registry }, entry: RecordEntry): boolean =>
  sightsIn(registry).clocked.has(entry.record.name);

function watchersOf(registry: Registry, entry: RecordEntry): readonly Watcher[] {
  const found = new Map<string, Watcher>();
  for (const looker of registry.records.values())
    for (const { needs } of [...looker.transitions, ...looker.rules] as readonly { readonly needs: Needs }[])
      for (const need of Object.values(needs)) {
        if (!looksBack(need) || need.record.name !== entry.record.name) continue;
        const parent = need.of?.record.name ?? looker.record.name;
        if (registry.records.has(parent)) found.set(`${parent} ${need.path}`, { path: need.path, parent });
      }
  return [...found].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, watcher]) => watcher);
}

/** What the clocks of a record type look at. What a parent follows at once, and activity, which can only postpone, are left out. */
function sightsOf(looker: RecordEntry): readonly { readonly changed: string; readonly sight: Sight }[] {
  const clocks = [...looker.deadlines, ...looker.transitions.filter(isClock)];
  return clocks.flatMap((clock) =>
    Object.values(clock.needs)
      .filter((need) => !("when" in clock && clock.when !== undefined && looksBack(need) && need.of === undefined))
      .flatMap((need) => {
        const seen: { changed: string; sight: Sight }[] = [];
        for (let each: AnyNeed | undefined = need; each; each = each.of)
          if (each.kind !== "activity" && !["id", "ownerId", "actor.id"].includes(each.path))
            seen.push({ changed: each.record.name, sight: { looker: looker.record.name, steps: stepsFrom(looker, each) } });
        return seen;
      }),
  );
}

function stepsFrom(looker: RecordEntry, need: AnyNeed): readonly Step[] {
  const owner = need.of?.record.name ?? looker.record.name;
  const step: Step = looksBack(need)
    ? { to: "targets", record: need.record.name, path: need.path }
    : { to: "holders", record: owner, path: need.path };
  return need.of ? [step, ...stepsFrom(looker, need.of)] : [step];
}

/**
 * How strongly what a record points at is locked, from the start: a lock that grows later makes two writers wait for each other.
 * A rule that counts from there decides alone; a parent that follows changes with its child; a mere reference must only stay.
 */
export function strengthTowards(entry: RecordEntry, target: string): "update" | "no key update" | "key share" {
  const countsFrom = (need: AnyNeed): boolean => looksBack(need) && need.of?.record.name === target;
  if (entry.rules.some(({ needs }) => Object.values(needs).some(countsFrom))) return "update";
  return entry.followers.some(({ transition }) => transition.record.name === target) ? "no key update" : "key share";
}

const around = new WeakMap<RecordEntry, readonly AnyNeed[]>();
/**
 * What else has to have happened before a record is changed: what its own clocks look at, and the parents that follow it with what
 * they look at. Else a child that should have closed before would close its parent too late.
 */
export function aroundOf(entry: RecordEntry): readonly AnyNeed[] {
  const known = around.get(entry);
  if (known) return known;
  const own = [...entry.deadlines, ...entry.transitions.filter(isClock)].flatMap(({ needs }) => Object.values(needs));
  const parents = entry.followers.flatMap(({ path, transition }) => {
    const parent: AnyNeed = { kind: "one", record: transition.record, path };
    return [parent, ...Object.values(transition.needs).map((need) => from(parent, need))];
  });
  around.set(entry, [...own, ...parents]);
  return [...own, ...parents];
}
/** The same need of a parent, as its child sees it. */
const from = (parent: AnyNeed, need: AnyNeed): AnyNeed => ({ ...need, of: need.of ? from(parent, need.of) : parent });
