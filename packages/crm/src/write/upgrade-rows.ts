import { defineRefusal, type Instant, KehuError, type Pack, refused, type Shape } from "@kehu/core";
import { idOf, withRequired } from "@kehu/core/engine";
import { canonicalJson } from "../canonical-json.js";
import { sql, statement } from "../database/compile.js";
import type { Database, Row } from "../database/database.js";
import { parseInput, partOf } from "../parse.js";
import { type RecordEntry, type Registry, switchedOn } from "../registry.js";
import { endUpgrade } from "../schema/ddl.js";
import type { UpgradeProgress } from "../schema/install.js";
import { type AnyStored, recordOf, restOf } from "../schema/row.js";
import { readTenant } from "../schema/tenants.js";
import { chainOf, isAside, plainRow, type RecordChain, renamesOf, stateAfter, upgraded } from "../schema/upgrade-chain.js";
import type { Tenant } from "../tenant.js";
import { clockNames, reread, rereadLinked } from "./clocks/clock-rows.js";
import { rereadIfChanged } from "./clocks/reread.js";
import { lock } from "./lock.js";
import type { Change } from "./rows/journal.js";
import { queueReferences } from "./rows/references.js";
import { settleAll } from "./settle.js";
import { refusalOf } from "./unit/attempt.js";
import { send, systemActor, type Unit } from "./unit/unit.js";
import { write } from "./write.js";

export const upgradeRefused = defineRefusal(
  "crm/upgrade-refused",
  "The upgrade of the pack {pack} stopped at {id}: {problem}; correct the upgrade, and install again: it goes on where it stopped.",
);

interface Ground {
  readonly database: Database;
  readonly registry: Registry;
  readonly now: () => Instant;
  readonly random: (() => Uint8Array) | undefined;
}
interface Upgrading {
  readonly pack: Pack;
  readonly to: string;
  readonly chains: readonly { readonly entry: RecordEntry; readonly chain: RecordChain }[];
}
/** How many rows one transaction takes. */
const rowsPerBatch = 500;

/**
 * Brings the rows of packs that were upgraded to what the packs say now, tenant by tenant, in batches; each notes how far it came, so that
 * whoever is killed goes on there. What changes is written through the door and stands in the journal.
 */
export async function upgradeRows(ground: Ground, onProgress: (progress: UpgradeProgress) => void = () => {}): Promise<void> {
  const { database, registry } = ground;
  const [pending, tenants] = await database.administer((transaction) =>
    transaction.send([
      statement(sql`select pack, from_version, to_version from kehu.upgrade order by pack`),
      statement(sql`select id from kehu.tenant order by id`),
    ]),
  );
  for (const row of pending?.rows ?? []) {
    const pack = registry.packs.find(({ name, version }) => name === row["pack"] && version === row["to_version"]);
    if (!pack) continue;
    const chains = [...chainOf(pack, row["from_version"] as string).values()].flatMap((chain) => {
      const entry = registry.records.get(chain.record);
      return entry ? [{ entry, chain }] : [];
    });
    const upgrading = { pack, to: pack.version, chains };
    for (const tenant of tenants?.rows ?? []) await upgradeTenant(ground, upgrading, tenant["id"] as string, onProgress);
    await finish(database, upgrading);
  }
}

async function upgradeTenant(
  { database, registry, now, random }: Ground,
  upgrading: Upgrading,
  id: string,
  onProgress: (progress: UpgradeProgress) => void,
): Promise<void> {
  const known = await readTenant(database, registry, id);
  // what a pack keeps for a tenant that has it switched off is upgraded too: it may be switched on again
  const packs = new Set([...known.packs, ...withRequired([upgrading.pack]).map(({ name }) => name)]);
  const tenant: Tenant = { ...known, packs };
  for (let progress: UpgradeProgress | undefined; ; onProgress(progress)) {
    const options = { database, registry: switchedOn(registry, packs), tenant, actor: systemActor(id), now: now(), random };
    progress = await write(options, (unit) => upgradeBatch(unit, upgrading));
    if (!progress) return;
  }
}

/** @returns nothing where all was done before */
async function upgradeBatch(unit: Unit, { pack, to, chains }: Upgrading): Promise<UpgradeProgress | undefined> {
  const { id: tenant } = unit.tenant;
  const first = chains[0]?.entry.record.name ?? "";
  const again = sql`update set to_version = excluded.to_version, record = excluded.record, after_id = null, rows = 0, is_done = false where p.to_version <> excluded.to_version`;
  const [, found] = await send(unit, [
    statement(
      sql`insert into kehu.upgrade_progress as p (tenant, pack, to_version, record, rows, is_done) values (${tenant}, ${pack.name}, ${to}, ${first}, 0, false) on conflict (tenant, pack) do ${again}`,
    ),
    statement(
      sql`select record, after_id, rows, is_done from kehu.upgrade_progress where tenant = ${tenant} and pack = ${pack.name} for update`,
    ),
  ]);
  const at = found?.rows[0] as Row;
  const index = chains.findIndex(({ entry }) => entry.record.name === at["record"]);
  const current = chains[index];
  if (at["is_done"]) return undefined;
  const page = current ? await pageOf(unit, current.entry, at["after_id"] as string | null) : [];
  if (current) {
    if (at["after_id"] === null) queueLinkPaths(unit, current.chain);
    await upgradePage(unit, { ...current, pack, page });
  }
  const isPage = page.length === rowsPerBatch;
  const next = chains[index + 1]?.entry.record.name;
  const rows = (at["rows"] as number) + page.length;
  const isDone = !isPage && next === undefined;
  if (isDone) {
    queueForgotten(
      unit,
      chains.map(({ entry }) => entry),
    );
    await rereadIfChanged(unit);
  }
  const [record, after] = isPage ? [at["record"], page.at(-1)?.["id"]] : [next ?? at["record"], null];
  unit.queue.push(
    statement(
      sql`update kehu.upgrade_progress set record = ${record}, after_id = ${after}, rows = ${rows}, is_done = ${isDone} where tenant = ${tenant} and pack = ${pack.name}`,
    ),
  );
  return { pack: pack.name, tenant, record: at["record"] as string, rows };
}

async function pageOf(unit: Unit, { table }: RecordEntry, after: string | null): Promise<readonly Row[]> {
  const beyond = after === null ? sql`` : sql` and id > ${after}::uuid`;
  const [result] = await send(unit, [
    statement(
      sql`select * from ${sql.id(table.schema, table.name)} where tenant = ${unit.tenant.id}${beyond} order by id limit ${rowsPerBatch} for update`,
    ),
  ]);
  return result?.rows ?? [];
}

interface Page {
  readonly entry: RecordEntry;
  readonly chain: RecordChain;
  readonly pack: Pack;
  readonly page: readonly Row[];
}
async function upgradePage(unit: Unit, { entry, chain, pack, page }: Page): Promise<void> {
  const looked = page.map((row) => ({ row, ...lookedAt(unit, entry, chain, row, pack) }));
  for (const retracted of [false, true]) {
    const changes = looked.flatMap(({ row, change }) => (change && (row["retracted_at"] !== null) === retracted ? [change] : []));
    if (changes.length > 0) await settled(unit, { entry, chain, pack, page }, changes, retracted);
  }
  const strange = looked.filter(({ row, after }) =>
    Object.keys(row["data"] as object).some((key) => !(key in (JSON.parse(restOf(entry.table, after)) as object))),
  );
  if (strange.length > 0) {
    const [ids, texts] = [strange.map(({ row }) => row["id"]), strange.map(({ after }) => restOf(entry.table, after))];
    unit.queue.push(
      statement(
        sql`update ${sql.id(entry.table.schema, entry.table.name)} as t set data = r.data::jsonb from unnest(${ids}::uuid[], ${texts}::text[]) as r(id, data) where t.tenant = ${unit.tenant.id} and t.id = r.id`,
      ),
    );
  }
}

async function settled(unit: Unit, { entry, pack }: Page, changes: readonly Change[], retracted: boolean): Promise<void> {
  const uuids = changes.map(({ uuid }) => uuid);
  const refuse = (error: unknown): unknown =>
    error instanceof KehuError && !error.retryable
      ? stopped(pack, (changes[(error.details["index"] as number) ?? 0] as Change).after.id, error)
      : error;
  try {
    const locked = retracted ? undefined : await lock(unit, entry, uuids, { strength: "update" });
    queueReferences(
      unit,
      entry,
      changes.map(({ after }) => after),
      { caller: false, before: changes.map(({ before }) => before as AnyStored) },
    );
    const active = await settleAll(unit, entry, changes, locked);
    if (!retracted) await unit.door.follow(unit, { entry, changes, active, acts: [] });
    await send(unit, []);
  } catch (error) {
    throw refuse(error);
  }
}
const stopped = ({ name, version }: Pack, id: string, error: Error): KehuError =>
  refused(upgradeRefused({ pack: `${name} ${version}`, id, problem: error.message.replace(/\.$/, "") }), {
    details: error instanceof KehuError ? { problem: refusalOf(error) } : {},
  });

/** A record as it is after all steps, and its change, where something but the place of its fields changes. */
function lookedAt(
  unit: Unit,
  entry: RecordEntry,
  chain: RecordChain,
  row: Row,
  pack: Pack,
): { readonly after: AnyStored; readonly change?: Change } {
  const { record, table } = entry;
  const names = renamesOf(chain);
  const data = Object.fromEntries(Object.entries(row["data"] as object).map(([field, value]) => [names.get(field) ?? field, value]));
  const before = recordOf(table, { ...row, data });
  const told = (work: () => AnyStored): AnyStored => {
    try {
      return work();
    } catch (error) {
      throw stopped(pack, idOf(record.name, row["id"] as string), error as Error);
    }
  };
  const after = told(() => {
    const { row: plain, filled } = upgraded(chain, plainRow(table, chain, row));
    const { origin } = before;
    return {
      ...withFilled(entry, before, filled),
      state: plain.state,
      ...(origin && { origin: { ...origin, state: stateAfter(chain, origin.state) } }),
      ...(plain.state !== before.state && { since: unit.now }),
    };
  });
  if (canonicalJson(after) === canonicalJson(before)) return { after };
  return {
    after,
    change: {
      entry,
      uuid: row["id"] as string,
      before,
      after: { ...after, version: before.version + 1, updatedAt: unit.recordedAt },
      effectiveAt: unit.now,
      definition: "upgrade",
      ...(row["retracted_at"] !== null && { retracted: true }),
    },
  };
}

/** What the steps filled goes through the schema of today. */
function withFilled({ record }: RecordEntry, before: AnyStored, filled: ReadonlyMap<string, unknown>): AnyStored {
  const fields = [...filled].filter(([field]) => Object.hasOwn(record.info, field));
  if (fields.length === 0) return before;
  const names = fields.map(([field]) => field);
  const shape = partOf(record.fields as Shape, names);
  const values = Object.fromEntries(fields.filter(([, value]) => value !== undefined && value !== null));
  const cleared = Object.fromEntries(fields.map(([field]) => [field, undefined]));
  const after = { ...before, ...cleared, ...parseInput<object>(shape, values, `${record.name}, upgrade,`) };
  return Object.fromEntries(Object.entries(after).filter(([, value]) => value !== undefined)) as AnyStored;
}

/** References of renamed fields are found over their links. */
function queueLinkPaths(unit: Unit, chain: RecordChain): void {
  for (const [old, name] of renamesOf(chain))
    unit.queue.push(
      statement(
        sql`update kehu.link set path = ${name}::text || substr(path, ${old.length + 1}) where tenant = ${unit.tenant.id} and record = ${chain.record} and (path = ${old} or starts_with(path, ${`${old}.`}))`,
      ),
    );
}

/** Timers of what no longer exists would be counted as overdue for ever. */
function queueForgotten(unit: Unit, entries: readonly RecordEntry[]): void {
  const whole = unit.registry.whole ?? unit.registry;
  for (const { record } of entries) {
    const known = [reread, rereadLinked, ...clockNames(whole.records.get(record.name) as RecordEntry)];
    unit.queue.push(
      statement(
        sql`delete from kehu.timer where tenant = ${unit.tenant.id} and record = ${record.name} and definition <> all(${known}::text[])`,
      ),
    );
  }
}

/** What was put aside goes when the last row has been upgraded, unless that was done meanwhile and a later upgrade has begun. */
function finish(database: Database, { pack, to, chains }: Upgrading): Promise<void> {
  return database.administer(async (transaction) => {
    const tables = chains.map(({ entry: { table } }) => `${table.schema}.${table.name}`);
    const [under, found] = await transaction.send([
      statement(sql`select 1 from kehu.upgrade where pack = ${pack.name} and to_version = ${to} for update`),
      statement(
        sql`select n.nspname as schema, c.relname as name, a.attname as column from pg_catalog.pg_attribute a join pg_catalog.pg_class c on c.oid = a.attrelid join pg_catalog.pg_namespace n on n.oid = c.relnamespace where n.nspname || '.' || c.relname = any(${tables}::text[]) and a.attnum > 0 and not a.attisdropped`,
      ),
    ]);
    if (under?.rows.length === 0) return;
    const aside = (found?.rows ?? []).filter((row) => isAside(row["column"] as string));
    await transaction.commit([
      ...aside.map((row) =>
        statement(
          sql`alter table ${sql.id(row["schema"] as string, row["name"] as string)} drop column if exists ${sql.id(row["column"] as string)}`,
        ),
      ),
      endUpgrade(pack.name),
    ]);
  });
}
