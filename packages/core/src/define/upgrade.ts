import { invalidDefinition } from "./invalid.js";

/**
 * A record as its row holds it, with the names of its fields at that time. Amounts are `{ amountMinor, currency }`, a reference to records
 * of one type is their bare UUID; an empty field is absent.
 */
export type PlainRow = { readonly id: string; readonly state: string } & Readonly<Record<string, unknown>>;

/** What becomes of the records of one type; renamed first, then moved to their new state, then filled. */
export interface RecordUpgrade {
  /** Old name to new name of a field; what it holds comes along. */
  readonly renamed?: Readonly<Record<string, string>>;
  /** State that is given up to the one that takes its place, from the moment of the upgrade on. */
  readonly states?: Readonly<Record<string, string>>;
  /** New value of a field, from the row as it was before this step filled anything; absent empties an optional field. */
  readonly filled?: Readonly<Record<string, (row: PlainRow) => unknown>>;
}
/**
 * What changed with a version beyond what comes by itself. It is frozen once it was published: plain data and pure functions over plain
 * rows, which name records and fields by text and never use the definitions of today.
 */
export interface Upgrade {
  /** The version from which on records are like this; every database with an older one goes through it. */
  readonly to: string;
  /** By the record's name, `garage/car`. */
  readonly records: Readonly<Record<string, RecordUpgrade>>;
}

/** Which of two versions such as "1.10.0" is later: above 0 for the first. */
export function compareVersions(one: string, other: string): number {
  const [left, right] = [one, other].map((version) => version.split(".").map(Number)) as [number[], number[]];
  return left.map((part, index) => part - (right[index] ?? 0)).find((difference) => difference !== 0) ?? 0;
}

/** @throws KehuError `core/invalid-definition` for steps that are out of order, or about records of another pack */
export function checkUpgrades(
  place: string,
  pack: { readonly name: string; readonly version: string },
  upgrades: readonly Upgrade[],
): void {
  for (const [index, { to, records }] of upgrades.entries()) {
    const step = `${place}, upgrade to ${JSON.stringify(to)},`;
    if (!/^\d+\.\d+\.\d+$/.test(to)) throw invalidDefinition(step, 'needs a version such as "2.0.0"');
    const before = upgrades[index - 1]?.to;
    if (before !== undefined && compareVersions(before, to) >= 0)
      throw invalidDefinition(step, `comes after the one to ${before}; order them`);
    if (compareVersions(to, pack.version) > 0) throw invalidDefinition(step, `leads beyond the pack's own version, ${pack.version}`);
    for (const [record, { renamed = {} }] of Object.entries(records)) {
      if (!record.startsWith(`${pack.name}/`)) throw invalidDefinition(step, `is about "${record}", which is not a record of the pack`);
      const taken = Object.values(renamed).find((name, at, all) => all.indexOf(name) !== at || Object.hasOwn(renamed, name));
      if (taken !== undefined) throw invalidDefinition(`${step} record "${record}",`, `gives the name "${taken}" to two fields`);
    }
  }
}
