import {
  type Actor,
  defineRefusal,
  type Instant,
  instant,
  KehuError,
  list,
  type Pack,
  type Refusal,
  type Role,
  refused,
  type Session,
  text,
} from "@kehu/core";
import { phrase } from "@kehu/core/engine";
import * as z from "zod";
import { sql, statement } from "./database/compile.js";
import type { DatabaseSource } from "./database/database.js";
import { type Feed, feedOf } from "./feed/feed.js";
import { type JournalCheck, verifyJournal } from "./feed/verify-journal.js";
import { type Health, type TenantHealth, tenantHealth } from "./health.js";
import { type LogEntry, observing, type Tracer } from "./observe.js";
import { checkOptions, given, isFunction, isObject } from "./options.js";
import { inWords, parseInput } from "./parse.js";
import type { Problem } from "./problems.js";
import { buildRegistry } from "./registry.js";
import { type InstallOptions, install } from "./schema/install.js";
import { type InstallPlan, schemaFormat } from "./schema/plan.js";
import { openTenant, type TenantSettings, unknownTenant } from "./schema/tenants.js";
import { CallsTogether } from "./session/calls-together.js";
import { knownTenants } from "./session/known-tenants.js";
import { type Sayable, say } from "./session/say.js";
import { type Call, sessionOf } from "./session/session.js";
import { labelOf } from "./session/words.js";
import { type BackupOptions, backup, restore } from "./transfer/backup.js";
import { rereadIfChanged } from "./write/clocks/reread.js";
import { runUntil } from "./write/clocks/run-until.js";
import { refusalOf } from "./write/unit/attempt.js";
import type { Timer } from "./write/unit/unit.js";
import { systemActor, type Unit } from "./write/unit/unit.js";
import { upgradeRows } from "./write/upgrade-rows.js";

export const laterThanClock = defineRefusal(
  "crm/later-than-clock",
  "The clock stands at {now}; what is due at {asked} has not come yet. Set the clock first, or ask for an earlier instant.",
);
export const invalidActor = defineRefusal("crm/invalid-actor", "An actor needs an id, a tenant and roles; {problem}.");

export interface CrmOptions {
  /** The packs of this process, to which those that they require come by themselves; a tenant has them switched on one at a time. */
  readonly packs: readonly Pack[];
  /** `pglite(…)` from `@kehu/crm/pglite` or `postgres(…)` from `@kehu/crm/postgres`. */
  readonly database: DatabaseSource;
  /** Roles of the vendor's own, beside those of the packs. */
  readonly roles?: readonly Role[];
  /** What time it is; the system's clock unless told. */
  readonly clock?: () => Instant;
  /** 16 random bytes for each new id; the system's randomness unless told. */
  readonly ids?: () => Uint8Array;
  /** Told of every call: what, how long, and with which code it ended; never what was in it. */
  readonly log?: (entry: LogEntry) => void;
  /** `trace.getTracer("kehu")` of `@opentelemetry/api`: each call is a span. */
  readonly tracer?: Tracer;
}
export interface RunDueResult {
  /** How many timers took effect. */
  readonly fired: number;
  /** Tenants whose clocks were left to another process, and why: one of their packs, its version, or a parameter, is not known to this one. */
  readonly left: readonly { readonly tenant: string; readonly refusal: Refusal }[];
}
/** A CRM: packs on a database. It has no business surface of its own; `as` gives one to an actor. */
export interface Crm {
  /** The verbs for an actor. */
  as(actor: Actor): Session;
  /**
   * Why not, in a language, for people: the sentence of the pack's locale or of the runtime's own, with its blanks filled.
   *
   * @param refusal - a refusal, or the error that threw it
   * @param locale - such as `zh-CN`; the English message for one without a sentence
   */
  say(refusal: Sayable, locale: string): string;
  /**
   * What people call a definition, by its name: a record type, a transition, an operation, a query, a deadline, a parameter, a role.
   *
   * @param name - `insurance/pay-premium`, `insurance/policy#surrender`
   */
  label(name: string, locale: string): string;
  /**
   * Brings the database to the packs, then their records through the upgrades of the packs. What is only added applies by itself, and
   * processes of the version before go on beside it. Whoever was stopped in the middle calls it again, and it goes on there.
   *
   * @throws KehuError `crm/destructive-change`, `crm/field-unfilled`, `crm/database-newer`, `crm/upgrade-unfinished`, `crm/upgrade-refused`,
   * `crm/records-break-key`
   */
  install(options?: InstallOptions): Promise<InstallPlan>;
  /** Opens a tenant, or changes its settings, packs and parameters. */
  openTenant(settings: Omit<TenantSettings, "now">): Promise<void>;
  /** Lets happen what is due by an instant, tenant by tenant; any number of workers may call it. */
  runDue(until: Instant, options?: { readonly onProgress?: (fired: number) => void }): Promise<RunDueResult>;
  /**
   * What happened, in order, for whatever goes outside.
   *
   * @param consumer - its id names its place in the feed, its roles say what it sees
   */
  feed(consumer: Actor): Feed;
  /** Looks whether the journal of a tenant is as it was written: every row, their order, and the end. */
  verifyJournal(tenant: string, options?: { readonly onProgress?: (rows: number) => void }): Promise<JournalCheck>;
  /**
   * Writes tenants into a file with a checksum, each as it was at one instant; all of them unless told. Others go on writing on a server;
   * an embedded database lets them wait.
   *
   * @throws KehuError `crm/backup-refused`
   */
  backup(file: string, options?: BackupOptions): Promise<void>;
  /**
   * Brings tenants back from a file, into a database in which they are not; all that it holds unless told.
   *
   * @returns the tenants that are there again
   * @throws KehuError `crm/backup-refused` where the file is damaged, its packs are of another version, or a tenant is there already
   */
  restore(file: string, options?: BackupOptions): Promise<readonly string[]>;
  /** How this process and its database are. */
  health(): Promise<Health>;
  /** How far the clocks and the feed of a tenant are behind. */
  tenantHealth(tenant: string): Promise<TenantHealth>;
  /** Brings the database's statistics up to date after bulk work. */
  analyse(): Promise<void>;
  close(): Promise<void>;
}

/**
 * Runs packs on a database.
 *
 * @throws KehuError `crm/invalid-input`, `crm/name-taken`, `crm/record-missing`, `crm/behaviour-missing`, `crm/grant-unknown`, and what opening the database throws
 */
export async function createCrm(options: CrmOptions): Promise<Crm> {
  checkOptions(crmOptions, options, "createCrm");
  const registry = buildRegistry(options.packs, options.roles);
  const database = await options.database.open();
  const clock = options.clock ?? (() => new Date().toISOString());
  // one written form, for instants are compared as text
  const now = (): Instant => new Date(clock()).toISOString();
  const tenants = knownTenants({ database, registry, random: options.ids });
  const observe = observing(options);
  // while a server works at one transaction, the next is made; an embedded database works in this process
  const calls = new CallsTogether<Call>(database.kind === "pglite" ? 1 : 2);
  const ground = { registry, tenants, now, observe, calls };
  const byClock = <T>(id: string, until: Instant, work: (unit: Unit) => Promise<T>): Promise<T> =>
    tenants.with(id, (known) => known.write({ actor: systemActor(id), now: until, recordedAt: now() }, work));
  return {
    as: (actor) => sessionOf(ground, checkedActor(actor)),
    say: (refusal, locale) => say(registry.packs, refusal, locale),
    label: (name, locale) => labelOf(registry.packs, name, locale),
    async install(installing = {}) {
      checkOptions(installOptions, installing, "install");
      const plan = await install(database, registry, installing);
      await upgradeRows({ database, registry, now, random: options.ids }, installing.onProgress);
      return plan;
    },
    async openTenant(settings) {
      await settled(settings?.id);
      await openTenant(database, registry, { ...settings, now: now() });
      tenants.forget(settings.id);
      await byClock(settings.id, now(), rereadIfChanged);
    },
    async runDue(asked, options = {}) {
      checkOptions(runDueOptions, options, "runDue");
      const { until } = parseInput<{ readonly until: Instant }>({ until: instant() }, { until: asked }, "runDue");
      if (until > now()) throw refused(laterThanClock({ now: now(), asked: until }));
      let fired = 0;
      const onFired = (more: number): void => {
        fired += more;
        options.onProgress?.(fired);
      };
      const left: { readonly tenant: string; readonly refusal: Refusal }[] = [];
      for (const id of await tenantIds()) {
        try {
          await observe({ verb: "runDue", tenant: id }, async () => {
            await byClock(id, until, rereadIfChanged);
            await runUntil((work) => byClock(id, until, work), until, {
              onFired,
              onRefused: (timer, error) => tellRefused(id, timer, error),
            });
          });
        } catch (error) {
          if (!(error instanceof KehuError) || !(notOurs.has(error.code) || notYet.has(error.code))) throw error;
          left.push({ tenant: id, refusal: refusalOf(error) });
        }
      }
      return { fired, left };
    },
    feed: (consumer) => feedOf({ database, tenants }, checkedActor(consumer)),
    async verifyJournal(tenant, options = {}) {
      checkOptions(verifyOptions, options, "verifyJournal");
      return tenants.with(tenant, () => verifyJournal(database, tenant, options.onProgress));
    },
    async backup(file, options = {}) {
      checkOptions(transferOptions, { file, ...options }, "backup");
      await backup({ database, registry }, file, { ...options, now: now() });
    },
    async restore(file, options = {}) {
      checkOptions(transferOptions, { file, ...options }, "restore");
      return restore({ database, registry }, file, options);
    },
    health: async () => ({
      database: await database.state(),
      packs: Object.fromEntries(registry.packs.map(({ name, version }) => [name, version])),
      format: schemaFormat,
    }),
    tenantHealth: async (tenant) => tenants.with(tenant, () => tenantHealth(database, tenant, now())),
    analyse: () => database.analyse(),
    close: () => database.close(),
  };

  /** What was overdue happens by the settings that held then, before they change. */
  async function settled(id: string): Promise<void> {
    if (typeof id !== "string") return;
    try {
      const at = now();
      await runUntil((work) => byClock(id, at, work), at, { onRefused: (timer, error) => tellRefused(id, timer, error) });
    } catch (error) {
      if (!(error instanceof KehuError) || !(notOurs.has(error.code) || error.code === unknownTenant.code)) throw error;
    }
  }

  /** It stays with its code where `tenantHealth` counts it; who watches hears of it when it happens. */
  async function tellRefused(tenant: string, { definition }: Timer, error: KehuError): Promise<void> {
    await observe({ verb: "fire", on: definition, tenant }, () => Promise.reject(error)).catch(() => {});
  }

  async function tenantIds(): Promise<readonly string[]> {
    const [result] = await database.administer((transaction) => transaction.send([statement(sql`select id from kehu.tenant order by id`)]));
    return (result?.rows ?? []).map((row) => row["id"] as string);
  }
}

const ofKind = (kind: string) => (value: unknown) => isObject(value) && value["kind"] === kind;
const isPack = (value: unknown): boolean => isObject(value) && typeof value["name"] === "string" && isObject(value["definitions"]);
const crmOptions = z.strictObject({
  packs: z.array(given("a pack that definePack made", isPack)),
  database: given("pglite(…) or postgres(…)", (value) => isObject(value) && isFunction(value["open"])),
  roles: z.array(given("a role that defineRole made", ofKind("role"))).optional(),
  clock: given("a function that gives an instant", isFunction).optional(),
  ids: given("a function that gives 16 bytes", isFunction).optional(),
  log: given("a function that takes an entry", isFunction).optional(),
  tracer: given("a tracer of @opentelemetry/api", (value) => isObject(value) && isFunction(value["startActiveSpan"])).optional(),
});

const installOptions = z.strictObject({
  acceptDestructive: z.boolean().optional(),
  onProgress: given("a function that is told how far it came", isFunction).optional(),
});
const transferOptions = z.strictObject({
  file: z.string().min(1),
  tenants: z.array(z.string()).optional(),
  onProgress: given("a function that is told how far it came", isFunction).optional(),
});
const verifyOptions = z.strictObject({ onProgress: given("a function that is told how many rows were looked at", isFunction).optional() });
const runDueOptions = z.strictObject({ onProgress: given("a function that is told how many have fired", isFunction).optional() });

/** What a process says of a tenant that it cannot work for. */
const notOurs: ReadonlySet<string> = new Set(["crm/pack-missing", "crm/invalid-parameter"]);
/** And while its records are on their way to another version. */
const notYet: ReadonlySet<string> = new Set(["crm/database-newer", "crm/upgrade-unfinished"]);

const word = text(200);
const actorShape = {
  id: word,
  tenant: word,
  roles: list(word, 100),
  teams: list(word, 1000).optional(),
  customerId: word.optional(),
};

/** An actor as it was when the session began: what becomes of the object afterwards changes no rights. */
function checkedActor(given: Actor): Actor {
  const actor = parsedActor(given);
  if (actor.id === "system") throw refused(invalidActor({ problem: phrase('the id "system" belongs to the runtime') }));
  return actor;
}

function parsedActor(given: unknown): Actor {
  try {
    return parseInput<Actor>(actorShape, given, phrase("the actor"));
  } catch (error) {
    if (!(error instanceof KehuError)) throw error;
    const problem = (error.details["problems"] ?? []) as readonly Problem[];
    throw refused(invalidActor({ problem: inWords(problem) }), { cause: error, details: { problem } });
  }
}
