import {
  act,
  count,
  date,
  defineDeadline,
  defineLedger,
  defineLifecycle,
  defineOperation,
  defineRecord,
  defineRole,
  group,
  many,
  may,
  one,
  party,
  ref,
  task,
  text,
  totals,
} from "@kehu/core";
import * as z from "zod";
import { product } from "./rent.test-pack.js";

/** Goes round for ever: its two states both want to be left at once. */
export const wheel = defineRecord("rent/wheel", { fields: { name: text(20) }, states: ["still", "left", "right"] });
export const wheelLifecycle = defineLifecycle(wheel, (t) => ({
  start: t({ from: "still", to: "left" }),
  turn: t({ from: "left", to: "right", when: () => true }),
  turnBack: t({ from: "right", to: "left", when: () => true }),
}));

/** Each one begets the next. */
export const rabbit = defineRecord("rent/rabbit", { fields: { name: text(20) }, states: ["young", "old"] });
export const rabbitLifecycle = defineLifecycle(rabbit, (t) => ({
  age: t({ from: "young", to: "old", when: () => true, also: ({ record }) => [act.create(rabbit, { name: record.name })] }),
}));

/** What follows from its end is refused: by a schema, or by the database. */
export const bomb = defineRecord("rent/bomb", {
  fields: { name: text(20), endsOn: date(), kind: z.enum(["dud", "input", "database", "function"]) },
  states: ["set", "over"],
});
export const bombLifecycle = defineLifecycle(bomb, (t) => ({
  end: t({
    from: "set",
    to: "over",
    due: ({ record }) => record.endsOn,
    also: ({ record }) => {
      if (record.kind === "function") throw new TypeError("Somebody forgot that a field may be empty.");
      if (record.kind === "input") return [act.create(task, { subject: "" })];
      const doubled = { name: "doubled", graceDays: 1, dailyRate: { amountMinor: 1, currency: "CNY" } };
      return record.kind === "database" ? [act.create(product, doubled), act.create(product, doubled)] : [];
    },
  }),
}));

/** Something is due every day. */
export const beat = defineRecord("rent/beat", { fields: { nextOn: date(), beats: z.int() } });
export const beatLifecycle = defineLifecycle(beat, (t) => ({
  tick: t({
    from: "active",
    due: ({ record }) => record.nextOn,
    set: ({ record, calendar }) => ({ nextOn: calendar.dayOf(calendar.after(record.nextOn, "P1D")), beats: record.beats + 1 }),
  }),
}));

/** A lot that is recalled, and the boxes that learn of it by the clock; a lot that counts its boxes at once. */
export const lot = defineRecord("rent/lot", { fields: { name: text(20), keepsDays: z.int() }, states: ["good", "recalled", "empty"] });
export const box = defineRecord("rent/box", {
  fields: { lotId: ref("rent/lot"), packedOn: date() },
  states: ["stored", "blocked", "old", "sent"],
});
export const lotLifecycle = defineLifecycle(lot, (t) => ({
  recall: t({ from: "good", to: "recalled" }),
  runEmpty: t({
    from: "good",
    to: "empty",
    needs: { stored: totals(box, "lotId", { where: { state: "stored" }, measures: { count: count() } }), all: many(box, "lotId") },
    when: ({ needs }) => needs.all.length > 0 && needs.stored.count === 0,
  }),
}));
export const boxLifecycle = defineLifecycle(box, (t) => ({
  block: t({ from: "stored", to: "blocked", needs: { lot: one(lot, "lotId") }, when: ({ needs }) => needs.lot.state === "recalled" }),
  growOld: t({
    from: "stored",
    to: "old",
    needs: { lot: one(lot, "lotId") },
    due: ({ record, needs, calendar }) => calendar.after(record.packedOn, `P${needs.lot.keepsDays}D`),
  }),
  send: t({ from: "stored", to: "sent" }),
}));
/** Ends sooner the more boxes there are. */
export const countSoon = defineDeadline("rent/count-soon", lot, {
  runsIn: ["good"],
  needs: { boxes: totals(box, "lotId", { measures: { count: count() } }) },
  within: ({ needs }) => ({ length: `P${10 - needs.boxes.count}D` }),
});

export const callMyself = defineOperation("rent/call-myself", {
  input: { name: text(20) },
  output: group({ name: text(20) }),
  run: (work, input): Promise<{ name: string }> => work.call(callMyself, input),
});

/** Makes another one, and swallows it if this one cannot be renamed. */
export const rename = defineOperation("rent/rename", {
  input: { bombId: ref("rent/bomb"), name: text(20) },
  output: group({ name: text(20) }),
  async run(work, { bombId, name }) {
    await work.createMany(bomb, [{ name: `beside ${name}`, kind: "dud", endsOn: "2099-01-01" }]);
    await work.update(bomb, bombId, { name }).catch(() => undefined);
    return { name };
  },
});

/** Its ledger gives the same key twice. */
export const twice = defineRecord("rent/twice", { fields: { customerId: party("payer") } });
export const twiceLedger = defineLedger(twice, {
  entries: ({ record }) =>
    [1, 2].map((amountMinor) => ({
      key: "same",
      customerId: record.customerId,
      on: "2026-03-02",
      kind: "revenue",
      category: "fee",
      amount: { amountMinor, currency: "CNY" },
    })),
});

/** Runs all of this. */
export const keeper = defineRole("rent/keeper", [
  ...[wheel, rabbit, bomb, beat, lot, box, twice].flatMap((record) => [
    may.read(record, "all"),
    may.create(record),
    may.update(record, "all"),
  ]),
  may.apply(wheelLifecycle.start, "all"),
  may.apply(lotLifecycle.recall, "all"),
  may.apply(boxLifecycle.send, "all"),
  may.call(callMyself),
  may.call(rename),
]);
