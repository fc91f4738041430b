import { type Act, type AnyNeed, type AnyRecord, isDefinition, type Needs } from "@kehu/core";
import { withRequired } from "@kehu/core/engine";
import type { Contents } from "./contents.js";
import type { Finding } from "./finding.js";

/** What a pack may speak of: the names of its own definitions, of those that it requires, and of what is built in. */
export interface Listed {
  has(kind: "record" | "refusal" | "parameter" | "transition" | "operation", name: string): boolean;
}

export function listedIn({ all }: Contents): Listed {
  const names = {
    record: new Set(all.records.map(({ name }) => name)),
    refusal: new Set(all.refusals.map(({ code }) => code)),
    parameter: new Set(all.parameters.map(({ name }) => name)),
    transition: new Set(all.transitions.map(({ name }) => name)),
    operation: new Set(all.operations.map(({ name }) => name)),
  };
  return { has: (kind, name) => names[kind].has(name) };
}

/** The runtime's own refusals are in no pack. */
const isOwnOfKehu = (code: string): boolean => /^(?:core|crm|testing)\//.test(code);

export const unlisted = (place: string, kind: string, name: string): Finding => ({
  check: "definition-unlisted",
  place,
  problem: `speaks of the ${kind} "${name}", which neither the pack nor what it requires lists`,
  remedy: "Put it into the pack's definitions, or name its pack in `requires`",
});

/** A refusal that nobody lists has no words in other languages, and no page. */
export const refusalUnlisted = (listed: Listed, place: string, code: string | undefined): Finding | undefined =>
  code === undefined || isOwnOfKehu(code) || listed.has("refusal", code) ? undefined : unlisted(place, "refusal", code);

/** An act on something that no pack of the process has would fail with it. */
export function actsUnlisted(listed: Listed, place: string, acts: readonly Act[]): Finding | undefined {
  for (const { verb, on } of acts) {
    const kind = verb === "create" ? "record" : verb === "apply" ? "transition" : "operation";
    if (!listed.has(kind, on.name)) return unlisted(place, kind, on.name);
  }
  return undefined;
}

/**
 * What is declared, used or raised, and not listed.
 *
 * @param raised - the codes that refused in this process
 * @param exported - what the package of the pack exports
 */
export function checkListed(contents: Contents, raised: Iterable<string>, exported: Readonly<Record<string, unknown>>): readonly Finding[] {
  const { pack, own } = contents;
  const listed = listedIn(contents);
  const needing = [
    ...own.transitions.map(({ name, needs }) => ({ place: `The transition "${name}"`, needs })),
    ...own.rules.map(({ name, needs }) => ({ place: `The rule "${name}"`, needs })),
    ...own.deadlines.map(({ name, needs }) => ({ place: `The deadline "${name}"`, needs })),
    ...own.ledgers.map(({ record, needs }) => ({ place: `The ledger of "${record.name}"`, needs })),
  ];
  const about = [
    ...own.transitions.map(({ name, record }) => ({ place: `The transition "${name}"`, record })),
    ...own.rules.map(({ name, record }) => ({ place: `The rule "${name}"`, record })),
    ...own.deadlines.map(({ name, record }) => ({ place: `The deadline "${name}"`, record })),
    ...own.ledgers.map(({ record }) => ({ place: `The ledger of "${record.name}"`, record })),
  ];
  const records = [...about, ...needing.flatMap(({ place, needs }) => recordsOf(needs).map((record) => ({ place, record })))];
  return [
    ...records
      .filter(({ record }) => !listed.has("record", record.name))
      .map(({ place, record }) => unlisted(place, "record", record.name)),
    ...[...raised]
      .filter((code) => code.startsWith(`${pack.name}/`) && !listed.has("refusal", code))
      .map((code) => unlisted(`The pack "${pack.name}"`, "refusal", code)),
    ...Object.entries(exported).flatMap(([key, value]) => exportUnlisted(contents, key, value) ?? []),
  ];
}

const recordsOf = (needs: Needs): readonly AnyRecord[] => Object.values(needs).flatMap(recordsOn);
const recordsOn = (need: AnyNeed): readonly AnyRecord[] => [need.record, ...(need.of ? recordsOn(need.of) : [])];

/** A definition that the package shows and the pack does not have: nobody can use it. */
function exportUnlisted({ pack }: Contents, key: string, value: unknown): Finding | undefined {
  if (!isDefinition(value)) return undefined;
  const isKnown = withRequired([pack]).some(({ definitions }) => Object.values(definitions).includes(value));
  const { name, code = name } = value as { readonly name?: string; readonly code?: string };
  return isKnown ? undefined : unlisted(`The export "${key}"`, value.kind, code ?? key);
}

/** Findings with which createCrm refuses the pack, or would fail at the first read. */
export const stopsRuntime = ({ check, place, problem }: Finding): boolean =>
  check === "grant-unknown" || (check === "definition-unlisted" && problem.includes(" the record ") && !place.startsWith("The export "));
