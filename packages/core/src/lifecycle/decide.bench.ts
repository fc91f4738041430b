import * as z from "zod";
import { bench } from "../../../../.ci/bench-api.js";
import { createCalendar } from "../calendar/index.js";
import {
  act,
  circumstances,
  count,
  date,
  decide,
  defineLifecycle,
  defineRecord,
  defineRefusal,
  money,
  type NeedsOf,
  one,
  party,
  ref,
  type Stored,
  text,
  totals,
} from "../index.js";
import { task } from "../staff/task.js";

const product = defineRecord("bench/product", { fields: { code: text(20), isOpen: z.boolean() } });
const contract = defineRecord("bench/contract", {
  fields: {
    number: text(20),
    holderId: party("holder"),
    productId: ref("bench/product"),
    premium: money(),
    startsOn: date(),
    paidToOn: date(),
    agreedDays: z.int().optional(),
    remark: text(200).optional(),
  },
  states: ["inForce", "grace", "lapsed"],
});
const claim = defineRecord("bench/claim", { fields: { contractId: ref("bench/contract") }, states: ["open", "closed"] });
const closed = defineRefusal("bench/closed", "{product} takes no payments any more; move the contract first.");
const backwards = defineRefusal("bench/backwards", "The contract is paid to {paidToOn} already; reverse the later payment first.");
const lifecycle = defineLifecycle(contract, (t) => ({
  pay: t({
    from: ["inForce", "grace"],
    to: ["inForce", "grace"],
    input: { paidToOn: date(), remark: text(200) },
    needs: { product: one(product, "productId"), claims: totals(claim, "contractId", { measures: { open: count() } }) },
    guard: ({ needs }) => (needs.product.isOpen ? undefined : closed({ product: needs.product.code })),
    check: ({ record, input }) => (input.paidToOn < record.paidToOn ? backwards({ paidToOn: record.paidToOn }) : undefined),
    choose: ({ input, today }) => (input.paidToOn >= today ? "inForce" : "grace"),
    set: ({ input }) => ({ paidToOn: input.paidToOn, remark: input.remark }),
    also: ({ record, needs }) => (needs.claims.open > 0 ? [act.create(task, { subject: record.number, aboutId: record.id })] : []),
  }),
}));

const now = "2026-03-02T02:00:00.000Z";
const { today, calendar, actor, parameter } = circumstances({
  now,
  calendar: createCalendar({ timeZone: "Asia/Shanghai" }),
  actor: { id: "li", tenant: "t1", roles: [] },
  jurisdiction: "CN",
});
const kept = { version: 3, since: now, createdAt: now, updatedAt: now };
const records = Array.from(
  { length: 1000 },
  (_, index): Stored<typeof contract> => ({
    ...kept,
    id: `c${index}`,
    state: "grace",
    number: `P${index}`,
    holderId: "h1",
    productId: "p1",
    premium: { amountMinor: 100, currency: "CNY" },
    startsOn: "2020-01-01",
    paidToOn: "2026-01-01",
  }),
);
const needs: NeedsOf<typeof lifecycle.pay> = {
  product: { ...kept, id: "p1", state: "active", code: "L1", isOpen: true },
  claims: { open: 1 },
};
const input = { paidToOn: "2027-01-01", remark: "by hand" };

/** A transition with guard, check, choose, set and also, over a thousand records in turn; the moment is made for each. */
function round(): number {
  let moved = 0;
  for (let turn = 0; turn < 200; turn++) {
    for (const record of records) {
      const decision = decide(lifecycle.pay, { record, needs, input, now, today, calendar, actor, parameter });
      if (decision.ok && decision.record.state === "inForce") moved += decision.acts.length;
    }
  }
  if (moved !== 200 * records.length) throw new Error(`Only ${moved} were decided.`);
  return moved;
}

export default [
  bench({ name: "decide: guard, check, choose, set, also", unit: "decisions", variants: { kehu: round }, aim: { perSecond: 500_000 } }),
];
