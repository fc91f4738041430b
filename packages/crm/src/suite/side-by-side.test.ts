import type { KehuError } from "@kehu/core";
import * as fc from "fast-check";
import { expect, it } from "vitest";
import { greet, pay, payAll, tillPack } from "./till.test-pack.js";
import { openTills, type Payment, stateOf } from "./tills.test-pack.js";
import { codeOf, onBothDatabases } from "./world.test-pack.js";

onBothDatabases(
  "calls side by side",
  (world) => {
    const open = (tills: number) => openTills(world(), tills);
    const outcome = async (work: Promise<unknown>) => work.catch((error: KehuError) => ({ code: error.code, details: error.details }));

    it("takes as many statements for many as for a few, but for what each looks for", async () => {
      const { house, keeper, payment } = await open(120);
      const writes = async (numbers: readonly number[]) => {
        world().sent = [];
        const answers = await keeper.callMany(
          pay,
          numbers.map((number) => payment(number, { other: "nobody" })),
        );
        const sent = world().sent ?? [];
        world().sent = undefined;
        expect(answers).toEqual(numbers.map(() => ({ balance: 101, seen: 0 })));
        return sent.filter(({ name = "" }) => !name.startsWith("find ")).length;
      };
      const few = await writes([0, 1]);
      expect(await writes(Array.from({ length: 100 }, (_, index) => index + 10))).toBe(few);
      expect((await stateOf(house)).slips).toHaveLength(102);
    });

    it("comes to what one call after another comes to, whatever they look at and change", async () => {
      const each = fc.record({
        number: fc.integer({ min: 0, max: 11 }),
        amount: fc.integer({ min: -60, max: 60 }),
        also: fc.constantFrom(...(["nothing", "nothing", "nothing", "look", "count", "note", "copy", "swallow", "drawer"] as const)),
        other: fc.integer({ min: 0, max: 6 }),
        key: fc.integer({ min: 0, max: 40 }),
      });
      const [apart, together] = [await open(12), await open(12)];
      await fc.assert(
        fc.asyncProperty(fc.array(each, { minLength: 2, maxLength: 6 }), async (given) => {
          const of = ({ drawerId, ids, payment }: typeof apart) =>
            given.map(({ number, other, key, ...rest }) =>
              payment(number, { ...rest, other: `T${other}`, copiedId: ids[other] as string, key: `K${key}`, drawerId }),
            );
          const expected = await outcome(apart.keeper.call(payAll, { payments: of(apart) }));
          expect(await outcome(together.keeper.callMany(pay, of(together)))).toEqual(expected);
          expect(await stateOf(together.house)).toEqual(await stateOf(apart.house));
        }),
        { numRuns: 120, seed: 7 },
      );
    });

    it("is one after another where they meet: in a record, in what one looks for, in a sum, in a parent", async () => {
      const meeting: readonly (readonly [till: number, Partial<Payment>, copied?: number])[][] = [
        [
          [1, { amount: -90 }],
          [1, { amount: -90, key: "other" }],
        ],
        [
          [1, { key: "same" }],
          [2, { key: "same" }],
        ],
        [
          [1, { amount: 7 }],
          [2, { also: "look", other: "T1" }],
        ],
        [
          [1, { also: "look", other: "T2" }],
          [2, { amount: 7 }],
        ],
        [
          [1, { amount: 7 }],
          [2, { also: "count" }],
        ],
        [
          [1, { amount: 7 }],
          [2, { also: "copy" }, 3],
          [3, { amount: 7 }],
        ],
      ];
      for (const some of meeting) {
        const [apart, together] = [await open(4), await open(4)];
        const of = ({ payment, ids }: typeof apart) =>
          some.map(([number, more, copied = 0]) => payment(number, { copiedId: ids[copied] as string, ...more }));
        const expected = await outcome(apart.keeper.call(payAll, { payments: of(apart) }));
        expect(await outcome(together.keeper.callMany(pay, of(together)))).toEqual(expected);
        expect(await stateOf(together.house)).toEqual(await stateOf(apart.house));
      }
      const [apart, together] = [await open(6), await open(6)];
      const filling = ({ drawerId, payment }: typeof apart) =>
        [0, 1, 2, 3, 4, 5].map((number) => payment(number, { also: "drawer", drawerId }));
      await apart.keeper.call(payAll, { payments: filling(apart) });
      await together.keeper.callMany(pay, filling(together));
      const told = await stateOf(together.house);
      expect(told).toEqual(await stateOf(apart.house));
      expect(told.drawers).toEqual([["full", 2, 5]]);
    });

    it("is one after another where an operation asks for what has no form for many", async () => {
      const { house, keeper } = await open(1);
      expect(await keeper.callMany(greet, [{ name: "a" }, { name: "b" }])).toEqual([1, 1]);
      expect(await keeper.callMany(greet, [{ name: "c" }, { name: "d" }])).toEqual([1, 1]);
      expect((await stateOf(house)).customers).toEqual(["a", "b", "c", "d", "赵六"]);
    });

    it("keeps nothing of any where one is refused, and says which words one call after another would say", async () => {
      const { house, keeper, payment } = await open(20);
      const before = await house.hash();
      const payments = Array.from({ length: 20 }, (_, number) => payment(number, number === 13 ? { amount: -500 } : {}));
      await expect(keeper.callMany(pay, payments)).rejects.toMatchObject({ code: "till/overdrawn", details: { balance: -400 } });
      expect(await house.hash()).toBe(before);
      expect(await codeOf(keeper.callMany(pay, [payment(1), { ...payment(2), amount: 5000 }]))).toBe("crm/invalid-input");
      expect(await house.hash()).toBe(before);
    });
  },
  [tillPack],
);
