import type { Phrase } from "@kehu/core";
import { phrase } from "@kehu/core/engine";
import type { Database } from "../database/database.js";
import type { Registry } from "../registry.js";
import { readExisting } from "../schema/existing.js";
import { formatPlan, planInstall } from "../schema/plan.js";
import { shapesOf } from "../schema/shapes.js";
import { fullName } from "../schema/table-shape.js";

/**
 * Why the packs of this program would leave something of a database out, without a word: what they do not know, they do not copy.
 *
 * @returns a sentence about the database; undefined where nothing would be left out
 */
export async function leftOut(database: Database, registry: Registry): Promise<Phrase | undefined> {
  const existing = await database.administer((transaction) => readExisting(transaction, registry));
  const known: ReadonlySet<string> = new Set(shapesOf(registry).map(fullName));
  const strange = [...existing.tables.keys()].filter((table) => !known.has(table));
  if (strange.length > 0)
    return phrase("the database holds {tables}, which no pack of this program defines", { tables: strange.join(", ") });
  for (const { name, version } of registry.packs) {
    const installed = existing.packs.get(name)?.version ?? version;
    // code of the version before may go on there, and does not know what came with the new one
    if (installed !== version)
      return phrase(
        "the database is installed with the pack {pack} {installed}, and this program has {version}; install, or take the program with the same versions",
        { pack: name, installed, version },
      );
  }
  const [pending] = existing.pending;
  if (pending)
    return phrase("the database has records of the pack {pack} that are on their way to {version}; install first, which goes on there", {
      pack: pending[0],
      version: pending[1].to,
    });
  const { steps } = planInstall(registry, existing);
  return steps.length > 0
    ? phrase("the database is not installed as the packs of this program define it; install first: {plan}", { plan: formatPlan({ steps }) })
    : undefined;
}
