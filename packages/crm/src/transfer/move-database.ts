import { createHash } from "node:crypto";
import { defineRefusal, type Pack, type Phrase, type Role, refused } from "@kehu/core";
import { phrase } from "@kehu/core/engine";
import * as z from "zod";
import { sql, statement } from "../database/compile.js";
import type { Database, DatabaseSource } from "../database/database.js";
import { DatabaseRefusal } from "../database/failures.js";
import { verifyJournal } from "../feed/verify-journal.js";
import { checkOptions, given, isFunction, isObject } from "../options.js";
import { buildRegistry, type Registry } from "../registry.js";
import { install } from "../schema/install.js";
import { fullName } from "../schema/table-shape.js";
import { leftOut } from "./left-out.js";
import { countRows, insertPage, lastOf, pagesOf, passOrdinals, tenantTables } from "./table-pages.js";

export const moveRefused = defineRefusal(
  "crm/move-refused",
  "The database at {from} cannot be moved to {to}: {problem}; put that right, and call it again.",
);

/** How far a move or a backup has come. */
export interface TransferProgress {
  readonly tenant: string;
  /** `kehu_insurance.policy` */
  readonly table: string;
  /** How many rows were copied altogether, in this run. */
  readonly rows: number;
}
export interface MoveDatabaseOptions {
  /** The packs of the database, in the versions that are installed there. */
  readonly packs: readonly Pack[];
  /** Roles of the vendor's own. */
  readonly roles?: readonly Role[];
  readonly onProgress?: (progress: TransferProgress) => void;
}
/** What was moved, and verified at its new place. */
export interface MovedTenant {
  readonly tenant: string;
  /** By table. */
  readonly rows: Readonly<Record<string, number>>;
  /** The last link of its journal's chain, the same at both places. */
  readonly head: string;
}

/**
 * Copies all tenants from one database to an empty one, embedded or on a server, with everything that hangs on them: journal and chain, the
 * places of the feed's consumers, timers, idempotency keys. Nobody may write meanwhile. Whoever was stopped in the middle calls it again;
 * a tenant is there as soon as all of it was copied and verified. The database that it came from stays as it is.
 *
 * @throws KehuError `crm/move-refused` where the target holds anything else, the packs are not those of the database, its journal is damaged,
 * or somebody wrote meanwhile
 */
export async function moveDatabase(
  from: DatabaseSource,
  to: DatabaseSource,
  options: MoveDatabaseOptions,
): Promise<readonly MovedTenant[]> {
  checkOptions(moveOptions, { from, to, ...options }, "moveDatabase");
  const registry = buildRegistry(options.packs, options.roles);
  const source = await from.open();
  try {
    const target = await to.open();
    try {
      return await move(source, target, { registry, onProgress: options.onProgress ?? (() => {}) });
    } finally {
      await target.close();
    }
  } finally {
    await source.close();
  }
}
const source = () => given("pglite(…) or postgres(…)", (value) => isObject(value) && isFunction(value["open"]));
const moveOptions = z.strictObject({
  from: source(),
  to: source(),
  packs: z.array(given("a pack that definePack made", isObject)),
  roles: z.array(given("a role that defineRole made", isObject)).optional(),
  onProgress: given("a function that is told how far it came", isFunction).optional(),
});

interface Moving {
  readonly registry: Registry;
  readonly onProgress: (progress: TransferProgress) => void;
}
async function move(from: Database, to: Database, { registry, onProgress }: Moving): Promise<readonly MovedTenant[]> {
  const places = { from: (await from.state()).place, to: (await to.state()).place };
  const refuse = (problem: Phrase) => refused(moveRefused({ ...places, problem }));
  const problem = await leftOut(from, registry);
  if (problem !== undefined) throw refuse(problem);
  const tenants = await tenantsOf(from);
  const mark = createHash("sha256").update(JSON.stringify(tenants)).digest("hex");
  await install(to, registry);
  await begin(to, mark, refuse);
  const moved: MovedTenant[] = [];
  const sum = { rows: 0 };
  for (const { id } of tenants) {
    const before = await verifyJournal(from, id);
    if (before.damage)
      throw refuse(
        phrase('the journal of "{tenant}" is damaged at position {position} ({damage})', {
          tenant: id,
          position: before.damage.position,
          damage: before.damage.problem,
        }),
      );
    const counts = await from.snapshot(id, async (reading) => {
      for (const shape of tenantTables(registry)) {
        const after = await lastOf((statements) => to.read(id, statements), shape, id);
        for await (const page of pagesOf((statements) => reading.send(statements), shape, id, after)) {
          const last = shape.tenantColumn === "id" ? [passOrdinals(id)] : [];
          await to
            .transaction(id, (transaction) => transaction.commit([...last, insertPage(shape, page)]))
            .catch((error: unknown) => {
              throw error instanceof DatabaseRefusal
                ? refuse(phrase('somebody else writes "{tenant}" there at the same time', { tenant: id }))
                : error;
            });
          sum.rows += page.length;
          onProgress({ tenant: id, table: fullName(shape), rows: sum.rows });
        }
      }
      return countRows((statements) => reading.send(statements), tenantTables(registry), id);
    });
    const copied = await countRows((statements) => to.read(id, statements), tenantTables(registry), id);
    for (const [table, count] of counts)
      if (copied.get(table) !== count)
        throw refuse(
          phrase('{table} has {copied} rows of "{tenant}" there and {count} here', {
            table,
            tenant: id,
            count,
            copied: copied.get(table) ?? 0,
          }),
        );
    const { head, damage } = await verifyJournal(to, id);
    if (damage || head !== before.head)
      throw refuse(
        phrase('the journal of "{tenant}" is another one there, because somebody wrote meanwhile; begin again with an empty database', {
          tenant: id,
        }),
      );
    moved.push({ tenant: id, rows: Object.fromEntries(copied), head });
  }
  if (
    createHash("sha256")
      .update(JSON.stringify(await tenantsOf(from)))
      .digest("hex") !== mark
  )
    throw refuse(phrase("a tenant was opened meanwhile"));
  await to.administer((transaction) => transaction.commit([statement(sql`delete from kehu.move`)]));
  await to.analyse();
  return moved;
}

async function tenantsOf(database: Database): Promise<readonly { readonly id: string; readonly openedAt: string }[]> {
  const [found] = await database.administer((transaction) =>
    transaction.send([statement(sql`select id, opened_at::text as opened_at from kehu.tenant order by id`)]),
  );
  return (found?.rows ?? []).map((row) => ({ id: row["id"] as string, openedAt: row["opened_at"] as string }));
}

/** An empty target, or one in which this very move was stopped. */
function begin(database: Database, mark: string, refuse: (problem: Phrase) => Error): Promise<void> {
  return database.administer(async (transaction) => {
    const [moves, tenants] = await transaction.send([
      statement(sql`select source from kehu.move for update`),
      statement(sql`select id from kehu.tenant limit 1`),
    ]);
    const [under] = moves?.rows ?? [];
    if (under ? under["source"] !== mark : (tenants?.rows.length ?? 0) > 0)
      throw refuse(phrase("it holds other data; name an empty database"));
    if (!under) await transaction.commit([statement(sql`insert into kehu.move (source, started_at) values (${mark}, now())`)]);
  });
}
