import { type Actor, customer, defineRole, type Id, may } from "@kehu/core";
import fc from "fast-check";
import { expect, it } from "vitest";
import { counts } from "../../../../.config/soak.js";
import type { Row } from "../database/database.js";
import { linkOf } from "../feed/chain.js";
import type { Feed, FeedEvent } from "../feed/feed.js";
import { damage, lease, leaseLifecycle, unit, unitLifecycle } from "./rent.test-pack.js";
import { rentPack } from "./rent-roles.test-pack.js";
import { deferred } from "./telling.test-pack.js";
import { codeOf, days, type House, onBothDatabases, onDatabase, type World, yuan } from "./world.test-pack.js";

const relay = defineRole("rent/relay", [may.read(unit, "all"), may.read(lease, "all", { hide: ["deposit"] }), may.read(customer, "own")]);
const packs = [rentPack({ relay })];
const feedOf = (world: World, house: House, consumer: Partial<Actor> = {}): Feed =>
  world.crm.feed({ id: "erp", tenant: house.id, roles: ["rent/boss"], ...consumer });

/** All that is left, confirmed. */
async function drain(feed: Feed, limit = 500): Promise<readonly FeedEvent[]> {
  const events: FeedEvent[] = [];
  await feed.deliver(async (page) => void events.push(...page), { limit });
  return events;
}

onBothDatabases(
  "the feed",
  (world) => {
    it("gives what happened, in order, with what changed", async () => {
      const house = await world().open();
      const stage = await house.stage();
      await drain(feedOf(world(), house));
      const draft = await stage.lease({ note: "n" }, { state: "draft" });
      world().now = days(1);
      await house.boss.apply(leaseLifecycle.activate, draft.id);
      await house.boss.apply(leaseLifecycle.pay, draft.id, { toOn: "2026-04-10", amount: yuan(500) });
      await house.boss.retract(lease, draft.id, "a mistake");
      const events = (await drain(feedOf(world(), house))).filter(({ record }) => record === "rent/lease");
      const first = events[0]?.position ?? 0;
      const same = { record: "rent/lease", id: draft.id, actor: "rent/boss", recordedAt: days(1), effectiveAt: days(1) };
      expect(events).toMatchObject([
        { ...same, position: first, version: 1, definition: "create", state: "draft", recordedAt: days(0), effectiveAt: days(0) },
        {
          ...same,
          version: 2,
          definition: "rent/lease#activate",
          fromState: "draft",
          state: "active",
          effectiveAt: "2026-02-28T16:00:00.000Z",
        },
        { ...same, version: 3, definition: "rent/lease#pay", changed: { paidToOn: "2026-04-10" }, input: { amount: yuan(500) } },
        { ...same, version: 4, definition: "retract", retracted: true },
      ]);
      expect(events[0]?.changed).toMatchObject({ note: "n", customerId: stage.buyer.id });
    });

    it("keeps a place for each consumer, which moves when it confirms", async () => {
      const house = await world().open();
      await house.stage(30);
      const [erp, mail] = [feedOf(world(), house), feedOf(world(), house, { id: "mail" })];
      const page = await erp.read({ limit: 10 });
      expect(page.events.map(({ position }) => position)).toEqual(Array.from({ length: 10 }, (_, index) => index + 1));
      expect(await erp.read({ limit: 10 })).toEqual(page);
      await erp.confirm(page.position);
      expect((await erp.read({ limit: 10 })).events[0]?.position).toBe(11);
      await erp.confirm(3);
      expect((await erp.read({ limit: 1 })).events[0]?.position).toBe(11);
      await erp.seek(3);
      expect((await erp.read({ limit: 1 })).events[0]?.position).toBe(4);
      const all = await drain(mail, 7);
      expect(all.map(({ position }) => position)).toEqual(all.map((_, index) => index + 1));
      expect(await drain(mail)).toEqual([]);
      expect(await codeOf(erp.confirm(all.length + 1))).toBe("crm/not-read-yet");
    });

    it("gives again what was not handled", async () => {
      const house = await world().open();
      await house.stage(5);
      const feed = feedOf(world(), house);
      const seen: number[] = [];
      const failing = feed.deliver(
        async (events) => {
          if (seen.length === 4) throw new RangeError("the ERP is down");
          seen.push(...events.map(({ position }) => position));
        },
        { limit: 2 },
      );
      expect(await codeOf(failing)).toContain("the ERP is down");
      expect((await drain(feed)).map(({ position }) => position)[0]).toBe(5);
    });

    it("shows a consumer what its roles read as a whole, without what they hide", async () => {
      const house = await world().open();
      const stage = await house.stage(1);
      const made = await stage.lease({ deposit: yuan(100) });
      await house.boss.apply(leaseLifecycle.pay, made.id, { toOn: "2026-04-10", amount: yuan(500) });
      await house.boss.create(damage, { leaseId: made.id, what: "x", amount: yuan(1) });
      const feed = feedOf(world(), house, { roles: ["rent/relay"] });
      const events = await drain(feed);
      expect(new Set(events.map(({ record }) => record))).toEqual(new Set(["rent/unit", "rent/lease"]));
      const [created, paid] = events.filter(({ record }) => record === "rent/lease");
      expect(created?.changed).toHaveProperty("number");
      expect(created?.changed).not.toHaveProperty("deposit");
      expect(paid).not.toHaveProperty("input");
      expect(JSON.stringify(events)).not.toContain(stage.buyer.displayName);
      // its place is behind what it may not see, which it does not read again
      expect((await feed.read()).position).toBe((await feedOf(world(), house).read({ limit: 5000 })).position);
      const both = feedOf(world(), house, { id: "both", roles: ["rent/relay", "rent/boss"] });
      expect((await drain(both)).find(({ record }) => record === "rent/lease")?.changed).toHaveProperty("deposit");
    });

    it("refuses who may read nothing, and what makes no sense", async () => {
      const house = await world().open();
      const feed = feedOf(world(), house, { roles: [] });
      for (const call of [() => feed.read(), () => feed.confirm(0), () => feed.seek(0), () => feed.deliver(async () => {})])
        expect(await codeOf(call)).toBe("crm/feed-sees-nothing");
      expect(await codeOf(feedOf(world(), house, { roles: ["nobody"] }).read())).toBe("crm/unknown-role");
      expect(await codeOf(feedOf(world(), house, { tenant: "nowhere" }).read())).toBe("crm/unknown-tenant");
      expect(await codeOf(() => world().crm.feed({ id: "", tenant: house.id, roles: [] }))).toBe("crm/invalid-actor");
      const good = feedOf(world(), house);
      for (const limit of [0, 5001, 1.5, "1", Number.NaN]) expect(await codeOf(good.read({ limit } as never))).toBe("crm/invalid-input");
      for (const position of [-1, 1.5, "1", undefined]) expect(await codeOf(good.confirm(position as never))).toBe("crm/invalid-input");
      expect(await codeOf(good.deliver("x" as never))).toBe("crm/invalid-input");
      expect(await codeOf(good.read({ limti: 1 } as never))).toBe("crm/invalid-input");
    });

    it("keeps tenants apart", async () => {
      const [house, other] = [await world().open(), await world().open()];
      await house.stage(1);
      expect(await drain(feedOf(world(), other))).toEqual([]);
      expect((await drain(feedOf(world(), house)))[0]?.position).toBe(1);
    });
  },
  packs,
);

onBothDatabases(
  "the journal's chain",
  (world) => {
    const columns =
      "position, record, record_id, version, recorded_at, effective_at, actor, definition, call, from_state, state, pack_version, payload, salt, digest, hash";
    const ways: Readonly<Record<string, (position: number) => readonly string[]>> = {
      changed: (at) => [`update kehu.journal set actor = actor || 'x' where position = ${at}`],
      state: (at) => [`update kehu.journal set state = 'x' where position = ${at}`],
      when: (at) => [`update kehu.journal set recorded_at = recorded_at - interval '1 millisecond' where position = ${at}`],
      payload: (at) => [`update kehu.journal set payload = payload || '{"x": 1}' where position = ${at}`],
      salt: (at) => [`update kehu.journal set salt = '\\x00' where position = ${at}`],
      "half erased": (at) => [`update kehu.journal set salt = null where position = ${at}`],
      rewritten: (at) => [
        `update kehu.journal set payload = '{}', salt = '\\x00', digest = sha256('\\x00'::bytea || '{}'::bytea) where position = ${at}`,
      ],
      hash: (at) => [`update kehu.journal set hash = sha256(hash) where position = ${at}`],
      digest: (at) => [`update kehu.journal set digest = sha256(digest) where position = ${at}`],
      deleted: (at) => [`delete from kehu.journal where position = ${at}`],
      "deleted and closed up": (at) => [
        `delete from kehu.journal where position = ${at}`,
        `update kehu.journal set position = position - 1 where position = ${at + 1}`,
      ],
      swapped: (at) => [
        `update kehu.journal set position = -1 where position = ${at}`,
        `update kehu.journal set position = ${at} where position = ${at + 1}`,
        `update kehu.journal set position = ${at + 1} where position = -1`,
      ],
      doubled: (at) => [
        `update kehu.journal set position = position + 1000000 where position > ${at}`,
        `insert into kehu.journal (tenant, ${columns}) select tenant, ${columns.replace("position", "position + 1")} from kehu.journal where position = ${at}`,
        `update kehu.journal set position = position - 999999 where position > 1000000`,
      ],
      "cut off": (at) => [`delete from kehu.journal where position >= ${at}`],
      "cut off, with the end": (at) => [`delete from kehu.journal where position >= ${at}`, `update kehu.feed set next = ${at}`],
    };

    it("holds as it was written, also where content was erased, and finds whatever was done to it", async () => {
      const house = await world().open();
      const stage = await house.stage(12);
      await house.boss.adopt(
        unit,
        { code: "z", productId: stage.product.id },
        { state: "sold", asOf: "2026-01-01", source: "s", history: [{ state: "free", from: "2025-01-01T00:00:00.000Z" }] },
      );
      const whole = await world().crm.verifyJournal(house.id);
      expect(whole).toEqual({ rows: expect.any(Number), erased: 0, head: expect.stringMatching(/^[0-9a-f]{64}$/) });
      const saved = await house.rows(`select ${columns} from kehu.journal order by position`);
      expect(saved).toHaveLength(whole.rows);
      await house.meddle(
        "alter table kehu.journal disable trigger user",
        "create table if not exists kehu.saved as select * from kehu.journal with no data",
      );
      const restore = [
        "delete from kehu.journal",
        "insert into kehu.journal overriding system value select * from kehu.saved",
        `update kehu.feed set next = ${whole.rows + 1}`,
      ];
      await house.meddle("delete from kehu.saved", "insert into kehu.saved select * from kehu.journal");
      await fc.assert(
        fc.asyncProperty(fc.constantFrom(...Object.keys(ways)), fc.integer({ min: 1, max: whole.rows - 1 }), async (way, at) => {
          await house.meddle(...(ways[way]?.(at) ?? []));
          expect([way, (await world().crm.verifyJournal(house.id)).damage]).toEqual([way, expect.anything()]);
          await house.meddle(...restore);
        }),
        { numRuns: counts(60, 1000) },
      );
      await house.meddle("update kehu.journal set payload = null, salt = null where position in (2, 3)");
      expect(await world().crm.verifyJournal(house.id)).toEqual({ ...whole, erased: 2 });
      await house.meddle("drop table kehu.saved", "alter table kehu.journal enable trigger user");
    });

    it("finds an entry that was written anew together with its own link", async () => {
      const house = await world().open();
      await house.stage(6);
      const { rows: count } = await world().crm.verifyJournal(house.id);
      const rows = await house.rows("select * from kehu.journal order by position");
      const [before, row] = rows.slice(2, 4) as [Row, Row];
      const link = linkOf(before["hash"] as Buffer, 4, { ...row, actor: "somebody else" }).toString("hex");
      await house.meddle(
        "alter table kehu.journal disable trigger user",
        `update kehu.journal set actor = 'somebody else', hash = decode('${link}', 'hex') where position = 4`,
        "alter table kehu.journal enable trigger user",
      );
      expect(count).toBeGreaterThan(5);
      expect((await world().crm.verifyJournal(house.id)).damage).toEqual({ position: 5, problem: "changed" });
    });

    it("says how far it has looked, and refuses options that it does not know", async () => {
      const house = await world().open();
      await house.stage(3);
      const seen: number[] = [];
      const { rows } = await world().crm.verifyJournal(house.id, { onProgress: (count) => seen.push(count) });
      expect(seen).toEqual([rows]);
      expect(await codeOf(world().crm.verifyJournal(house.id, { onProgess: 1 } as never))).toBe("crm/invalid-input");
      expect(await codeOf(world().crm.verifyJournal("nowhere"))).toBe("crm/unknown-tenant");
    });
  },
  packs,
);

onDatabase(
  "postgres",
  "the feed under load",
  (world) => {
    it("loses nothing and keeps the order of each record, whoever writes, rolls back and reads meanwhile", async () => {
      const rounds = counts(40, 12_500);
      const house = await world().open();
      const stage = await house.stage(24);
      const ids = stage.units.map(({ id }) => id as Id<"rent/unit">);
      let written = 0;
      const writers = Array.from({ length: 8 }, async (_, writer) => {
        for (let round = 0; round < rounds; round++) {
          const id = ids[(writer * 7 + round * 5) % ids.length] as Id<"rent/unit">;
          const refusedNow = round % 13 === 0;
          const code = await codeOf(
            refusedNow
              ? house.boss.updateMany(unit, [
                  { id, change: { note: "x" } },
                  { id: ids[0] as never, change: { note: "y" }, version: 1_000_000 },
                ])
              : house.boss.update(unit, id, { note: `${writer} ${round}` }),
          );
          if (code === "nothing was thrown") written += 1;
        }
      });
      const seen = new Map<number, FeedEvent>();
      let writing = true;
      const reader = async (): Promise<void> => {
        const feed = feedOf(world(), house);
        for (let page = 1; writing; page++) {
          const { events, position } = await feed.read({ limit: counts(50, 500) });
          for (const event of events) {
            const known = seen.get(event.position);
            if (known) expect(event).toEqual(known);
            seen.set(event.position, event);
          }
          // one that falls over now and then begins where it last confirmed
          if (page % 5 !== 0) await feed.confirm(position);
        }
      };
      const readers = [reader(), reader()];
      await Promise.all(writers);
      writing = false;
      await Promise.all(readers);
      for (const event of await drain(feedOf(world(), house))) seen.set(event.position, event);
      expect([...seen.keys()].toSorted((a, b) => a - b)).toEqual(Array.from({ length: seen.size }, (_, index) => index + 1));
      const versions = new Map<string, number>();
      for (const { id, version } of [...seen.values()].toSorted((a, b) => a.position - b.position)) {
        expect(version).toBe((versions.get(id) ?? 0) + 1);
        versions.set(id, version);
      }
      const notes = [...seen.values()].filter(({ definition }) => definition === "update");
      expect(notes).toHaveLength(written);
      expect((await world().crm.verifyJournal(house.id)).damage).toBeUndefined();
    }, 1_200_000);

    it("numbers each entry once, however many ask for it at the same moment", async () => {
      const house = await world().open();
      const stage = await house.stage(40);
      const consumers = Array.from({ length: 8 }, (_, index) => feedOf(world(), house, { id: `c${index}` }));
      for (let round = 0; round < 10; round++) {
        await house.boss.updateMany(
          unit,
          stage.units.map(({ id }) => ({ id, change: { note: `${round}` } })),
        );
        const pages = await Promise.all(consumers.map((feed) => feed.read({ limit: 5000 })));
        expect(new Set(pages.map(({ position }) => position)).size).toBe(1);
      }
      const { rows, damage } = await world().crm.verifyJournal(house.id);
      expect([damage, (await feedOf(world(), house).read({ limit: 5000 })).events.length]).toEqual([undefined, rows]);
    });

    it("is not held up by a transaction that stays open, whose rows come later", async () => {
      const house = await world().open();
      const stage = await house.stage(2);
      const feed = feedOf(world(), house);
      await drain(feed);
      const id = stage.units[0]?.id as Id<"rent/unit">;
      const open = deferred();
      const held = house.hold(
        `insert into kehu.journal (tenant, record, record_id, version, recorded_at, effective_at, actor, definition, pack_version, payload, salt, digest)
        select tenant, record, record_id, 99, recorded_at, effective_at, 'late', definition, pack_version, payload, salt, digest from kehu.journal where record = 'rent/unit' limit 1`,
        open.promise,
      );
      await house.boss.apply(unitLifecycle.breakDown, id);
      expect((await drain(feed)).map(({ definition }) => definition)).toEqual(["rent/unit#breakDown"]);
      open.resolve();
      await held;
      expect((await drain(feed)).map(({ actor }) => actor)).toEqual(["late"]);
    });
  },
  packs,
);
