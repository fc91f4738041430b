import { refused } from "@kehu/core";
import { phrase, uuidOf } from "@kehu/core/engine";
import { sql, statement } from "../database/compile.js";
import type { Result, Statement } from "../database/database.js";
import type { Asking } from "../read/access.js";
import { tooMany } from "../read/refusals.js";
import type { RecordEntry } from "../registry.js";

/** A record that is about a customer: the customer itself, what points at it, and what makes no sense without one of these. */
export interface Involved {
  readonly entry: RecordEntry;
  readonly uuid: string;
  /** The roles, or else the fields, in which the customer stands there; empty for what hangs on such a record. */
  readonly roles: ReadonlySet<string>;
  /** Other customers have a part in it, or in what it hangs on. */
  readonly shared: boolean;
}
interface Link {
  readonly record: string;
  readonly uuid: string;
  readonly path: string;
  readonly role: string | undefined;
  readonly target: string;
}
type Finding = Pick<Asking, "registry" | "tenant"> & { readonly run: (statements: readonly Statement[]) => Promise<readonly Result[]> };

const mostInvolved = 20_000;
/** A receipt of a premium of a policy of a customer is three steps away. */
const farthest = 8;

/**
 * Whatever is about a customer, over every reference of every pack, those that are switched off and records that were taken back included.
 *
 * @returns by UUID, the customer first
 * @throws KehuError `crm/too-many`
 */
export async function involvedWith(finding: Finding, customerId: string): Promise<ReadonlyMap<string, Involved>> {
  const registry = finding.registry.whole ?? finding.registry;
  const customer = uuidOf("customer", customerId);
  const self = registry.records.get("customer") as RecordEntry;
  const found = new Map<string, Involved>([[customer, { entry: self, uuid: customer, roles: new Set(), shared: false }]]);
  for (let step = 1, frontier: readonly string[] = [customer]; frontier.length > 0 && step <= farthest; step += 1) {
    const links = (await linksTo(finding, frontier)).filter(
      (link) => link.target === customer || isPartOf(registry.records.get(link.record), link.path),
    );
    const shared = await withOthers(finding, [...new Set(links.map(({ uuid }) => uuid))], customer);
    const next = new Set<string>();
    for (const { record, uuid, path, role, target } of links) {
      const entry = registry.records.get(record);
      if (!entry) continue;
      const known = found.get(uuid);
      if (!known) next.add(uuid);
      const roles = new Set([...(known?.roles ?? []), ...(target === customer ? [role ?? path] : [])]);
      const inherits = target !== customer && (found.get(target)?.shared ?? false);
      found.set(uuid, { entry, uuid, roles, shared: (known?.shared ?? false) || shared.has(uuid) || inherits });
    }
    if (found.size > mostInvolved)
      throw refused(
        tooMany({
          what: phrase("The customer"),
          limit: mostInvolved,
          things: phrase("records about it"),
          advice: phrase("take it for an organization with customers of its own"),
        }),
      );
    frontier = [...next];
  }
  return found;
}

/** True where a record makes no sense without what it points at. */
const isPartOf = (entry: RecordEntry | undefined, path: string): boolean =>
  entry?.references.some((reference) => reference.path === path && reference.required) ?? false;

async function linksTo({ tenant, run }: Finding, targets: readonly string[]): Promise<readonly Link[]> {
  const [result] = await run([
    statement(
      sql`select record, record_id, path, role, target_id from kehu.link where tenant = ${tenant.id} and target_id = any(${targets}::uuid[]) order by record, record_id, path limit ${mostInvolved * 2}`,
    ),
  ]);
  return (result?.rows ?? []).map((row) => ({
    record: row["record"] as string,
    uuid: row["record_id"] as string,
    path: row["path"] as string,
    role: (row["role"] as string | null) ?? undefined,
    target: row["target_id"] as string,
  }));
}

/** Those in which another customer has a part, too. */
async function withOthers({ tenant, run }: Finding, uuids: readonly string[], customer: string): Promise<ReadonlySet<string>> {
  if (uuids.length === 0) return new Set();
  const [result] = await run([
    statement(
      sql`select distinct record_id from kehu.link where tenant = ${tenant.id} and record_id = any(${uuids}::uuid[]) and target = 'customer' and target_id <> ${customer}::uuid`,
    ),
  ]);
  return new Set((result?.rows ?? []).map((row) => row["record_id"] as string));
}
