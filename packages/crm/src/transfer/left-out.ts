import type { Database } from "../database/database.js";
import type { Registry } from "../registry.js";
import { readExisting } from "../schema/existing.js";
import { formatPlan, planInstall } from "../schema/plan.js";
import { shapesOf } from "../schema/shapes.js";
import { fullName } from "../schema/table-shape.js";

/**
 * Why the packs of this program would leave something of a database out, without a word: what they do not know, they do not copy.
 *
 * @returns how to go on after "it" or "the database"; undefined where nothing would be left out
 */
export async function leftOut(database: Database, registry: Registry): Promise<string | undefined> {
  const existing = await database.administer((transaction) => readExisting(transaction, registry));
  const known: ReadonlySet<string> = new Set(shapesOf(registry).map(fullName));
  const strange = [...existing.tables.keys()].filter((table) => !known.has(table));
  if (strange.length > 0) return `holds ${strange.join(", ")}, which no pack of this program defines`;
  for (const { name, version } of registry.packs) {
    const installed = existing.packs.get(name)?.version ?? version;
    // code of the version before may go on there, and does not know what came with the new one
    if (installed !== version) return `is installed with the pack ${name} ${installed}, and this program has ${version}; ${sameVersions}`;
  }
  const [pending] = existing.pending;
  if (pending) return `has records of the pack ${pending[0]} that are on their way to ${pending[1].to}; install first, which goes on there`;
  const { steps } = planInstall(registry, existing);
  return steps.length > 0 ? `is not installed as the packs of this program define it; install first: ${formatPlan({ steps })}` : undefined;
}
const sameVersions = "install, or take the program with the same versions";
