import {
  count,
  customer,
  defineLifecycle,
  defineOperation,
  defineQuery,
  defineRecord,
  defineRefusal,
  defineRole,
  defineRule,
  group,
  list,
  many,
  may,
  one,
  type Pack,
  party,
  ref,
  text,
  totals,
} from "@kehu/core";
import * as z from "zod";

const amount = z.int().min(-1000).max(1000);

/** A drawer of slips; it is full with its fifth, and closes by itself. */
export const drawer = defineRecord("till/drawer", {
  fields: { number: text(20), filledWith: z.int().optional() },
  states: ["open", "full"],
  unique: [{ by: ["number"] }],
  managed: ["filledWith"],
});
export const till = defineRecord("till/till", {
  fields: { number: text(20), holderId: party("holder"), balance: z.int(), note: text(20).optional() },
  unique: [{ by: ["number"] }],
  managed: ["balance"],
});
export const slip = defineRecord("till/slip", {
  fields: { tillId: ref("till/till"), drawerId: ref("till/drawer").optional(), key: text(20), amount },
});

const overdrawn = defineRefusal("till/overdrawn", "The till would have {balance}.");
const tooMany = defineRefusal("till/too-many", "The till has {count} slips already.");
const unknownTill = defineRefusal("till/unknown", "There is no till {number}.");
const keyKnown = defineRefusal("till/key-known", "The key {key} is known.");

export const tillLifecycle = defineLifecycle(till, (t) => ({
  move: t({
    from: "active",
    to: "active",
    input: { by: amount },
    check: ({ record, input }) => (record.balance + input.by < 0 ? overdrawn({ balance: record.balance + input.by }) : undefined),
    set: ({ record, input }) => ({ balance: record.balance + input.by }),
  }),
  /** Takes what another till has, which it looks at. */
  copy: t({
    from: "active",
    to: "active",
    input: { fromId: ref("till/till") },
    needs: { other: one(till, "input.fromId") },
    set: ({ needs }) => ({ balance: needs.other.balance }),
  }),
}));
export const drawerLifecycle = defineLifecycle(drawer, (t) => ({
  fill: t({
    from: "open",
    to: "full",
    needs: { slips: many(slip, "drawerId") },
    when: ({ needs }) => needs.slips.length >= 5,
    set: ({ needs }) => ({ filledWith: needs.slips.length }),
  }),
}));
/** At most four slips for a till. */
const fewSlips = defineRule("till/few-slips", slip, {
  needs: { till: one(till, "tillId"), slips: totals(slip, "tillId", { of: one(till, "tillId"), measures: { count: count() } }) },
  check: ({ needs }) => (needs.slips.count > 4 ? tooMany({ count: needs.slips.count }) : undefined),
});

const payment = {
  number: text(20),
  amount,
  key: text(20),
  /** What it does beside paying. */
  also: z.enum(["nothing", "look", "count", "note", "copy", "swallow", "drawer"]),
  other: text(20),
  copiedId: ref("till/till"),
  drawerId: ref("till/drawer").optional(),
};
/** Pays into a till, and looks around on the way. */
export const pay = defineOperation("till/pay", {
  input: payment,
  output: group({ balance: z.int(), seen: z.int() }),
  async run(work, { number, amount: by, key, also, other, copiedId, drawerId }) {
    const [found] = (await work.find(till, { where: { number } })).items;
    if (!found) return work.refuse(unknownTill({ number }));
    const owed = await work.get(till, found.id);
    if ((await work.find(slip, { where: { key }, limit: 1 })).items.length > 0) return work.refuse(keyKnown({ key }));
    const inDrawer = also === "drawer" && drawerId !== undefined ? { drawerId } : {};
    await work.create(slip, { tillId: owed.id, key, amount: by, ...inDrawer });
    let seen = 0;
    if (also === "look") {
      const [another] = (await work.find(till, { where: { number: other }, select: ["balance"] })).items;
      seen = another?.balance ?? -1;
    }
    if (also === "count") seen = (await work.aggregate(slip, { where: { amount: { after: 0 } }, measures: { all: count() } }))[0]?.all ?? 0;
    if (also === "note") await work.update(till, owed.id, { note: `after ${key}` });
    if (also === "copy") return { balance: (await work.apply(tillLifecycle.copy, owed.id, { fromId: copiedId })).balance, seen };
    if (also === "swallow")
      seen = await work.apply(tillLifecycle.move, owed.id, { by: -1000 }).then(
        () => 1,
        () => 2,
      );
    return { balance: (await work.apply(tillLifecycle.move, owed.id, { by })).balance, seen };
  },
});
/** Asks for what has no form for many calls. */
export const greet = defineOperation("till/greet", {
  input: { name: text(20) },
  output: z.int(),
  run: async (work, { name }) => (await work.createMany(customer, [{ kind: "person", displayName: name }])).length,
});
/** The same, one after another: what is called from inside of an operation always is. */
export const payAll = defineOperation("till/pay-all", {
  input: { payments: list(group(payment), 1000) },
  output: list(group({ balance: z.int(), seen: z.int() }), 1000),
  run: async (work, { payments }) => [...(await work.callMany(pay, payments))],
});
const slipsOf = defineQuery("till/slips-of", {
  input: { tillId: ref("till/till") },
  output: z.int(),
  run: async (reader, { tillId }) => (await reader.aggregate(slip, { where: { tillId }, measures: { all: count() } }))[0]?.all ?? 0,
});

const keeper = defineRole("till/keeper", [
  ...[till, slip, drawer, customer].flatMap((record) => [may.read(record, "all"), may.create(record)]),
  ...[pay, payAll, greet, slipsOf].map((each) => may.call(each)),
]);
export const tillPack: Pack = {
  name: "till",
  version: "0.1.0",
  requires: [],
  definitions: { drawer, drawerLifecycle, till, tillLifecycle, slip, fewSlips, pay, payAll, greet, slipsOf, keeper },
  locales: {},
};
