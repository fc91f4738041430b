import { customer } from "@kehu/core";
import type { World } from "./world.test-pack.js";

/** A shop with so many customers, by their ids, and who keeps it. */
export async function openShop(world: World, customers: number) {
  const house = await world.open();
  const keeper = house.as("shop/keeper");
  const names = Array.from({ length: customers }, (_, index) => ({ kind: "person" as const, displayName: `客户 ${index}` }));
  const ids = (await keeper.createMany(customer, names)).map(({ id }) => id).sort();
  return { house, keeper, ids };
}
