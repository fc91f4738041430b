import { customer, engagement, interaction } from "@kehu/core";
import { expect, it } from "vitest";
import { codeOf, days, onBothDatabases, yuan } from "./world.test-pack.js";

onBothDatabases("engagement", (world) => {
  const start = async () => {
    const house = await world().open();
    const { buyer } = await house.stage();
    const call = (more: object = {}) =>
      house.boss.create(interaction, {
        customerId: buyer.id,
        channel: "phone",
        direction: "inbound",
        happenedAt: world().now,
        topic: "a question",
        line: "rent",
        ...more,
      });
    const now = async () => (await house.boss.find(engagement, { where: { customerId: buyer.id }, sort: "-line" })).items;
    return { house, buyer, call, now };
  };

  it("begins with the first contact that came from the customer", async () => {
    const { call, now } = await start();
    await call({ direction: "outbound" });
    const { line, ...without } = { line: "rent", direction: "inbound" };
    await call({ ...without, line: undefined });
    expect(await now()).toEqual([]);
    await call({ happenedAt: "2026-03-01T00:00:00.000Z" });
    expect(await now()).toMatchObject([{ line, state: "active", since: "2026-03-01T00:00:00.000Z" }]);
    await call({ line: "other" });
    expect((await now()).map((each) => each.line)).toEqual(["rent", "other"]);
  });

  it("begins with the first contact that happened, whichever is entered first", async () => {
    const { house, call, now } = await start();
    for (const happenedAt of [days(-3), days(-9), days(-5), days(-1)]) await call({ happenedAt });
    expect(await now()).toMatchObject([{ state: "active", since: days(-9) }]);
    await house.runDue(days(100));
    await call();
    await call({ happenedAt: days(-12) });
    expect(await now()).toMatchObject([{ state: "active", since: days(100), origin: { state: "atRisk" } }]);
  });

  it("begins with the first entry in the ledger, whose cost is kept", async () => {
    const { house, call, now } = await start();
    await call({ direction: "outbound", cost: yuan(30) });
    expect(await house.rows("select kind, category, line, amount, occurred_on from kehu.ledger_entry")).toEqual([
      { kind: "cost", category: "contact", line: "rent", amount: 30, occurred_on: "2026-03-02" },
    ]);
    expect(await now()).toMatchObject([{ state: "active" }]);
  });

  it("cools, falls asleep, is lost, and is won back, by silence alone", async () => {
    const { house, call, now } = await start();
    await call();
    const states = [];
    for (const day of [89, 91, 181, 366]) {
      await house.runDue(days(day));
      states.push((await now())[0]?.state);
    }
    expect(states).toEqual(["active", "atRisk", "dormant", "lost"]);
    await call();
    expect(await now()).toMatchObject([{ state: "wonBack", since: days(366) }]);
    await house.runDue(days(366 + 91));
    expect((await now())[0]?.state).toBe("atRisk");
    await call();
    expect(await now()).toMatchObject([{ state: "active", since: days(457) }]);
    const rows = await house.rows("select state, effective_at from kehu.journal where record = 'engagement' order by ordinal");
    expect(rows.map(({ state }) => state)).toEqual(["prospect", "active", "atRisk", "dormant", "lost", "wonBack", "atRisk", "active"]);
  });

  it("goes through silence first when somebody calls before the clock ran", async () => {
    const { house, call, now } = await start();
    await call();
    world().now = days(200);
    await call();
    expect(await now()).toMatchObject([{ state: "active", since: days(200), origin: { state: "dormant" } }]);
    await house.runDue();
    expect(await now()).toMatchObject([{ state: "active", since: days(200) }]);
  });

  it("looks at what a customer did once for each step of silence, and marks no way back", async () => {
    const { house, call } = await start();
    await call();
    await house.runDue(days(89));
    world().sent = [];
    await house.runDue(days(91));
    const sent = world().sent ?? [];
    world().sent = undefined;
    const of = (part: string) => sent.filter(({ sql }) => sql.includes(part)).length;
    expect([of("last_on"), of("for no key update"), of("savepoint"), of('update "kehu"."engagement"')]).toEqual([1, 1, 0, 1]);
  });

  it("costs a busy customer nothing", async () => {
    const { house, call } = await start();
    await call();
    const count = async () => (await house.rows("select count(*) as count from kehu.journal where record = 'engagement'"))[0]?.["count"];
    const before = await count();
    for (let day = 1; day <= 100; day += 10) {
      world().now = days(day);
      await call();
    }
    expect(await count()).toBe(before);
    await house.runDue(days(101));
    expect(await count()).toBe(before);
  });

  it("comes to the same for many who come back at once as for one after another", async () => {
    const live = async (together: boolean) => {
      const house = await world().open();
      const buyers = await house.boss.createMany(
        customer,
        Array.from({ length: 30 }, (_, index) => ({ kind: "person" as const, displayName: `客户 ${index}` })),
      );
      const contact = (happenedAt: string) =>
        buyers.map(
          ({ id: customerId }) => ({ customerId, channel: "phone", direction: "inbound", happenedAt, topic: "x", line: "rent" }) as const,
        );
      for (const [index, each] of contact(days(0)).entries()) await house.boss.create(interaction, { ...each, happenedAt: days(-index) });
      world().now = days(300);
      if (together) await house.boss.createMany(interaction, contact(days(290)));
      else for (const each of contact(days(290))) await house.boss.create(interaction, each);
      await house.runDue();
      return house.rows(
        `select c.display_name, j.definition, j.state, j.effective_at from kehu.journal as j join kehu.engagement as e on e.id = j.record_id
          join kehu.customer as c on c.id = e.customer_id order by c.display_name, j.version`,
      );
    };
    const apart = await live(false);
    expect(await live(true)).toEqual(apart);
    expect(apart.filter(({ state }) => state === "dormant")).toHaveLength(30);
    expect(apart.filter((row) => row["effective_at"] === days(290))).toHaveLength(30);
  });

  it("is never moved by hand", async () => {
    const { house, buyer } = await start();
    expect(await codeOf(house.boss.create(engagement, { customerId: buyer.id, line: "rent" }))).toBe("crm/not-granted");
  });

  it("is made once for many who begin at once", async () => {
    const { house, buyer, call } = await start();
    await Promise.all(Array.from({ length: 20 }, () => call()));
    expect((await house.boss.find(engagement, { where: { customerId: buyer.id } })).items).toHaveLength(1);
    expect((await house.boss.find(interaction)).items).toHaveLength(20);
    expect((await house.boss.find(customer)).items).toHaveLength(1);
  });
});
