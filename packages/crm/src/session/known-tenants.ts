import { type Actor, type Instant, KehuError } from "@kehu/core";
import type { Database, Result, Statement } from "../database/database.js";
import { type Registry, switchedOn } from "../registry.js";
import { expectSettings } from "../schema/settings-guard.js";
import { loadTenant } from "../schema/tenants.js";
import type { Tenant } from "../tenant.js";
import type { Unit } from "../write/unit/unit.js";
import { write } from "../write/write.js";

/** Who writes, and at which instant. */
export interface Writing {
  readonly actor: Actor;
  readonly now: Instant;
  /** When it is written down, where that is not now. */
  readonly recordedAt?: Instant;
}
/** A tenant as this process knows it, and the doors to it: each fails where another process has changed its settings. */
export interface KnownTenant {
  readonly tenant: Tenant;
  /** What its packs define. */
  readonly registry: Registry;
  read(statements: readonly Statement[]): Promise<readonly Result[]>;
  write<T>(writing: Writing, work: (unit: Unit) => Promise<T>): Promise<T>;
}
/** The tenants that this process has had to do with. */
export interface KnownTenants {
  /**
   * Does something for a tenant; again with its settings as they are now, where they turn out to have changed.
   *
   * @throws KehuError `crm/unknown-tenant`, `crm/pack-missing`, `crm/invalid-parameter`
   */
  with<T>(id: string, work: (known: KnownTenant) => Promise<T>): Promise<T>;
  /** For calls that wait before they begin. @throws KehuError `crm/nested-call`, `crm/database-closed` */
  expectFree(): void;
  /** The next call reads its settings. */
  forget(id: string): void;
}
interface KnownTenantsOptions {
  readonly database: Database;
  readonly registry: Registry;
  readonly random: (() => Uint8Array) | undefined;
}

/** Settings do not change so often that more changes than this come in between. */
const attempts = 5;

export function knownTenants({ database, registry, random }: KnownTenantsOptions): KnownTenants {
  const tenants = new Map<string, Promise<Tenant>>();
  const find = (id: string): Promise<Tenant> => {
    const known = tenants.get(id);
    if (known) return known;
    const loading = loadTenant(database, registry, id);
    tenants.set(id, loading);
    loading.catch(() => tenants.delete(id));
    return loading;
  };
  /** Calls `onCurrent` as soon as the database has agreed to the settings. */
  const doors = (tenant: Tenant, onCurrent: () => void): KnownTenant => {
    const on = switchedOn(registry, tenant.packs);
    return {
      tenant,
      registry: on,
      async read(statements) {
        const [, ...results] = await database.read(tenant.id, [expectSettings(tenant, "read"), ...statements]);
        onCurrent();
        return results;
      },
      write: ({ actor, now, recordedAt = now }, work) =>
        write({ database, registry: on, tenant, actor, now, recordedAt, random }, async (unit) => {
          unit.queue.push(expectSettings(tenant, "write"));
          try {
            return await work(unit);
          } finally {
            if (unit.notes.sent > 0) onCurrent();
          }
        }),
    };
  };
  return {
    async with(id, work) {
      for (let attempt = 1; ; attempt += 1) {
        const tenant = await find(id);
        let current = false;
        try {
          return await work(
            doors(tenant, () => {
              current = true;
            }),
          );
        } catch (error) {
          // what was refused before anything was sent may have been refused by what is over
          const stale = isStale(error) || (!current && (await hasChanged(tenant)));
          if (attempt === attempts || !stale) throw error;
          tenants.delete(id);
        }
      }
    },
    expectFree: () => database.expectFree(),
    forget: (id) => void tenants.delete(id),
  };

  async function hasChanged(tenant: Tenant): Promise<boolean> {
    try {
      await database.read(tenant.id, [expectSettings(tenant, "read")]);
      return false;
    } catch (error) {
      return isStale(error);
    }
  }
}

const isStale = (error: unknown): boolean => error instanceof KehuError && error.code === "crm/settings-changed";
