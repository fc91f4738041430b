import { defineRefusal, refused } from "@kehu/core";
import { sql, statement } from "../database/compile.js";
import type { Database } from "../database/database.js";
import { DatabaseRefusal } from "../database/failures.js";
import type { Registry } from "../registry.js";
import { type Existing, readExisting } from "./existing.js";
import { formatPlan, type InstallPlan, planInstall, schemaFormat, shapesOf } from "./plan.js";

export const destructiveChange = defineRefusal(
  "crm/destructive-change",
  "Installing would lose what the packs no longer define:\n{changes}\nDefine it again, or install with acceptDestructive.",
);
export const databaseNewer = defineRefusal(
  "crm/database-newer",
  "The database was installed by a newer version: {what} is {found} there and {known} here; update this program.",
);
export const recordsBreakKey = defineRefusal(
  "crm/records-break-key",
  "The key {constraint} cannot be installed, because records in {table} break it already; correct them, or change the key.",
);

export interface InstallOptions {
  /** Drops the columns and gives up the states that the packs no longer define; tables are always kept. */
  readonly acceptDestructive?: boolean;
}

/**
 * Brings a database to what the packs define: tables, columns, indexes, keys and policies, in one transaction.
 * Of two processes that install at once, one waits and then finds everything there.
 *
 * @returns what was changed; empty where everything was there already
 * @throws KehuError `crm/destructive-change` with the plan, `crm/database-newer`, `crm/records-break-key`
 */
export async function install(database: Database, registry: Registry, options: InstallOptions = {}): Promise<InstallPlan> {
  try {
    return await database.administer(async (transaction) => {
      const shapes = shapesOf(registry);
      const existing = await readExisting(transaction, shapes, [lock]);
      refuseNewer(registry, existing);
      const plan = planInstall(registry, existing, shapes);
      if (!options.acceptDestructive) refuseDestructive(plan);
      await transaction.commit(plan.steps.flatMap((step) => step.statements));
      return plan;
    });
  } catch (error) {
    if (error instanceof DatabaseRefusal)
      throw refused(recordsBreakKey({ constraint: error.constraint ?? "?", table: error.table ?? "?" }));
    throw error;
  }
}

/** What an installation would change, without changing it. Nothing is refused: the destructive steps are marked. */
export function previewInstall(database: Database, registry: Registry): Promise<InstallPlan> {
  return database.administer(async (transaction) => {
    const shapes = shapesOf(registry);
    return planInstall(registry, await readExisting(transaction, shapes, [lock]), shapes);
  });
}

/** Held until the end of the transaction; "kehu" in ASCII. */
const lock = statement(sql`select pg_advisory_xact_lock(${0x6b656875})`);

function refuseDestructive(plan: InstallPlan): void {
  const steps = plan.steps.filter((step) => step.destructive);
  if (steps.length > 0)
    throw refused(destructiveChange({ changes: formatPlan({ steps }) }), { details: { plan: formatPlan(plan).split("\n") } });
}

function refuseNewer(registry: Registry, existing: Existing): void {
  if ((existing.format ?? 0) > schemaFormat)
    throw refused(databaseNewer({ what: "the format of the tables", found: existing.format as number, known: schemaFormat }));
  for (const { name, version } of registry.packs) {
    const found = existing.packs.get(name)?.version;
    if (found !== undefined && compareVersions(found, version) > 0)
      throw refused(databaseNewer({ what: `the pack ${name}`, found, known: version }));
  }
}

/** Of versions such as "1.10.0". */
function compareVersions(one: string, other: string): number {
  const [left, right] = [one, other].map((version) => version.split(".").map(Number)) as [number[], number[]];
  return left.map((part, index) => part - (right[index] ?? 0)).find((difference) => difference !== 0) ?? 0;
}
