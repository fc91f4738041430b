import {
  type Actor,
  defineRefusal,
  type Instant,
  instant,
  KehuError,
  list,
  type Pack,
  type Role,
  refused,
  type Session,
  text,
} from "@kehu/core";
import { sql, statement } from "./database/compile.js";
import type { DatabaseSource } from "./database/database.js";
import { inWords, parseInput } from "./parse.js";
import { buildRegistry, switchedOn } from "./registry.js";
import { type InstallOptions, install } from "./schema/install.js";
import type { InstallPlan } from "./schema/plan.js";
import { loadTenant, openTenant, settingsOf, type TenantSettings } from "./schema/tenants.js";
import { type Sayable, say } from "./session/say.js";
import { sessionOf } from "./session/session.js";
import type { Tenant } from "./tenant.js";
import { runUntil } from "./write/clock.js";
import { queueRereadAll } from "./write/reread.js";
import { write } from "./write/run.js";
import { systemActor, type Unit } from "./write/unit.js";

export const laterThanClock = defineRefusal(
  "crm/later-than-clock",
  "The clock stands at {now}; what is due at {asked} has not come yet. Set the clock first, or ask for an earlier instant.",
);
export const invalidActor = defineRefusal("crm/invalid-actor", "An actor needs an id, a tenant and roles; {problem}.");

export interface CrmOptions {
  /** The packs of this process; a tenant has them switched on one at a time. */
  readonly packs: readonly Pack[];
  /** `pglite(…)` from `@kehu/crm/pglite` or `postgres(…)` from `@kehu/crm/postgres`. */
  readonly database: DatabaseSource;
  /** Roles of the vendor's own, beside those of the packs. */
  readonly roles?: readonly Role[];
  /** What time it is; the system's clock unless told. */
  readonly clock?: () => Instant;
  /** 16 random bytes for each new id; the system's randomness unless told. */
  readonly ids?: () => Uint8Array;
}
export interface RunDueResult {
  /** How many timers took effect. */
  readonly fired: number;
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
  /** Brings the database to the packs; additive changes apply by themselves. */
  install(options?: InstallOptions): Promise<InstallPlan>;
  /** Opens a tenant, or changes its settings, packs and parameters. */
  openTenant(settings: Omit<TenantSettings, "now">): Promise<void>;
  /** Lets happen what is due by an instant, tenant by tenant; any number of workers may call it. */
  runDue(until: Instant, options?: { readonly onProgress?: (fired: number) => void }): Promise<RunDueResult>;
  /** Brings the database's statistics up to date after bulk work. */
  analyse(): Promise<void>;
  close(): Promise<void>;
}

/**
 * Runs packs on a database.
 *
 * @throws KehuError `crm/name-taken`, `crm/record-missing`, `crm/pack-missing`, and what opening the database throws
 */
export async function createCrm(options: CrmOptions): Promise<Crm> {
  const registry = buildRegistry(options.packs, options.roles);
  const database = await options.database.open();
  const clock = options.clock ?? (() => new Date().toISOString());
  // one written form, for instants are compared as text
  const now = (): Instant => new Date(clock()).toISOString();
  const tenants = new Map<string, Promise<Tenant>>();
  const tenant = (id: string): Promise<Tenant> => {
    const known = tenants.get(id);
    if (known) return known;
    const loading = loadTenant(database, registry, id);
    tenants.set(id, loading);
    loading.catch(() => tenants.delete(id));
    return loading;
  };
  const ground = { database, registry, tenant, now, random: options.ids };
  const writing = async <T>(id: string, until: Instant, work: (unit: Unit) => Promise<T>): Promise<T> => {
    const of = await tenant(id);
    const around = { database, tenant: of, registry: switchedOn(registry, of.packs), actor: systemActor(id), random: options.ids };
    return write({ ...around, now: until, recordedAt: now() }, work);
  };
  return {
    as: (actor) => sessionOf(ground, checkedActor(actor)),
    say: (refusal, locale) => say(registry.packs, refusal, locale),
    install: (installing) => install(database, registry, installing),
    async openTenant(settings) {
      const before = await settingsOf(database, settings.id);
      tenants.set(settings.id, Promise.resolve(await openTenant(database, registry, { ...settings, now: now() })));
      const after = await settingsOf(database, settings.id);
      if (before !== undefined && before !== after) await writing(settings.id, now(), async (unit) => queueRereadAll(unit));
    },
    async runDue(given, { onProgress } = {}) {
      const { until } = parseInput<{ readonly until: Instant }>({ until: instant() }, { until: given }, "runDue");
      if (until > now()) throw refused(laterThanClock({ now: now(), asked: until }));
      let fired = 0;
      const onFired = (more: number): void => {
        fired += more;
        onProgress?.(fired);
      };
      for (const id of await tenantIds()) await runUntil((work) => writing(id, until, work), until, onFired);
      return { fired };
    },
    analyse: () => database.analyse(),
    close: () => database.close(),
  };

  async function tenantIds(): Promise<readonly string[]> {
    const [result] = await database.administer((transaction) => transaction.send([statement(sql`select id from kehu.tenant order by id`)]));
    return (result?.rows ?? []).map((row) => row["id"] as string);
  }
}

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
  if (actor.id === "system") throw refused(invalidActor({ problem: 'the id "system" is the runtime\'s own' }));
  return actor;
}

function parsedActor(given: unknown): Actor {
  try {
    return parseInput<Actor>(actorShape, given, "the actor");
  } catch (error) {
    if (!(error instanceof KehuError)) throw error;
    throw refused(invalidActor({ problem: inWords((error.details?.["problems"] ?? []) as never) }), { cause: error });
  }
}
