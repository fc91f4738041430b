import { type Actor, type Grant, type Role, refused, type Verb } from "@kehu/core";
import { hole, type Values } from "../database/compile.js";
import type { RecordEntry, Registry } from "../registry.js";
import type { Tenant } from "../tenant.js";
import { fieldHidden, notGranted, unknownRole } from "./refusals.js";

/** Who asks, of whose data. */
export interface Asking {
  readonly registry: Registry;
  readonly tenant: Tenant;
  readonly actor: Actor;
  /** `definition`: what a definition needs to decide is read with its own authority; never another tenant's. The actor's rights unless told. */
  readonly authority?: "actor" | "definition";
}

const byAct = new WeakMap<Role, ReadonlyMap<string, readonly Grant[]>>();
const none: readonly Grant[] = [];

/**
 * The rights that an actor's roles add up to.
 *
 * @throws KehuError `crm/unknown-role`
 */
export function grantsFor(registry: Registry, actor: Actor, verb: Verb, on: string): readonly Grant[] {
  if (actor.roles.length === 1) return grantsOf(registry, actor.roles[0] as string).get(`${verb} ${on}`) ?? none;
  return [...new Set(actor.roles)].flatMap((name) => grantsOf(registry, name).get(`${verb} ${on}`) ?? none);
}

function grantsOf(registry: Registry, name: string): ReadonlyMap<string, readonly Grant[]> {
  const role = registry.roles.get(name);
  if (!role) throw refused(unknownRole({ role: name }));
  const known = byAct.get(role);
  if (known) return known;
  const indexed = new Map<string, Grant[]>();
  for (const grant of role.grants) {
    const key = `${grant.verb} ${grant.on}`;
    const list = indexed.get(key);
    if (list) list.push(grant);
    else indexed.set(key, [grant]);
  }
  byAct.set(role, indexed);
  return indexed;
}

/**
 * The grants by which an actor may read these fields of a record type; a grant that hides one of them does not count.
 *
 * @param fields - whatever plays a part: selected, filtered, sorted, grouped or measured
 * @returns undefined under a definition's own authority
 * @throws KehuError `crm/not-granted`, `crm/field-hidden`, `crm/unknown-role`
 */
export function readGrants(asking: Asking, entry: RecordEntry, fields: ReadonlySet<string>): readonly Grant[] | undefined {
  if (asking.authority === "definition") return undefined;
  const grants = requireRead(asking, entry);
  const hidden = grants.map((grant) => (grant.hide ?? []).filter((field) => fields.has(field)));
  const open = grants.filter((_, index) => hidden[index]?.length === 0);
  if (open.length > 0) return open;
  const fewest = hidden.sort((a, b) => a.length - b.length)[0] ?? [];
  throw refused(fieldHidden({ actor: asking.actor.id, record: entry.record.name, fields: fewest.join(", ") }));
}

/** @throws KehuError `crm/not-granted` where the actor may not read the record type at all */
export function requireRead(asking: Asking, entry: RecordEntry): readonly Grant[] {
  if (asking.authority === "definition") return none;
  const grants = grantsFor(asking.registry, asking.actor, "read", entry.record.name);
  if (grants.length === 0) throw refused(notGranted({ actor: asking.actor.id, verb: "read", name: entry.record.name }));
  return grants;
}

/** Who asks, with holes where the values of tenant and actor stand, to put a statement together that serves all who have the same roles. */
export const askingAnybody = (asking: Asking): Asking => ({
  ...asking,
  tenant: { ...asking.tenant, id: hole("tenant") },
  actor: { ...asking.actor, id: hole("actor"), teams: hole("teams") },
});
export const valuesOf = ({ tenant, actor }: Asking): Values => ({ tenant: tenant.id, actor: actor.id, teams: actor.teams ?? [] });
/** What such a statement depends on beside the values; undefined for who serves himself or herself, whose own customer stands in it. */
export const sharedBy = ({ authority, actor }: Asking): string | undefined =>
  actor.customerId === undefined ? `${authority ?? "actor"} ${actor.roles.join()}` : undefined;

/** Grants that hide the same fields. */
export interface Sight {
  readonly hide: ReadonlySet<string>;
  readonly grants: readonly Grant[];
}
/** The grants by which an actor may read a record type, by what they hide; under a definition's own authority nothing is hidden. */
export function sightsOf(asking: Asking, entry: RecordEntry): readonly Sight[] {
  if (asking.authority === "definition") return [{ hide: new Set(), grants: [] }];
  const sights = new Map<string, { readonly hide: ReadonlySet<string>; readonly grants: Grant[] }>();
  for (const grant of requireRead(asking, entry)) {
    const key = [...(grant.hide ?? [])].sort().join();
    const known = sights.get(key);
    if (known) known.grants.push(grant);
    else sights.set(key, { hide: new Set(grant.hide), grants: [grant] });
  }
  return [...sights.values()];
}
