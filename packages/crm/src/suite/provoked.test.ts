import { defineOperation, defineRole, group, type Id, may, ref, type Session, text } from "@kehu/core";
import { expect, it } from "vitest";
import { counts } from "../../../../.config/soak.js";
import { unit } from "./rent.test-pack.js";
import { rentPack } from "./rent-roles.test-pack.js";
import { codeOf, onDatabase } from "./world.test-pack.js";

/** Locks two records one after the other, in the order in which they are named. */
const swap = defineOperation("rent/swap", {
  input: { first: ref("rent/unit"), second: ref("rent/unit"), note: text(20) },
  output: group({ note: text(20) }),
  async run(work, { first, second, note }) {
    for (const id of [first, second]) await work.update(unit, (await work.get(unit, id)).id, { note });
    return { note };
  },
});
const swapper = defineRole("rent/swapper", [may.call(swap), may.read(unit, "all")]);

const callers = 8;
const most = 50;

onDatabase(
  "postgres",
  "serialization failures and deadlocks",
  (world) => {
    it(
      "end with the work done, or with crm/busy and nothing done; each call has its effect once",
      async () => {
        const wanted = counts(40, 1000);
        const house = await world().open();
        const { units } = await house.stage(callers);
        // what one actor asks for at once would go together
        const desks = Array.from({ length: callers }, (_, index) => house.as("rent/swapper", { id: `swapper ${index}` }));
        await house.meddle(
          "create sequence kehu.provoked",
          `create function kehu.provoke() returns trigger language plpgsql as $$ begin
          if random() < 0.25 then
            perform nextval('kehu.provoked');
            raise exception using errcode = case when random() < 0.5 then '40001' else '40P01' end;
          end if;
          return new; end $$`,
          "create trigger provoke before update on kehu_rent.unit for each row execute function kehu.provoke()",
        );
        let calls = 0;
        let busy = 0;
        const touched = new Map<string, number>();
        // who names the same two in opposite order provokes real ones
        const one = async (number: number): Promise<void> => {
          const [first, second] = [number, number + 1 + (number % 3)].map((index) => units[index % callers]?.id) as [
            Id<"rent/unit">,
            Id<"rent/unit">,
          ];
          const input = number % 2 === 0 ? { first, second, note: `${number}` } : { first: second, second: first, note: `${number}` };
          for (const id of [first, second]) touched.set(id, (touched.get(id) ?? 0) + 1);
          for (let attempt = 0; attempt < most; attempt += 1) {
            const code = await codeOf((desks[number % callers] as Session).call(swap, input, { key: `${number}` }));
            if (code === "nothing was thrown") return;
            expect(code).toBe("crm/busy");
            busy += 1;
          }
        };
        const provoked = async (): Promise<number> => Number((await house.rows("select last_value from kehu.provoked"))[0]?.["last_value"]);
        while ((await provoked()) < wanted) {
          await Promise.all(Array.from({ length: callers }, (_, index) => one(calls + index)));
          calls += callers;
        }
        await house.meddle("drop trigger provoke on kehu_rent.unit");
        expect(busy).toBeLessThan(calls / 5);
        for (const { id } of units) expect([id, (await house.boss.get(unit, id)).version]).toEqual([id, 1 + (touched.get(id) ?? 0)]);
        expect(await house.rows("select count(*) as entries from kehu.journal where call = 'rent/swap'")).toEqual([{ entries: 2 * calls }]);
        expect(await house.rows("select count(*) as keys from kehu.idempotency where result is not null")).toEqual([{ keys: calls }]);
        expect(await world().crm.verifyJournal(house.id)).not.toHaveProperty("damage");
      },
      counts(120_000, 1_200_000),
    );
  },
  [rentPack({ swap, swapper })],
);
