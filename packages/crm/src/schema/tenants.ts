import { createHash } from "node:crypto";
import { defineRefusal, type Instant, KehuError, type ParameterValue, type Phrase, refused } from "@kehu/core";
import { createCalendar, knownHolidays, type WorkingHours } from "@kehu/core/calendar";
import { currencies, phrase } from "@kehu/core/engine";
import * as z from "zod";
import { canonicalJson } from "../canonical-json.js";
import { db, sql, statement } from "../database/compile.js";
import type { Database, Row, Statement } from "../database/database.js";
import { given, isObject } from "../options.js";
import { inWords, problemsOf } from "../parse.js";
import { packMissing, type Registry } from "../registry.js";
import type { Tenant } from "../tenant.js";
import { refusalOf } from "../write/unit/attempt.js";
import { databaseNewer, upgradeUnfinished } from "./install.js";
import { digestOf } from "./pack-digest.js";
import { holdSettings } from "./settings-guard.js";
import { type InstalledPack, isServed } from "./versions.js";

export const unknownTenant = defineRefusal("crm/unknown-tenant", 'There is no tenant "{tenant}"; open it first.');
export const invalidTenant = defineRefusal("crm/invalid-tenant", 'The tenant "{tenant}" cannot be opened: {problem}.');
export const invalidParameter = defineRefusal(
  "crm/invalid-parameter",
  'The tenant "{tenant}" cannot have this value of {parameter}: {problem}.',
);

/** A tenant as it is opened: all that is said here replaces what was said before. */
export interface TenantSettings {
  /** 1 to 64 of small letters, digits and hyphens. */
  readonly id: string;
  /** An IANA name, `Asia/Shanghai`. */
  readonly timeZone: string;
  /** ISO 3166, of a country or a part of it: `CN`, `US-NY`. */
  readonly jurisdiction: string;
  /** ISO 4217, three letters: `CNY`. */
  readonly currency: string;
  /** The packs that are switched on; what they require is so too. */
  readonly packs: readonly string[];
  /** Of every team without hours of its own; the standard week unless told. */
  readonly workingHours?: WorkingHours;
  readonly teams?: Readonly<Record<string, WorkingHours>>;
  /** The tenant's own parameter values, by the parameter's name; they go before those of the packs. */
  readonly parameters?: Readonly<Record<string, readonly ParameterValue<unknown>[]>>;
  readonly now: Instant;
}

/**
 * Opens a tenant, or changes one that is open. A pack that is switched off keeps its data.
 *
 * @throws KehuError `crm/invalid-tenant`, `crm/pack-missing`, `crm/invalid-parameter`
 */
export async function openTenant(database: Database, registry: Registry, settings: TenantSettings): Promise<Tenant> {
  checkSettings(settings);
  const packs = withRequired(registry, settings.packs, settings.id);
  const values = Object.entries(settings.parameters ?? {}).flatMap(([name, list]) => list.map((value) => ({ name, ...value })));
  for (const { name, ...value } of values) parsed(registry, settings.id, name, value);
  const twice = values.find(
    (value, index) =>
      values.findIndex((other) => other.name === value.name && other.from === value.from && other.jurisdiction === value.jurisdiction) !==
      index,
  );
  if (twice)
    throw refused(
      invalidParameter({
        tenant: settings.id,
        parameter: twice.name,
        problem: phrase('there are two values from {from} for "{jurisdiction}"', {
          from: twice.from,
          jurisdiction: twice.jurisdiction ?? "*",
        }),
      }),
    );
  await database.transaction(settings.id, (transaction) =>
    transaction.commit([holdSettings(settings.id), ...openStatements(settings, packs, values)]),
  );
  return loadTenant(database, registry, settings.id);
}

/**
 * Reads a tenant with its packs, calendar and parameter values.
 *
 * @throws KehuError `crm/unknown-tenant`; `crm/pack-missing` where a pack is switched on that the registry does not have; `crm/invalid-parameter`
 * where a value no longer fits its parameter; `crm/database-newer` and `crm/upgrade-unfinished` where its records are not those of its packs
 */
export async function loadTenant(database: Database, registry: Registry, id: string): Promise<Tenant> {
  const tenant = await readTenant(database, registry, id);
  const [installed, pending] = await database.read(id, [
    statement(sql`select pack, version, coalesce(serves, version) as serves from kehu.pack_version`, "kehu_installed_packs"),
    statement(
      sql`select pack, to_version from kehu.upgrade as u where not exists (select 1 from kehu.upgrade_progress as p where p.tenant = ${id} and p.pack = u.pack and p.to_version = u.to_version and p.is_done)`,
      "kehu_pending_upgrades",
    ),
  ]);
  for (const { name, version } of registry.packs.filter((pack) => tenant.packs.has(pack.name))) {
    const found = installed?.rows.find(({ pack }) => pack === name) as InstalledPack | undefined;
    if (found && !isServed(version, found))
      throw refused(databaseNewer({ what: phrase("the pack {pack}", { pack: name }), found: found.version, known: version }));
    const upgrade = pending?.rows.find(({ pack }) => pack === name);
    if (upgrade) throw refused(upgradeUnfinished({ pack: name, version: upgrade["to_version"] as string }), { retryable: true });
  }
  return tenant;
}

/** The same, whatever version its records are of. */
export async function readTenant(database: Database, registry: Registry, id: string): Promise<Tenant> {
  if (!tenantId.test(id)) throw refused(unknownTenant({ tenant: id.slice(0, 64) }));
  const kehu = db.withSchema("kehu");
  const results = await database.read(id, [
    statement(
      kehu.selectFrom("tenant").select(["time_zone", "jurisdiction", "currency", "working_hours", "settings_version"]).where("id", "=", id),
      "kehu_tenant_settings",
    ),
    statement(kehu.selectFrom("tenant_pack").select("pack").where("tenant", "=", id), "kehu_tenant_packs"),
    statement(
      kehu
        .selectFrom("parameter_value")
        .select(["name", "jurisdiction", "valid_from", "value", "source", "verified"])
        .where("tenant", "=", id)
        .orderBy("name")
        .orderBy("valid_from")
        .orderBy("jurisdiction"),
      "kehu_tenant_parameters",
    ),
  ]);
  const [[found] = [], packs = [], values = []] = results.map((result) => result.rows);
  if (found === undefined) throw refused(unknownTenant({ tenant: id }));
  const settings = {
    id,
    timeZone: found["time_zone"] as string,
    jurisdiction: found["jurisdiction"] as string,
    currency: found["currency"] as string,
  };
  const names = withRequired(
    registry,
    packs.map((row) => row["pack"] as string),
    id,
  );
  return {
    ...settings,
    settingsVersion: Number(found["settings_version"]),
    clockwork: clockworkOf(registry, names, [settings, found["working_hours"], values]),
    calendar: calendarOf({ ...settings, ...(found["working_hours"] as Hours) }),
    packs: names,
    overrides: overridesFrom(registry, id, values),
  };
}

/** @param settings - what the tenant says for itself, as plain data */
function clockworkOf(registry: Registry, names: ReadonlySet<string>, settings: unknown): string {
  const packs = registry.packs.filter(({ name }) => names.has(name)).map(digestOf);
  return createHash("sha256")
    .update(canonicalJson([knownHolidays, packs.sort(), settings]))
    .digest("hex");
}

type Hours = Pick<TenantSettings, "workingHours" | "teams">;
const tenantId = /^[a-z0-9-]{1,64}$/;

const weekly = given('hours of a week, or "always"', (value) => value === "always" || isHours(value));
const isHours = (value: unknown): boolean =>
  isObject(value) && Object.values(value).every((day) => Array.isArray(day) && day.every((interval) => isObject(interval)));
const override = z.strictObject({
  from: z.string(),
  jurisdiction: z.string().optional(),
  value: z.unknown(),
  source: z.string(),
  verified: z.boolean(),
});
const settingsShape = z.strictObject({
  id: z.string(),
  timeZone: z.string(),
  jurisdiction: z.string(),
  currency: z.string(),
  packs: z.array(z.string()).max(1000),
  workingHours: weekly.optional(),
  teams: z.record(z.string(), weekly).optional(),
  parameters: z.record(z.string(), z.array(override).max(1000)).optional(),
  now: z.string(),
});

function checkSettings(settings: TenantSettings): void {
  const { id } = (settings ?? {}) as Partial<TenantSettings>;
  const tenant = typeof id === "string" ? id.slice(0, 64) : "?";
  const refuse = (problem: Phrase) => refused(invalidTenant({ tenant, problem }));
  const shape = z.safeParse(settingsShape, settings);
  if (!shape.success) {
    const problems = problemsOf(shape.error);
    throw refused(invalidTenant({ tenant, problem: inWords(problems) }), { details: { problem: problems } });
  }
  if (!tenantId.test(settings.id)) throw refuse(phrase("its id must be 1 to 64 small letters, digits and hyphens"));
  if (!/^[A-Z]{2}(-[A-Z0-9]{1,3})?$/.test(settings.jurisdiction))
    throw refuse(phrase('its jurisdiction must be an ISO 3166 code, such as "CN" or "US-NY"'));
  if (!currencies.has(settings.currency)) throw refuse(phrase('its currency must be an ISO 4217 code of three letters, such as "CNY"'));
  try {
    calendarOf(settings);
  } catch (cause) {
    if (!(cause instanceof KehuError)) throw cause;
    throw refused(invalidTenant({ tenant: settings.id, problem: cause.message.replace(/\.$/, "") }), {
      cause,
      details: { problem: refusalOf(cause) },
    });
  }
}

const calendarOf = ({ timeZone, jurisdiction, workingHours, teams }: Hours & Pick<TenantSettings, "timeZone" | "jurisdiction">) =>
  createCalendar({ timeZone, jurisdiction, mode: "provisional", ...(workingHours && { workingHours }), ...(teams && { teams }) });

/** The packs by these names, the built-in one, and all that they require. */
function withRequired(registry: Registry, names: readonly string[], tenant: string): ReadonlySet<string> {
  const all = new Set<string>();
  const add = (name: string): void => {
    if (all.has(name)) return;
    const pack = registry.packs.find((each) => each.name === name);
    if (!pack) throw refused(packMissing({ who: phrase('The tenant "{tenant}"', { tenant }), required: name }));
    all.add(name);
    for (const required of pack.requires) add(required.name);
  };
  for (const name of ["kehu", ...names]) add(name);
  return all;
}

/** The value as its parameter's schema gives it. */
function parsed(registry: Registry, tenant: string, name: string, { from, value, source }: ParameterValue<unknown>): unknown {
  const refuse = (problem: Phrase) => refused(invalidParameter({ tenant, parameter: name, problem }));
  const parameter = registry.parameters.get(name);
  if (!parameter) throw refuse(phrase("no pack defines this parameter"));
  if (!z.iso.date().safeParse(from).success) throw refuse(phrase("it needs a date, YYYY-MM-DD, from which it holds"));
  if (source.trim() === "") throw refuse(phrase("it needs its source"));
  const result = z.core.safeParse(parameter.schema, value);
  if (!result.success) {
    const problem = problemsOf(result.error, parameter.schema);
    const english = `from ${from}: ${inWords(problem)}`;
    throw refused(invalidParameter({ tenant, parameter: name, problem: english }), { details: { problem } });
  }
  return result.data;
}

/** Values of a parameter that the packs no longer define are passed over; whoever reads parameters cannot ask for it. */
function overridesFrom(registry: Registry, tenant: string, rows: readonly Row[]): Tenant["overrides"] {
  const overrides = new Map<string, ParameterValue<unknown>[]>();
  for (const row of rows.filter((each) => registry.parameters.has(each["name"] as string))) {
    const name = row["name"] as string;
    const stored = {
      from: row["valid_from"] as string,
      value: row["value"],
      source: row["source"] as string,
      verified: row["verified"] as boolean,
      ...(row["jurisdiction"] !== null && { jurisdiction: row["jurisdiction"] as string }),
    };
    overrides.set(name, [...(overrides.get(name) ?? []), { ...stored, value: parsed(registry, tenant, name, stored) }]);
  }
  return Object.fromEntries(overrides);
}

function openStatements(
  settings: TenantSettings,
  packs: ReadonlySet<string>,
  values: readonly ({ readonly name: string } & ParameterValue<unknown>)[],
): readonly Statement[] {
  const { id, timeZone, jurisdiction, currency, workingHours, teams, now } = settings;
  const kehu = db.withSchema("kehu");
  const said = { time_zone: timeZone, jurisdiction, currency, working_hours: JSON.stringify({ workingHours, teams }) };
  const names = [...packs];
  const upsert = kehu
    .insertInto("tenant")
    .values({ id, ...said, settings_version: 1, clockwork: "", opened_at: now })
    .onConflict((conflict) => conflict.column("id").doUpdateSet({ ...said, settings_version: sql`kehu.tenant.settings_version + 1` }));
  return [
    statement(upsert),
    statement(kehu.deleteFrom("tenant_pack").where("tenant", "=", id).where(sql<boolean>`pack <> all(${names}::text[])`)),
    statement(
      kehu
        .insertInto("tenant_pack")
        .values(names.map((pack) => ({ tenant: id, pack, switched_on_at: now })))
        .onConflict((conflict) => conflict.doNothing()),
    ),
    statement(kehu.deleteFrom("parameter_value").where("tenant", "=", id)),
    ...values.map(({ name, from, jurisdiction: where = null, value, source, verified }) =>
      statement(
        kehu
          .insertInto("parameter_value")
          .values({ tenant: id, name, jurisdiction: where, valid_from: from, value: JSON.stringify(value), source, verified }),
      ),
    ),
  ];
}
