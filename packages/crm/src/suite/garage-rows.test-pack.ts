import { customer } from "@kehu/core";
import type { Crm } from "../crm.js";
import { cars } from "./garage.test-pack.js";

export const garageTenants = ["north", "south"];
const perCall = 500;
const states = ["listed", "sold", "scrapped"] as const;

/** Cars in all three states, in each tenant, as the first version keeps them. */
export async function fillGarage(crm: Crm, count: number): Promise<void> {
  await crm.install();
  for (const tenant of garageTenants) {
    await crm.openTenant({ id: tenant, timeZone: "Asia/Shanghai", jurisdiction: "CN", currency: "CNY", packs: ["garage"] });
    const session = crm.as({ id: "boss", tenant, roles: ["garage/boss"] });
    const holder = await session.create(customer, { kind: "person", displayName: "主" });
    for (let from = 0; from < count; from += perCall)
      await session.adoptMany(
        cars.one,
        Array.from({ length: Math.min(perCall, count - from) }, (_, index) => ({
          input: {
            plate: `P${from + index}`,
            seats: String((index % 5) + 1),
            holderId: holder.id,
            visits: [{ on: "2026-01-02", km: index }],
            price: { amountMinor: index, currency: "EUR" },
            inspectionOn: "2026-03-20",
            ...(index % 2 === 0 && { note: "老" }),
          },
          as: {
            state: states[index % 3],
            asOf: "2026-02-01",
            source: `file:${from + index}`,
            since: "2026-02-01T00:00:00.000Z",
          },
        })) as never,
      );
  }
}
