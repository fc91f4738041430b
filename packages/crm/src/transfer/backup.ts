import { defineRefusal, type Instant, type Phrase, refused } from "@kehu/core";
import { phrase } from "@kehu/core/engine";
import { sql, statement } from "../database/compile.js";
import type { Database, Transaction } from "../database/database.js";
import { DatabaseRefusal } from "../database/failures.js";
import type { Registry } from "../registry.js";
import { schemaFormat } from "../schema/plan.js";
import { fullName, type TableShape } from "../schema/table-shape.js";
import { isWhole, readLines, writeLines } from "./backup-file.js";
import { leftOut } from "./left-out.js";
import type { TransferProgress } from "./move-database.js";
import { columnsOf, insertPage, pagesOf, passOrdinals, type TextRow, tenantTables } from "./table-pages.js";

export const backupRefused = defineRefusal(
  "crm/backup-refused",
  "The backup {file} is refused: {problem}; nothing was written, so put that right and do it again.",
);

export interface BackupOptions {
  /** All that there are unless told. */
  readonly tenants?: readonly string[];
  readonly onProgress?: (progress: TransferProgress) => void;
}
/** What a file says first. */
interface Head {
  readonly kehu: "backup";
  readonly format: number;
  readonly takenAt: Instant;
  readonly packs: Readonly<Record<string, string>>;
  readonly tenants: readonly string[];
}
/** Before the rows of a table, and after those of a tenant. */
type Mark =
  | { readonly tenant: string; readonly table: string; readonly columns: readonly string[] }
  | { readonly end: string; readonly rows: number };
interface Ground {
  readonly database: Database;
  readonly registry: Registry;
}

/**
 * Writes tenants into a file, each as it was at one instant, whatever is written meanwhile.
 *
 * @throws KehuError `crm/backup-refused` for a tenant that is not there, and where something in the database would be left out
 */
export async function backup(
  { database, registry }: Ground,
  file: string,
  { now, tenants, onProgress = () => {} }: BackupOptions & { readonly now: Instant },
): Promise<void> {
  const [found] = await database.administer((transaction) => transaction.send([statement(sql`select id from kehu.tenant order by id`)]));
  const there = (found?.rows ?? []).map((row) => row["id"] as string);
  const missing = tenants?.find((id) => !there.includes(id));
  if (missing !== undefined) throw refused(backupRefused({ file, problem: phrase('there is no tenant "{tenant}"', { tenant: missing }) }));
  const problem = await leftOut(database, registry);
  if (problem !== undefined) throw refused(backupRefused({ file, problem }));
  await writeLines(file, linesOf({ database, registry }, { now, tenants: tenants ?? there, onProgress })).catch((error: unknown) => {
    const { code, syscall } = error as NodeJS.ErrnoException;
    throw syscall === undefined
      ? error
      : refused(backupRefused({ file, problem: phrase("it cannot be written ({code})", { code: String(code) }) }), { cause: error });
  });
}

async function* linesOf(
  { database, registry }: Ground,
  { now, tenants, onProgress }: Required<BackupOptions> & { readonly now: Instant },
): AsyncGenerator<string> {
  const packs = Object.fromEntries(registry.packs.map(({ name, version }) => [name, version]));
  yield JSON.stringify({ kehu: "backup", format: schemaFormat, takenAt: now, packs, tenants } satisfies Head);
  const sum = { rows: 0 };
  for (const tenant of tenants) {
    // pages are handed over one at a time, so that memory stays bounded while the transaction is open
    const pages = handedOver<string>();
    const reading = database
      .snapshot(tenant, async (transaction) => {
        let rows = 0;
        for (const shape of tenantTables(registry)) {
          const mark: Mark = { tenant, table: fullName(shape), columns: columnsOf(shape) };
          await pages.give(JSON.stringify(mark));
          for await (const page of pagesOf((statements) => transaction.send(statements), shape, tenant)) {
            await pages.give(page.map((row) => JSON.stringify(row)).join("\n"));
            rows += page.length;
            sum.rows += page.length;
            onProgress({ tenant, table: fullName(shape), rows: sum.rows });
          }
        }
        await pages.give(JSON.stringify({ end: tenant, rows } satisfies Mark));
      })
      .finally(() => pages.end());
    // heard of below, as soon as what was read has been taken
    reading.catch(() => {});
    try {
      yield* pages.taken();
    } finally {
      pages.end();
      await reading;
    }
  }
}

/** One gives, the other takes; who gives waits until it was taken. */
function handedOver<T>(): { give(value: T): Promise<void>; end(): void; taken(): AsyncGenerator<T> } {
  let waiting: { readonly value: T; readonly done: () => void } | undefined;
  let isEnded = false;
  let wake = (): void => {};
  return {
    give: (value) =>
      new Promise((resolve, reject) => {
        if (isEnded) {
          reject(new Error("Nobody takes what is read any more."));
          return;
        }
        waiting = { value, done: resolve };
        wake();
      }),
    end() {
      isEnded = true;
      waiting?.done();
      wake();
    },
    async *taken() {
      for (;;) {
        if (waiting) {
          const { value, done } = waiting;
          waiting = undefined;
          try {
            yield value;
          } finally {
            // also where whoever takes gives up: who waits would hold its transaction for ever
            done();
          }
        } else if (isEnded) return;
        else
          await new Promise<void>((resolve) => {
            wake = resolve;
          });
      }
    },
  };
}

/**
 * Brings tenants back from a file, each in one transaction: all of it or nothing. The whole file is looked at before anything is written.
 *
 * @returns the tenants that are there again
 * @throws KehuError `crm/backup-refused` where the file is damaged, its packs are of another version, or one of its tenants is there already
 */
export async function restore(
  { database, registry }: Ground,
  file: string,
  { tenants, onProgress = () => {} }: BackupOptions,
): Promise<readonly string[]> {
  const refuse = (problem: Phrase): Error => refused(backupRefused({ file, problem }));
  if (!(await isWhole(file).catch(() => false))) throw refuse(phrase("it is damaged, or no backup of Kehu; use another copy"));
  const lines = readLines(file);
  const head = headOf((await lines.next()).value);
  if (!head) throw refuse(phrase("it is no backup of Kehu"));
  refuseOther(head, registry, refuse);
  const problem = await leftOut(database, registry);
  if (problem !== undefined) throw refuse(problem);
  const wanted = tenants ?? head.tenants;
  const missing = wanted.find((id) => !head.tenants.includes(id));
  if (missing !== undefined) throw refuse(phrase('it does not hold the tenant "{tenant}"', { tenant: missing }));
  for (const id of wanted)
    if (await isThere(database, registry, id))
      throw refuse(
        phrase('the tenant "{tenant}" is there already, or something of it; restore into a database without it', { tenant: id }),
      );
  const shapes = new Map(tenantTables(registry).map((shape) => [fullName(shape), shape]));
  const sum = { rows: 0 };
  for (const _ of head.tenants) {
    const first = JSON.parse(String((await lines.next()).value)) as { readonly tenant: string; readonly table: string };
    const isWanted = wanted.includes(first.tenant);
    const tell = (table: string, rows: number): void => {
      sum.rows += rows;
      onProgress({ tenant: first.tenant, table, rows: sum.rows });
    };
    if (isWanted)
      await database
        .transaction(first.tenant, async (transaction) => {
          await restoreTenant(transaction, lines, { shapes, tenant: first.tenant, table: first.table, tell });
          await transaction.commit([passOrdinals(first.tenant)]);
        })
        .catch((error: unknown) => {
          throw error instanceof DatabaseRefusal
            ? refuse(phrase('the tenant "{tenant}" came to be there meanwhile', { tenant: first.tenant }))
            : error;
        });
    else for (let line = await lines.next(); !line.done && !line.value.startsWith('{"end"'); line = await lines.next());
  }
  await database.analyse();
  return wanted;
}

function headOf(line: unknown): Head | undefined {
  try {
    const head = JSON.parse(String(line)) as Head;
    return head.kehu === "backup" ? head : undefined;
  } catch {
    return undefined;
  }
}

function refuseOther({ format, packs }: Head, registry: Registry, refuse: (problem: Phrase) => Error): void {
  if (format !== schemaFormat)
    throw refuse(phrase("its tables are of the format {format}, and those of this program of {own}", { format, own: schemaFormat }));
  for (const [name, version] of Object.entries(packs)) {
    const own = registry.packs.find((pack) => pack.name === name)?.version;
    if (own !== version)
      throw refuse(
        own === undefined
          ? phrase("it was taken with the pack {pack} {version}, which this program does not have; restore with it", {
              pack: name,
              version,
            })
          : phrase("it was taken with the pack {pack} {version}, and this program has {own}; restore with that version, then upgrade", {
              pack: name,
              version,
              own,
            }),
      );
  }
}

async function isThere(database: Database, registry: Registry, tenant: string): Promise<boolean> {
  const results = await database.read(
    tenant,
    tenantTables(registry).map(({ schema, name }) => statement(sql`select 1 from ${sql.id(schema, name)} limit 1`)),
  );
  return results.some(({ rows }) => rows.length > 0);
}

/** So many characters of rows travel at once. */
const charactersPerPage = 4_000_000;

async function restoreTenant(
  transaction: Transaction,
  lines: AsyncGenerator<string>,
  begun: {
    readonly shapes: ReadonlyMap<string, TableShape>;
    readonly tenant: string;
    readonly table: string;
    readonly tell: (table: string, rows: number) => void;
  },
): Promise<void> {
  let table = begun.table;
  let page: TextRow[] = [];
  let size = 0;
  const flush = async (): Promise<void> => {
    if (page.length > 0) await transaction.send([insertPage(begun.shapes.get(table) as TableShape, page)]);
    begun.tell(table, page.length);
    page = [];
    size = 0;
  };
  for (;;) {
    const { value, done } = await lines.next();
    if (done) throw new TypeError("A backup that is whole ends before its tenant does.");
    if (value.startsWith("{")) {
      await flush();
      const mark = JSON.parse(value) as Mark;
      if ("end" in mark) return;
      table = mark.table;
    } else {
      page.push(JSON.parse(value) as TextRow);
      size += value.length;
      if (size > charactersPerPage || page.length === 5000) await flush();
    }
  }
}
