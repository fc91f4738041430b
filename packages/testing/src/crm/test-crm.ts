import { randomUUID } from "node:crypto";
import { type Actor, type Id, type Instant, KehuError, type Pack, type ParameterValue, type Role, type Session, staff } from "@kehu/core";
import { type Crm, createCrm, type DatabaseSource } from "@kehu/crm";
import { createRandom } from "../generate/random.js";
import { everyRight, noRight } from "./every-right.js";
import { noting } from "./refusals-raised.js";
import { createTestClock, type TestClock } from "./test-clock.js";
import { templateOf, watched } from "./test-database.js";
import { testNow } from "./test-now.js";

export interface TestCrmOptions {
  readonly packs: readonly Pack[];
  /** Roles beside those of the packs. */
  readonly roles?: readonly Role[];
  /** Where the clock begins; 2026-03-02, noon in Shanghai, unless told. */
  readonly now?: Instant;
  /** The ids follow from it; 1 unless told. */
  readonly seed?: number | string;
  /** 16 bytes for each new id, in place of those that follow from the seed. */
  readonly ids?: () => Uint8Array;
  /** A database of its own in memory unless told; `postgres({ url })` of `@kehu/crm/postgres` for a server, where the tenant gets a name of its own. */
  readonly database?: DatabaseSource;
  /** Asia/Shanghai, CN and CNY unless told. */
  readonly timeZone?: string;
  readonly jurisdiction?: string;
  readonly currency?: string;
  readonly parameters?: Readonly<Record<string, readonly ParameterValue<unknown>[]>>;
  /** Whether sessions note what they refuse, for `testPack`; they do unless told. */
  readonly notesRefusals?: boolean;
}
export interface ActorOptions {
  /** Serves himself or herself: the actor is this customer, and no member of staff. */
  readonly customerId?: Id<"customer">;
  readonly teams?: readonly string[];
}
/** A session that knows whose it is. */
export interface TestSession extends Session {
  readonly actor: Actor;
}
/** A CRM for one test. */
export interface TestCrm {
  readonly crm: Crm;
  /** The name of the tenant. */
  readonly tenant: string;
  readonly clock: TestClock;
  /** A session of somebody new with these roles, who is on the staff; two calls give two people. */
  as(roles: Role | string | readonly (Role | string)[], options?: ActorOptions): Promise<TestSession>;
  /** A session that may do everything that the packs define, to set the stage. */
  readonly system: TestSession;
  /** A digest of all rows of the tenant: the same before and after means that nothing was changed. */
  digest(): Promise<string>;
  close(): Promise<void>;
}

/**
 * A CRM with these packs, a clock that stands, ids that repeat and a tenant of its own, ready in well under a second once the
 * definitions have been installed for the first time. Sessions take note of what they refuse, for `testPack`.
 *
 * @throws what createCrm throws
 */
export async function testCrm(options: TestCrmOptions): Promise<TestCrm> {
  const { packs, roles = [], seed = 1, timeZone = "Asia/Shanghai", jurisdiction = "CN", currency = "CNY" } = options;
  const random = createRandom(`ids/${seed}`);
  const everything = everyRight(packs);
  const database = watched(options.database ?? templateOf(packs));
  const crm = await createCrm({
    packs,
    roles: [...roles, everything, noRight],
    database: database.source,
    clock: () => clock.get(),
    ids: options.ids ?? (() => random.bytes(16)),
  });
  const clock = createTestClock({ now: options.now ?? testNow, timeZone, runDue: (until) => crm.runDue(until) });
  const tenant = database.source.kind === "pglite" ? "test" : `test-${randomUUID()}`;
  try {
    // the template may be older than this version of the runtime
    await crm.install();
    await crm.openTenant({
      id: tenant,
      timeZone,
      jurisdiction,
      currency,
      packs: packs.map(({ name }) => name),
      ...(options.parameters && { parameters: options.parameters }),
    });
    const session = (actor: Actor): TestSession =>
      Object.assign(options.notesRefusals === false ? crm.as(actor) : noting(crm.as(actor)), { actor });
    const founder = crm.as({ id: "founder", tenant, roles: [everything.name] });
    let hired = 0;
    const hire = async (roleNames: readonly string[], teams?: readonly string[]): Promise<TestSession> => {
      hired += 1;
      const { id } = await founder.create(staff, { displayName: `Test ${hired}`, staffNumber: `T${hired}` });
      return session({ id, tenant, roles: roleNames, ...(teams && { teams }) });
    };
    return {
      crm,
      tenant,
      clock,
      system: await hire([everything.name]),
      as: (given, { customerId, teams } = {}) => {
        const names = namesOf(given);
        return customerId === undefined
          ? hire(names, teams)
          : Promise.resolve(session({ id: customerId, tenant, roles: names, customerId, ...(teams && { teams }) }));
      },
      digest: () => database.digest(tenant),
      close: () => crm.close(),
    };
  } catch (error) {
    await crm.close();
    throw error;
  }
}

function namesOf(roles: Role | string | readonly (Role | string)[]): readonly string[] {
  const names = (Array.isArray(roles) ? roles : [roles]).map((role: Role | string) => (typeof role === "string" ? role : role.name));
  if (names.length === 0) throw new KehuError("testing/role-missing", "as() was given no role. Give the one that the test is about.");
  return names;
}
