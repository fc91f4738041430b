import { type Actor, customer, type Id } from "@kehu/core";
import { type Crm, createCrm } from "../crm.js";
import { sql, statement } from "../database/compile.js";
import type { DatabaseSource } from "../database/database.js";
import { buildRegistry } from "../registry.js";
import { fullName } from "../schema/table-shape.js";
import { cars, garages } from "../suite/garage.test-pack.js";
import { days } from "../suite/world.test-pack.js";
import { tenantTables } from "./table-pages.js";

export const pack = garages.three;
export const boss = (tenant: string): Actor => ({ id: "boss", tenant, roles: ["garage/boss"] });
export const openCrm = (source: DatabaseSource, packs = [pack]): Promise<Crm> =>
  createCrm({ packs, database: source, clock: () => days(1) });
export const carNumber = (index: number, holder: Id<"customer">, label = `${index}/4`) => ({
  licence: `P${index}`,
  seats: 4,
  wheels: 4,
  label,
  keeperId: holder,
  services: [{ on: "2026-01-02", km: index }],
  price: { amountMinor: index, currency: "CNY" },
  inspectionOn: "2026-03-20",
});

/** Tenants with something in every kind of table, and a consumer that has read a part of the feed. */
export async function fill(source: DatabaseSource, tenants: readonly string[], count: number): Promise<void> {
  const crm = await openCrm(source);
  await crm.install();
  for (const id of tenants) {
    await crm.openTenant({
      id,
      timeZone: "Asia/Shanghai",
      jurisdiction: "CN",
      currency: "CNY",
      packs: ["garage"],
      parameters: {
        "kehu/silence-days": [{ from: "2026-01-01", value: { atRisk: 30, dormant: 60, lost: 90 }, source: "house", verified: true }],
      },
    });
    const session = crm.as(boss(id));
    const contactPoints = [{ kind: "phone" as const, value: "+8613800138000", source: "call" }];
    const holder = await session.create(customer, { kind: "person", displayName: "王“小”明\\\n🚗", contactPoints }, { key: "once" });
    const made = await session.createMany(
      cars.three,
      Array.from({ length: count }, (_, index) => carNumber(index, holder.id)),
    );
    await session.adoptMany(cars.three, [
      { input: carNumber(count, holder.id), as: { state: "gone", asOf: "2026-02-01", source: "file:1" } },
    ]);
    await session.update(cars.three, made[0]?.id as never, {
      note: 'x\u2028\u2029\u0085\r\n\t"\\,{}NULL',
      price: { amountMinor: 9_007_199_254_740_991, currency: "CNY" },
    });
    await session.retract(cars.three, made[1]?.id as never, "double");
    const feed = crm.feed({ ...boss(id), id: "search" });
    await feed.confirm((await feed.read({ limit: 3 })).position);
    // numbered only in part
    await session.update(cars.three, made[2]?.id as never, { note: "later" });
  }
  await crm.close();
}

/** Every row of a tenant, as text, by table. */
export async function dumpOf(source: DatabaseSource, tenant: string): Promise<Readonly<Record<string, readonly string[]>>> {
  const database = await source.open();
  const shapes = tenantTables(buildRegistry([pack]));
  const results = await database.read(
    tenant,
    shapes.map((shape) => statement(sql`select t::text as row from ${sql.table(fullName(shape))} as t order by 1`)),
  );
  await database.close();
  return Object.fromEntries(
    shapes.map((shape, index) => [fullName(shape), (results[index]?.rows ?? []).map((row) => row["row"] as string)]),
  );
}
