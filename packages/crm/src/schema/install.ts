import { defineRefusal, refused } from "@kehu/core";
import { compareVersions, phrase } from "@kehu/core/engine";
import { sql, statement } from "../database/compile.js";
import type { Database } from "../database/database.js";
import { DatabaseRefusal, isConflict } from "../database/failures.js";
import type { Registry } from "../registry.js";
import { type Existing, readExisting } from "./existing.js";
import { formatPlan, type InstallPlan, planInstall, schemaFormat } from "./plan.js";
import { isServed } from "./versions.js";

export const destructiveChange = defineRefusal(
  "crm/destructive-change",
  "Installing would lose what the packs no longer define:\n{changes}\nDefine it again, or install with acceptDestructive.",
);
export const databaseNewer = defineRefusal(
  "crm/database-newer",
  "The database was installed by a newer version: {what} is {found} there and {known} here; update this program.",
);
export const fieldUnfilled = defineRefusal(
  "crm/field-unfilled",
  "Records that are there already would lack required fields ({fields}); give each a default, make it optional, or fill it in an upgrade of the pack.",
);
export const upgradeUnfinished = defineRefusal(
  "crm/upgrade-unfinished",
  "The records of the pack {pack} are on their way to {version}; call crm.install() with that version, which goes on where it stopped.",
);
export const recordsBreakKey = defineRefusal(
  "crm/records-break-key",
  "The key {constraint} cannot be installed, because records in {table} break it already; correct them, or change the key.",
);

export interface InstallOptions {
  /** Drops the columns and gives up the states that the packs no longer define; tables are always kept. */
  readonly acceptDestructive?: boolean;
  /** Told after each batch of records that an upgrade has looked at. */
  readonly onProgress?: (progress: UpgradeProgress) => void;
}
/** How far the records of a tenant have come to what a new version of their pack says. */
export interface UpgradeProgress {
  readonly pack: string;
  readonly tenant: string;
  /** The record type that was looked at last. */
  readonly record: string;
  /** How many records of the tenant were looked at. */
  readonly rows: number;
}

/**
 * Brings a database to what the packs define: tables, columns, indexes, keys and policies, in one transaction.
 * Of two processes that install at once, one waits and then finds everything there.
 *
 * @returns what was changed; empty where everything was there already
 * @throws KehuError `crm/destructive-change` and `crm/field-unfilled` with the plan, `crm/database-newer`, `crm/upgrade-unfinished`,
 * `crm/records-break-key`
 */
export async function install(database: Database, registry: Registry, options: InstallOptions = {}): Promise<InstallPlan> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await installOnce(database, registry, options);
    } catch (error) {
      if (error instanceof DatabaseRefusal)
        throw refused(recordsBreakKey({ constraint: error.constraint ?? "?", table: error.table ?? "?" }));
      // somebody who wrote meanwhile held what this waited for, and waited for what this held
      if (!isConflict(error) || attempt === attempts) throw error;
    }
  }
}
const attempts = 5;

const installOnce = (database: Database, registry: Registry, options: InstallOptions): Promise<InstallPlan> =>
  database.administer(async (transaction) => {
    const existing = await readExisting(transaction, registry, [lock]);
    refuseNewer(registry, existing);
    const plan = planInstall(registry, existing);
    refuseUnfilled(plan);
    if (!options.acceptDestructive) refuseDestructive(plan);
    await transaction.commit(plan.steps.flatMap((step) => step.statements));
    return plan;
  });

/** What an installation would change, without changing it. Nothing is refused: the destructive steps are marked. */
export function previewInstall(database: Database, registry: Registry): Promise<InstallPlan> {
  return database.administer(async (transaction) => planInstall(registry, await readExisting(transaction, registry, [lock])));
}

/** Held until the end of the transaction; "kehu" in ASCII. */
const lock = statement(sql`select pg_advisory_xact_lock(${0x6b656875})`);

function refuseDestructive(plan: InstallPlan): void {
  const steps = plan.steps.filter((step) => step.destructive);
  if (steps.length > 0)
    throw refused(destructiveChange({ changes: formatPlan({ steps }) }), { details: { plan: formatPlan(plan).split("\n") } });
}

function refuseUnfilled(plan: InstallPlan): void {
  const fields = plan.steps.flatMap(({ text, unfilled }) =>
    unfilled === undefined ? [] : [text.slice("fill ".length, text.indexOf(":"))],
  );
  if (fields.length > 0) throw refused(fieldUnfilled({ fields: fields.join("; ") }), { details: { plan: formatPlan(plan).split("\n") } });
}

function refuseNewer(registry: Registry, existing: Existing): void {
  if ((existing.format ?? 0) > schemaFormat)
    throw refused(databaseNewer({ what: phrase("the format of the tables"), found: existing.format as number, known: schemaFormat }));
  for (const { name, version } of registry.packs) {
    const installed = existing.packs.get(name);
    const pending = existing.pending.get(name);
    if (installed && !isServed(version, installed))
      throw refused(databaseNewer({ what: phrase("the pack {pack}", { pack: name }), found: installed.version, known: version }));
    if (pending && compareVersions(pending.to, version) !== 0) throw refused(upgradeUnfinished({ pack: name, version: pending.to }));
  }
}
