import { customer, type Operation } from "@kehu/core";
import { drawer, pay, slip, till } from "./till.test-pack.js";
import type { House, World } from "./world.test-pack.js";

export type Payment = typeof pay extends Operation<infer Taken, unknown> ? Taken : never;

/** A house with so many tills of 100 each, a drawer, and who keeps them. */
export async function openTills(world: World, tills: number) {
  const house = await world.open();
  const keeper = house.as("till/keeper");
  const holder = await keeper.create(customer, { kind: "person", displayName: "赵六" });
  const made = await keeper.createMany(
    till,
    Array.from({ length: tills }, (_, number) => ({ number: `T${number}`, holderId: holder.id, balance: 100 })),
  );
  const { id: drawerId } = await keeper.create(drawer, { number: "D" });
  const ids = made.map(({ id }) => id);
  const payment = (number: number, more: Partial<Payment> = {}): Payment => ({
    number: `T${number}`,
    amount: 1,
    key: `K${number}`,
    also: "nothing",
    other: "T0",
    copiedId: ids[0] as string,
    ...more,
  });
  // nobody knows of it yet whether its calls meet
  return { house, keeper, asked: { ...pay }, drawerId, ids, payment };
}

/** What there is in the end, without ids and times. */
export async function stateOf(house: House) {
  const keeper = house.as("till/keeper");
  const tills = (await keeper.find(till, { sort: "number", limit: 1000 })).items;
  const numbers = new Map(tills.map(({ id, number }) => [id, number]));
  return {
    tills: tills.map(({ number, balance, note, version }) => [number, balance, note, version]),
    slips: (await keeper.find(slip, { sort: "key", limit: 1000 })).items.map((each) => [each.key, each.amount, numbers.get(each.tillId)]),
    drawers: (await keeper.find(drawer)).items.map((each) => [each.state, each.version, each.filledWith]),
    customers: (await keeper.find(customer, { sort: "displayName" })).items.map(({ displayName }) => displayName),
    keys: await house.rows("select key, result from kehu.idempotency order by key"),
  };
}
