import { checkDefaults } from "./check-defaults.js";
import { type AnyDefinition, type Definitions, transitionsOf } from "./definition.js";
import { invalidDefinition } from "./invalid.js";
import { checkWords } from "./pack-words.js";
import { checkValues } from "./parameter.js";
import { checkUpgrades, type Upgrade } from "./upgrade.js";
import type { SomeWords, Words } from "./words.js";

/** Definitions under one name and version, with their words. */
export interface Pack {
  readonly name: string;
  readonly version: string;
  readonly requires: readonly Pack[];
  /** By the name under which they are exported. */
  readonly definitions: Readonly<Record<string, AnyDefinition>>;
  readonly locales: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  /** How records of older versions become those of this one, oldest first. */
  readonly upgrades?: readonly Upgrade[];
}
export interface PackDef<D extends Definitions> {
  readonly name: string;
  /** Semantic version of the pack. */
  readonly version: string;
  readonly requires?: readonly Pack[];
  /** Usually `import * as` of the pack's files, spread together. What is no definition is passed over. */
  readonly definitions: D;
  /** By language. English may leave to the names what they say well; any further language, such as `ja`, leaves to English what it has not. */
  readonly locales: {
    readonly "zh-CN": Words<D>;
    readonly en?: SomeWords<D>;
    readonly [locale: string]: SomeWords<D> | Words<D> | undefined;
  };
  /** What new versions did to records that were there, oldest first; what is only added needs none. */
  readonly upgrades?: readonly Upgrade[];
}

/**
 * Puts a pack together: all the wiring, no logic.
 *
 * @throws KehuError `core/invalid-definition` for names outside the pack, names used twice, missing words, values that their parameter refuses,
 * upgrades out of order
 */
export function definePack<const D extends Definitions>(def: PackDef<D>): Pack {
  const place = `The pack "${def.name}"`;
  if (!/^[a-z]+(-[a-z]+)*$/.test(def.name)) throw invalidDefinition(place, 'needs a name such as "real-estate": small letters and hyphens');
  if (!/^\d+\.\d+\.\d+$/.test(def.version)) throw invalidDefinition(place, 'needs a version such as "0.1.0"');
  if (typeof def.definitions !== "object" || def.definitions === null) throw invalidDefinition(place, "needs definitions");
  const definitions = Object.fromEntries(
    Object.entries(def.definitions).filter((entry): entry is [string, AnyDefinition] => isDefinition(entry[1])),
  );
  const seen = new Map<string, string>();
  for (const [key, definition] of Object.entries(definitions)) {
    if (definition.kind === "parameter") checkValues(definition);
    checkDefaults(definition);
    for (const name of namesOf(definition)) {
      if (!isOwn(def.name, name, definition))
        throw invalidDefinition(`${place}, definition "${key}",`, `is called "${name}"; a pack's names begin with "${def.name}/"`);
      const other = seen.get(`${definition.kind} ${name}`);
      if (other !== undefined)
        throw invalidDefinition(place, `defines the ${definition.kind} "${name}" twice: as "${other}" and as "${key}"`);
      seen.set(`${definition.kind} ${name}`, key);
    }
  }
  checkWords(place, definitions, def.locales as never);
  const { name, version, requires = [], upgrades = [] } = def;
  checkUpgrades(place, { name, version }, upgrades);
  return { name, version, requires, definitions, locales: def.locales as never, ...(upgrades.length > 0 && { upgrades }) };
}

const kinds: ReadonlySet<string> = new Set([
  "record",
  "lifecycle",
  "rule",
  "deadline",
  "parameter",
  "refusal",
  "operation",
  "query",
  "ledger",
  "role",
]);
/** True for what one of the ten constructs returns. */
export function isDefinition(value: unknown): value is AnyDefinition {
  return (
    value !== null && (typeof value === "object" || typeof value === "function") && kinds.has(String((value as { kind?: unknown }).kind))
  );
}

function namesOf(definition: AnyDefinition): readonly string[] {
  if (definition.kind === "lifecycle") return transitionsOf(definition).map((transition) => transition.name);
  if (definition.kind === "ledger") return [definition.record.name];
  return [definition.kind === "refusal" ? definition.code : definition.name];
}

/** Transitions, rules and ledgers may also be about a record of another pack. */
function isOwn(pack: string, name: string, definition: AnyDefinition): boolean {
  return pack === "kehu" || definition.kind === "lifecycle" || definition.kind === "ledger" || name.startsWith(`${pack}/`);
}
