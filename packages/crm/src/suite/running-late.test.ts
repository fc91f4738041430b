import { customer, engagement, type Stored, task } from "@kehu/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { damage, damageLifecycle, hold, holdLifecycle, lease, leaseLifecycle, product } from "./rent.test-pack.js";
import { days, type House, openWorld, type World, yuan } from "./world.test-pack.js";

/** What somebody does by hand on a day; what is not possible then is left. */
type Deed = {
  readonly day: number;
  readonly what: "pay" | "freeze" | "unfreeze" | "wait" | "goOn" | "close" | "release" | "spare" | "grace";
  readonly which: number;
};
interface Book {
  readonly leases: readonly { readonly paid: number; readonly note: string }[];
  readonly damages: readonly { readonly lease: number; readonly repair: number | undefined }[];
  readonly holds: readonly number[];
  readonly deeds: readonly Deed[];
}
const day = fc.integer({ min: 1, max: 360 });
const books = fc.record({
  leases: fc.array(fc.record({ paid: fc.integer({ min: 0, max: 120 }), note: fc.constantFrom("spared", "not") }), {
    minLength: 1,
    maxLength: 3,
  }),
  damages: fc.array(fc.record({ lease: fc.nat(2), repair: fc.option(day, { nil: undefined }) }), { maxLength: 3 }),
  holds: fc.array(day, { maxLength: 3 }),
  deeds: fc.array(
    fc.record({
      day,
      what: fc.constantFrom("pay", "freeze", "unfreeze", "wait", "goOn", "close", "release", "spare", "grace"),
      which: fc.nat(2),
    }),
    { maxLength: 10 },
  ),
});
/**
 * What happens to a damage settles its lease, and no more: a change of the product, at which the lease looks, waits for the clock. So
 * where the product changes there are no damages here.
 */
const oneStepDeep = (book: Book): Book => (book.deeds.some(({ what }) => what === "grace") ? { ...book, damages: [] } : book);
/** A product that changes again before the clock has told anybody of its first change. */
const changedTwice: Book = {
  leases: [
    { paid: 4, note: "spared" },
    { paid: 118, note: "spared" },
  ],
  damages: [],
  holds: [190],
  deeds: [
    { day: 2, what: "grace", which: 0 },
    { day: 27, what: "grace", which: 1 },
    { day: 211, what: "grace", which: 1 },
    { day: 220, what: "grace", which: 2 },
    { day: 320, what: "pay", which: 1 },
  ],
};
const dateOf = (count: number): string => days(count).slice(0, 10);

async function live(world: World, book: Book, clockDays: readonly number[]): Promise<unknown> {
  const house = await world.open();
  const stage = await house.stage(3);
  const leases: Stored<typeof lease>[] = [];
  for (const [index, { paid, note }] of book.leases.entries())
    leases.push(await stage.lease({ number: `N${index}`, unitId: stage.units[index]?.id, paidToOn: dateOf(paid), note }));
  const damages: Stored<typeof damage>[] = [];
  for (const [index, each] of book.damages.entries()) {
    const owner = leases[each.lease % leases.length] as Stored<typeof lease>;
    const repair = each.repair === undefined ? {} : { repairOn: dateOf(each.repair) };
    damages.push(await house.boss.create(damage, { leaseId: owner.id, what: `D${index}`, amount: yuan(1), ...repair }));
  }
  const holds: Stored<typeof hold>[] = [];
  for (const [index, until] of book.holds.entries())
    holds.push(await house.boss.create(hold, { unitId: stage.units[index]?.id as never, customerId: stage.buyer.id, until: days(until) }));
  const of = <T>(list: readonly T[], which: number): T | undefined => list[which % Math.max(list.length, 1)];
  const acts: { readonly [what in Deed["what"]]: (which: number, day: number) => Promise<unknown> | undefined } = {
    pay: (which, at) => {
      const one = of(leases, which);
      return one && house.boss.apply(leaseLifecycle.pay, one.id, { toOn: dateOf(at + 30), amount: yuan(500) });
    },
    freeze: (which) => house.boss.apply(leaseLifecycle.freeze, of(leases, which)?.id as never),
    unfreeze: (which) => house.boss.apply(leaseLifecycle.unfreeze, of(leases, which)?.id as never),
    spare: (which) => house.boss.update(lease, of(leases, which)?.id as never, { note: "not" }),
    // the clocks of all leases look at it, and it has none of its own
    grace: (which, at) => house.boss.update(product, stage.product.id, { graceDays: 1 + ((which * 7 + at) % 40) }),
    wait: (which) => house.boss.apply(damageLifecycle.wait, of(damages, which)?.id as never),
    goOn: (which) => house.boss.apply(damageLifecycle.goOn, of(damages, which)?.id as never),
    close: (which) => house.boss.apply(damageLifecycle.close, of(damages, which)?.id as never),
    release: (which) => house.boss.apply(holdLifecycle.release, of(holds, which)?.id as never),
  };
  const done: string[] = [];
  const events = [
    ...clockDays.map((at) => ({ at: at + 0.25, run: () => house.runDue(days(at + 0.25)) })),
    ...book.deeds.map(({ day: at, what, which }) => ({
      at,
      run: async () => {
        const outcome = await Promise.resolve()
          .then(() => acts[what](which, at))
          .then(
            () => "done",
            (error: unknown) => (error as { readonly code: string }).code,
          );
        done.push(`${at} ${what} ${which}: ${outcome}`);
      },
    })),
  ].sort((one, other) => one.at - other.at);
  for (const { at, run } of events) {
    world.now = days(at);
    await run();
  }
  return { done, ...(await snapshot(house)) };
}

/** All that can be told apart by what it says, without ids. */
async function snapshot(house: House): Promise<object> {
  const told = async (record: never, label: string) =>
    (await house.boss.find<typeof task>(record, { limit: 200 })).items
      .map((each) =>
        [`${(each as unknown as Record<string, unknown>)[label]}`, each.state, each.since, JSON.stringify(each.origin)].join(" "),
      )
      .sort();
  const journal = await house.rows(`
    select coalesce(l.number, d.what, h.until::text, 'engagement') as label, j.definition, j.from_state, j.state, j.effective_at, j.payload -> 'changed' as changed
    from kehu.journal as j left join kehu_rent.lease as l on l.id = j.record_id left join kehu_rent.damage as d on d.id = j.record_id
    left join kehu_rent.hold as h on h.id = j.record_id
    where j.record in ('rent/lease', 'rent/damage', 'rent/hold', 'engagement') order by j.record, label, j.version, j.effective_at, j.definition`);
  const ids = /(rent_[a-z]+|customer|engagement|staff)_[0-9a-z]{26}/g;
  return {
    leases: await told(lease as never, "number"),
    damages: await told(damage as never, "what"),
    holds: await told(hold as never, "until"),
    tasks: await told(task as never, "subject"),
    engagements: await told(engagement as never, "line"),
    customers: (await house.boss.find(customer)).items.length,
    ledger: await house.rows("select key, occurred_on, amount from kehu.ledger_entry order by key, occurred_on, amount"),
    deadlines: await house.rows("select definition, status, due_at, warned from kehu.deadline order by definition, due_at, status"),
    journal: journal.map((row) =>
      JSON.stringify(row)
        .replace(ids, "$1")
        .replace(/"number":"[^"]*"/, ""),
    ),
  };
}

const every = (step: number): readonly number[] => [
  ...Array.from({ length: Math.floor(365 / step) }, (_, index) => (index + 1) * step),
  400,
];

describe("a clock that runs late", () => {
  it("gives the same states, ledger and effective times as one that runs in time", async () => {
    await fc.assert(
      fc.asyncProperty(books.map(oneStepDeep), async (book) => {
        // a world for each book: the clock runs for all tenants there are
        const world = await openWorld("pglite");
        try {
          const inTime = await live(world, book, every(1));
          expect(await live(world, book, every(30))).toEqual(inTime);
          expect(await live(world, book, [400])).toEqual(inTime);
        } finally {
          await world.close();
        }
      }),
      { examples: [[changedTwice]], numRuns: Number(process.env["KEHU_RUNS"] ?? 3), endOnFailure: process.env["KEHU_RUNS"] !== undefined },
    );
  }, 600_000);
});
