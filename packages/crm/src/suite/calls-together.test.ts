import { defineOperation, defineRole, group, type KehuError, may, type Operation, type Session, text } from "@kehu/core";
import * as fc from "fast-check";
import { expect, it } from "vitest";
import type { Statement } from "../database/database.js";
import { pay, slip, till, tillPack } from "./till.test-pack.js";
import { openTills, type Payment, stateOf } from "./tills.test-pack.js";
import { codeOf, onBothDatabases, onDatabase } from "./world.test-pack.js";

interface Call {
  readonly payment: Payment;
  readonly key?: string;
}

const outer: { session?: Session } = {};
/** Calls from inside what can only be called from outside. */
const callBack: Operation<{ text: string }, { code: string }> = defineOperation("till/call-back", {
  input: { text: text(20) },
  output: group({ code: text(60) }),
  run: async (work, { text: greeting }) => {
    await work.find(till, { limit: 1 });
    const session = outer.session as Session;
    return { code: greeting === "inside" ? "nothing was called" : await codeOf(session.call(callBack, { text: "inside" })) };
  },
});
const caller = defineRole("till/caller", [may.call(callBack), may.read(till, "all")]);
const pack = { ...tillPack, definitions: { ...tillPack.definitions, callBack, caller } };

type Opened = Awaited<ReturnType<typeof openTills>>;
const call = ({ keeper, asked }: Opened, { payment, key }: Call) => keeper.call(asked, payment, key === undefined ? {} : { key });

onBothDatabases(
  "calls at once",
  (world) => {
    const open = (tills: number) => openTills(world(), tills);
    const outcome = (work: Promise<unknown>) =>
      work.catch(({ code, message, details }: KehuError) => ({ code, message, details: { ...details, key: undefined } }));
    /** All at once in one transaction: where there is a second place, it is taken by a call that finds nothing to do. */
    const atOnce = async (some: Opened, calls: readonly Call[]) => {
      const nobody = () => outcome(call(some, { payment: some.payment(0, { number: "nobody" }) }));
      const second = world().kind === "postgres" ? nobody() : undefined;
      if (second) await new Promise(setImmediate);
      const outcomes = await Promise.all(calls.map((each) => outcome(call(some, each))));
      await second;
      return outcomes;
    };
    const oneByOne = async (some: Opened, calls: readonly Call[]) => {
      const outcomes: unknown[] = [];
      for (const each of calls) outcomes.push(await outcome(call(some, each)));
      return outcomes;
    };
    const slipsMade = (sent: readonly Statement[]): number =>
      sent.filter(({ sql }) => sql.startsWith('insert into "kehu_till"."slip"')).length;
    const sentBy = async (work: () => Promise<unknown>): Promise<readonly Statement[]> => {
      world().sent = [];
      await work();
      const sent = world().sent ?? [];
      world().sent = undefined;
      return sent;
    };

    it("go in one transaction, and each is answered with its own", async () => {
      const some = await open(50);
      const calls = Array.from({ length: 50 }, (_, number) => ({
        payment: some.payment(number, { amount: number + 1 }),
        key: `C${number}`,
      }));
      let outcomes: readonly unknown[] = [];
      const sent = await sentBy(async () => {
        outcomes = await atOnce(some, calls);
      });
      expect(outcomes).toEqual(calls.map((_, number) => ({ balance: 101 + number, seen: 0 })));
      expect(slipsMade(sent)).toBe(1);
      expect((await stateOf(some.house)).slips).toHaveLength(50);
      const journalled = await some.house.rows(
        "select count(*) as rows, count(distinct record_id) as records from kehu.journal where call = 'till/pay'",
      );
      expect(journalled).toEqual([{ rows: 100, records: 100 }]);
      expect(await world().crm.verifyJournal(some.house.id)).not.toHaveProperty("damage");
    });

    it("have one effect for a key that comes several times among them, and refuse it with another input", async () => {
      const some = await open(2);
      const [first, other] = [some.payment(0), some.payment(1)];
      const calls = [first, other].map((payment) => ({ payment, key: "one" }));
      const paid = { balance: 101, seen: 0 };
      expect(await atOnce(some, calls)).toMatchObject([paid, { code: "crm/key-reused" }]);
      expect(await outcome(call(some, { payment: other, key: "two" }))).toEqual(paid);
      const again = { payment: first, key: "one" };
      expect(await atOnce(some, [again, again])).toEqual([paid, paid]);
      expect((await stateOf(some.house)).slips).toHaveLength(2);
    });

    it("come to what each of them comes to alone, refused or not, with keys or without", async () => {
      const most = 40;
      const smooth = { amount: fc.integer({ min: 1, max: 60 }), also: fc.constantFrom("nothing", "nothing", "note") };
      const rough = {
        amount: fc.integer({ min: -160, max: 60 }),
        also: fc.constantFrom("nothing", "look", "count", "note", "copy", "swallow", "drawer"),
      };
      /** Smooth ones mostly run side by side; of rough ones some are refused, or look at what others change. */
      const calls = (kind: typeof smooth | typeof rough, keys: number) =>
        fc.uniqueArray(
          fc.record({
            ...(kind as typeof rough),
            number: fc.integer({ min: 0, max: most - 1 }),
            other: fc.integer({ min: 0, max: most }),
            key: fc.integer({ min: 0, max: 10 * keys }),
            once: fc.option(fc.integer({ min: 0, max: keys }), { nil: undefined, freq: 2 }),
          }),
          { minLength: 2, maxLength: 8, selector: ({ number, amount }) => (kind === smooth ? number : `${number} ${amount}`) },
        );
      const [apart, together] = [await open(most), await open(most)];
      let round = 0;
      for (const some of [calls(smooth, 400), calls(rough, 4)])
        await fc.assert(
          fc.asyncProperty(some, async (given) => {
            round += 1;
            const of = ({ drawerId, ids, payment }: Opened): readonly Call[] =>
              given.map(({ number, other, key, once, ...rest }) => ({
                payment: payment(number, {
                  ...rest,
                  other: `T${other}`,
                  copiedId: ids[other] ?? (ids[0] as string),
                  key: `K${key}`,
                  drawerId,
                } as Partial<Payment>),
                ...(once !== undefined && { key: `${round} ${once}` }),
              }));
            expect(await atOnce(together, of(together))).toEqual(await oneByOne(apart, of(apart)));
            expect(await stateOf(together.house)).toEqual(await stateOf(apart.house));
          }),
          { numRuns: 30, seed: 11 },
        );
    });

    it("go on after one that was refused when part of it was sent", async () => {
      const some = await open(2);
      const calls = [0, 0, 0, 0, 0, 0, 1].map((number, index) => ({ payment: some.payment(number, { key: `P${index}` }) }));
      const tooMany = { code: "till/too-many", details: { count: 5 } };
      let outcomes: readonly unknown[] = [];
      const sent = await sentBy(async () => {
        outcomes = await atOnce(some, calls);
      });
      expect(outcomes).toMatchObject([...[101, 102, 103, 104].map((balance) => ({ balance })), tooMany, tooMany, { balance: 101 }]);
      expect((await stateOf(some.house)).slips).toHaveLength(5);
      // side by side, then each once
      expect(slipsMade(sent)).toBe(1 + calls.length);
    });

    it("are of one actor: what others ask for at the same time is their own, in the journal too", async () => {
      const some = await open(6);
      const actors = ["one", "other", "third"];
      await Promise.all(
        [0, 1, 2, 3, 4, 5].map((number) =>
          some.house.as("till/keeper", { id: actors[number % 3] as string }).call(pay, some.payment(number)),
        ),
      );
      const rows = await some.house.rows(
        "select j.actor, t.number from kehu.journal as j join kehu_till.till as t on t.id = j.record_id where j.call = 'till/pay' order by t.number",
      );
      expect(rows.map((row) => row["actor"])).toEqual([...actors, ...actors]);
      const stranger = some.house.as("till/caller");
      const codes = await Promise.all([0, 1, 2, 3].map((number) => codeOf(stranger.call(pay, some.payment(number)))));
      expect(codes).toEqual(Array(4).fill("crm/not-granted"));
    });

    it("are refused inside of one of them, and do not wait for it", async () => {
      const { house } = await open(1);
      outer.session = house.as("till/caller");
      const session = outer.session;
      const codes = await Promise.all([1, 2, 3, 4, 5].map((number) => session.call(callBack, { text: `${number}` })));
      expect(codes).toEqual(Array(5).fill({ code: "crm/nested-call" }));
    });
  },
  [pack],
);

onDatabase(
  "postgres",
  "calls at once of several processes",
  (world) => {
    it("take turns where they meet, and wait for each other in no ring", async () => {
      const tills = 8;
      const some = await openTills(world(), tills);
      const other = await world().again();
      const keeper = other.as({ id: "other", tenant: some.house.id, roles: ["till/keeper"] });
      const deadlocks = async () =>
        Number((await some.house.rows("select deadlocks from pg_stat_database where datname = current_database()"))[0]?.["deadlocks"]);
      const before = await deadlocks();
      // each looks at what another one changes, in opposite orders
      const payments = Array.from({ length: tills }, (_, number) =>
        some.payment(number, { also: "look", other: `T${(number + 1) % tills}`, amount: 1 }),
      );
      for (let round = 0; round < 4; round += 1) {
        const keyed = (who: string) => payments.map((payment, index) => ({ ...payment, key: `${who} ${round} ${index}` }));
        const calls = [
          ...keyed("one").map((payment) => call(some, { payment })),
          ...keyed("other")
            .toReversed()
            .map((payment) => call({ ...some, keeper }, { payment })),
        ];
        for (const result of await Promise.allSettled(calls))
          if (result.status === "rejected") expect((result.reason as KehuError).code).toBe("till/too-many");
      }
      expect((await stateOf(some.house)).tills.map(([, balance]) => balance)).toEqual(Array(tills).fill(104));
      await other.close();
      // one may come while some have not found out yet that they meet
      expect((await deadlocks()) - before).toBeLessThanOrEqual(1);
    });
  },
  [pack],
);

onDatabase(
  "postgres",
  "calls at once whose connection breaks at the commit",
  (world) => {
    it("are told that the outcome is unknown, and none is done again", async () => {
      const some = await openTills(world(), 6);
      await some.house.meddle(
        "create function kehu_till.cut() returns trigger language plpgsql as 'begin perform pg_terminate_backend(pg_backend_pid()); return null; end'",
        "create constraint trigger cut after insert on kehu_till.slip deferrable initially deferred for each row when (new.amount = 7) execute function kehu_till.cut()",
      );
      const codes = await Promise.all(
        [0, 1, 2, 3, 4, 5].map((number) => codeOf(call(some, { payment: some.payment(number, { amount: number === 3 ? 7 : 1 }) }))),
      );
      // the first two have a place each, and share the others
      const [broken, done] = ["crm/outcome-unknown", "nothing was thrown"];
      expect(codes).toEqual([broken, done, broken, broken, done, done]);
      expect((await some.keeper.find(slip, { sort: "key" })).items.map(({ key }) => key)).toEqual(["K1", "K4", "K5"]);
    });
  },
  [pack],
);
