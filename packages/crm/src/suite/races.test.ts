import {
  count,
  customer,
  defineLifecycle,
  defineRecord,
  defineRefusal,
  defineRole,
  type Id,
  interaction,
  may,
  one,
  party,
  text,
  totals,
} from "@kehu/core";
import { expect, it } from "vitest";
import { counts } from "../../../../.config/soak.js";
import { damage, damageLifecycle, hold, lease, leaseLifecycle, unit } from "./rent.test-pack.js";
import { rentPack } from "./rent-roles.test-pack.js";
import { deferred } from "./telling.test-pack.js";
import { codeOf, days, type House, onDatabase, yuan } from "./world.test-pack.js";

/** Counted from what the input names: no reference of the record leads there before. */
const ticket = defineRecord("rent/ticket", {
  fields: { seat: text(10), holderId: party("holder").optional() },
  states: ["free", "taken"],
});
const fullUp = defineRefusal("rent/full-up", "There are {taken} already; give one back.");
const ticketLifecycle = defineLifecycle(ticket, (t) => ({
  take: t({
    from: "free",
    to: "taken",
    input: { customerId: party("holder") },
    needs: { taken: totals(ticket, "holderId", { of: one(customer, "input.customerId"), measures: { count: count() } }) },
    check: ({ needs }) => (needs.taken.count >= 3 ? fullUp({ taken: needs.taken.count }) : undefined),
    set: ({ input }) => ({ holderId: input.customerId }),
  }),
}));
const usher = defineRole("rent/usher", [
  may.read(customer, "all"),
  may.read(ticket, "all"),
  may.create(ticket),
  may.apply(ticketLifecycle.take, "all"),
]);

const times = <T>(count: number, work: (index: number) => Promise<T>): Promise<readonly T[]> =>
  Promise.all(Array.from({ length: count }, (_, index) => work(index)));
const codes = async (work: readonly Promise<unknown>[]): Promise<Readonly<Record<string, number>>> => {
  const counted: Record<string, number> = {};
  for (const code of await Promise.all(work.map((each) => codeOf(each)))) counted[code] = (counted[code] ?? 0) + 1;
  return counted;
};
const done = "nothing was thrown";
const twenty = Array.from({ length: 20 }, () => ({ kind: "person" as const, displayName: "x" }));

onDatabase(
  "postgres",
  "races",
  (world) => {
    const start = async (units = 2) => {
      const house = await world().open();
      return { house, stage: await house.stage(units) };
    };

    it("lets one of two editors win, in each of many rounds", async () => {
      const rounds = counts(200, 1000);
      const { house, stage } = await start();
      const { id } = stage.units[0] as { readonly id: Id<"rent/unit"> };
      for (let version = 1; version <= rounds; version++) {
        const both = [1, 2].map((editor) => house.boss.update(unit, id, { note: `${editor} ${version}` }, { version }));
        expect(await codes(both)).toEqual({ [done]: 1, "crm/stale-version": 1 });
      }
      expect((await house.boss.get(unit, id)).version).toBe(rounds + 1);
    });

    it("gives a thing to one of twenty", async () => {
      const { house, stage } = await start(counts(10, 200));
      for (const { id: unitId } of stage.units) {
        const buyers = await house.boss.createMany(customer, twenty);
        const all = buyers.map(({ id: customerId }) => house.boss.create(hold, { unitId, customerId, until: days(1) }).then(() => 1));
        expect(await codes(all)).toEqual({ [done]: 1, "crm/already-exists": 19 });
      }
    });

    it("gives an expired thing to one of twenty", async () => {
      const { house, stage } = await start(1);
      const unitId = stage.units[0]?.id as Id<"rent/unit">;
      const buyers = await house.boss.createMany(customer, twenty);
      await house.boss.create(hold, { unitId, customerId: stage.buyer.id, until: days(1) });
      world().now = days(2);
      const all = buyers.map(({ id: customerId }) => house.boss.create(hold, { unitId, customerId, until: days(3) }));
      const { "crm/busy": conflicts = 0, ...rest } = await codes(all);
      expect(rest).toEqual({ [done]: 1, "crm/already-exists": 19 - conflicts });
      expect((await house.boss.find(hold, { where: { state: "held" } })).items).toHaveLength(1);
      expect(await house.rows("select count(*) as count from kehu.journal where definition = 'rent/hold#expire'")).toEqual([{ count: 1 }]);
    });

    it("never lets days overlap", async () => {
      const { house, stage } = await start();
      const all = await codes(await leases(20, (index) => stage.lease({ startsOn: `2026-03-${index + 10}`, endsOn: "2026-04-30" })));
      expect(all).toEqual({ [done]: 1, "crm/overlaps": 19 });
      expect((await house.boss.find(lease)).items).toHaveLength(1);
    });

    it("lets who takes days of a place wait for its turn, and nobody else", async () => {
      const { house, stage } = await start();
      const { promise: over, resolve: end } = deferred();
      const turns = `select pg_advisory_xact_lock(hashtext('${house.id} rent/lease'), turn) from generate_series(0, 255) as turn`;
      const holding = house.hold(turns, over);
      const locks = (granted: boolean) =>
        house.rows(`select count(*) from pg_locks where locktype = 'advisory' and objsubid = 2 and granted = ${granted}`);
      try {
        await expect.poll(() => locks(true), { interval: 20 }).toEqual([{ count: 256 }]);
        void stage.lease({});
        await expect.poll(() => locks(false), { interval: 20 }).toEqual([{ count: 1 }]);
        await house.boss.update(unit, stage.units[0]?.id as Id<"rent/unit">, { note: "x" });
      } finally {
        end();
      }
      await holding;
      await expect.poll(async () => (await house.boss.find(lease)).items.length, { interval: 20 }).toBe(1);
    });
    const leases = async (count: number, one: (index: number) => Promise<unknown>) =>
      Array.from({ length: count }, (_, index) => one(index));

    it("completes a parent with its last child, once", async () => {
      const parents = counts(20, 250);
      const { house, stage } = await start(parents);
      for (const each of stage.units) {
        const made = await stage.lease({ unitId: each.id });
        const children = await house.boss.createMany(
          damage,
          Array.from({ length: 4 }, (_, index) => ({ leaseId: made.id, what: `${index}`, amount: yuan(1) })),
        );
        expect(await codes(children.map(({ id }) => house.boss.apply(damageLifecycle.close, id)))).toEqual({ [done]: 4 });
      }
      expect((await house.boss.find(lease, { where: { state: "ended" }, limit: 1000 })).items).toHaveLength(parents);
      expect(await house.rows("select count(*) as count from kehu.journal where definition = 'rent/lease#end'")).toEqual([
        { count: parents },
      ]);
    });

    it("lets no child come while its parent goes because it has none", async () => {
      const { house, stage } = await start(1);
      const unitId = stage.units[0]?.id as Id<"rent/unit">;
      for (let round = 0; round < counts(60, 300); round++) {
        const made = await stage.lease({ unitId, number: `S${round}` });
        const [created, cancelled] = await Promise.all([
          codeOf(house.boss.create(damage, { leaseId: made.id, what: "x", amount: yuan(1) })),
          codeOf(house.boss.apply(leaseLifecycle.cancel, made.id, { reason: "x" })),
        ]);
        expect([created, cancelled].toSorted()).toEqual(created === done ? [done, "rent/open-damage"] : [done, "rent/lease-over"]);
        const children = (await house.boss.find(damage, { where: { leaseId: made.id } })).items.map(({ id }) => ({ id }));
        await house.boss.retractMany(damage, children, "next round");
        if (created === done) await house.boss.retract(lease, made.id, "next round");
      }
    });

    it("lets no child come while its parent is taken back", async () => {
      const { house, stage } = await start(1);
      const unitId = stage.units[0]?.id as Id<"rent/unit">;
      for (let round = 0; round < counts(60, 300); round++) {
        const made = await stage.lease({ unitId, number: `T${round}` });
        const [created, retracted] = await Promise.all([
          codeOf(house.boss.create(damage, { leaseId: made.id, what: "x", amount: yuan(1) })),
          codeOf(house.boss.retract(lease, made.id, "x")),
        ]);
        expect([created, retracted]).toEqual(created === done ? [done, "crm/still-needed"] : ["crm/reference-missing", done]);
        const children = (await house.boss.find(damage, { where: { leaseId: made.id } })).items.map(({ id }) => ({ id }));
        await house.boss.retractMany(damage, children, "next round");
        if (created === done) await house.boss.retract(lease, made.id, "next round");
      }
    });

    it("keeps to a limit per customer", async () => {
      const { house, stage } = await start(20);
      const all = stage.units.map(({ id: unitId }) => house.boss.create(hold, { unitId, customerId: stage.buyer.id, until: days(1) }));
      const counted = await codes(all);
      expect(counted).toEqual({ [done]: 3, "rent/too-many-holds": 17 });
      expect((await house.boss.find(hold)).items).toHaveLength(3);
    });

    it("keeps to a limit that is counted from what an input names", async () => {
      const { house, stage } = await start(1);
      const desk = house.as("rent/usher");
      const tickets = await desk.createMany(
        ticket,
        twenty.map((_, index) => ({ seat: `${index}` })),
      );
      const all = tickets.map(({ id }) => desk.apply(ticketLifecycle.take, id, { customerId: stage.buyer.id }));
      expect(await codes(all)).toEqual({ [done]: 3, "rent/full-up": 17 });
      expect((await desk.find(ticket, { where: { state: "taken" } })).items).toHaveLength(3);
    });

    it("fires each timer once, however many workers there are", async () => {
      const { house, stage } = await start(60);
      await times(60, (index) => stage.lease({ unitId: stage.units[index]?.id, note: "spared" }));
      world().now = days(30);
      const others = await Promise.all([world().again(), world().again()]);
      await Promise.all([world().crm, ...others].map((crm) => crm.runDue(days(30))));
      for (const crm of others) await crm.close();
      await world().crm.runDue(days(30));
      const count =
        "select definition, count(*) as count from kehu.journal where actor = 'system' and record = 'rent/lease' group by definition order by definition";
      expect(await house.rows(count)).toEqual([
        { definition: "rent/call-soon", count: 60 },
        { definition: "rent/lease#becomeLate", count: 60 },
      ]);
      expect(await house.rows("select count(*) as count from kehu.task")).toEqual([{ count: 60 }]);
    });

    it("has one effect for workers and people at once", async () => {
      const { house, stage } = await start(20);
      const made = await times(20, (index) => stage.lease({ unitId: stage.units[index]?.id }));
      world().now = days(30);
      const frozen = made.map(({ id }) => house.boss.apply(leaseLifecycle.freeze, id));
      const [counted] = await Promise.all([codes(frozen), world().crm.runDue(days(30)), world().crm.runDue(days(30))]);
      const { "crm/busy": conflicts = 0, ...rest } = counted;
      expect(rest).toEqual({ [done]: 20 - conflicts });
      expect(conflicts).toBeLessThanOrEqual(1);
      expect(await lates(house)).toBe(20);
    });
    const lates = async (house: House): Promise<unknown> =>
      (await house.rows("select count(*) as count from kehu.journal where definition = 'rent/lease#becomeLate'"))[0]?.["count"];

    it("makes what is to be given once, and gives it to all", async () => {
      const { house, stage } = await start(1);
      const { buyer, units } = stage;
      const fields = {
        number: "ONE",
        customerId: buyer.id,
        unitId: units[0]?.id as Id<"rent/unit">,
        startsOn: "2026-03-01",
        paidToOn: "2026-03-01",
      };
      const all = await times(20, () => house.boss.create(lease, fields, { ifExists: "give" }));
      expect(new Set(all.map(({ id }) => id)).size).toBe(1);
      const contact = { channel: "phone", direction: "inbound", happenedAt: days(0), topic: "x", line: "new" } as const;
      await times(20, () => house.boss.create(interaction, { ...contact, customerId: buyer.id }));
      expect(await house.rows("select count(*) as count from kehu.engagement where line = 'new'")).toEqual([{ count: 1 }]);
    });
  },
  [rentPack({ usher, ticket, fullUp, ticketLifecycle })],
);
