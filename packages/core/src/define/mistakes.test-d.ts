// What must not compile, and does not: every line under a marker is an error for tsc, and a marker without an error is one too.
import * as z from "zod";
import { builtIn } from "../built-in.js";
import {
  act,
  among,
  count,
  date,
  decide,
  defineDeadline,
  defineLedger,
  defineLifecycle,
  defineOperation,
  definePack,
  defineParameter,
  defineQuery,
  defineRecord,
  defineRefusal,
  defineRole,
  defineRule,
  earliestOf,
  group,
  history,
  type Id,
  list,
  many,
  may,
  money,
  one,
  oneOrNone,
  party,
  ref,
  type Session,
  type Stored,
  sum,
  text,
  total,
  totals,
} from "../index.js";

const shop = defineRecord("trade/shop", { fields: { name: text(80), ownedById: party("owner") } });
const sale = defineRecord("trade/sale", {
  fields: {
    shopId: ref("trade/shop"),
    buyerId: party("buyer"),
    couponId: ref("trade/coupon").optional(),
    price: money(),
    soldOn: date(),
    paidOn: date().optional(),
    lines: list(group({ article: text(40), pieces: z.int() }), 20),
  },
  states: ["open", "paid", "void"],
  managed: ["paidOn"],
});
const coupon = defineRecord("trade/coupon", { fields: { code: text(20) }, states: ["fresh", "used"] });
const visit = defineRecord("trade/visit", { fields: { shopId: ref("trade/shop"), on: date() }, appendOnly: true });
const saleLifecycle = defineLifecycle(sale, (t) => ({
  pay: t({ from: "open", to: "paid", input: { paidOn: date() }, set: ({ input }) => ({ paidOn: input.paidOn }) }),
  cancel: t({ from: "open", to: "void" }),
}));
const sell = defineOperation("trade/sell", {
  input: { shopId: ref("trade/shop"), price: money() },
  output: group({ saleId: ref("trade/sale") }),
  run: async (work, { shopId, price }) => ({
    saleId: (await work.create(sale, { shopId, buyerId: "c1", price, soldOn: work.today, lines: [] })).id,
  }),
});
const tooDear = defineRefusal("trade/too-dear", "{price} is more than {limit}; ask the manager.");

declare const desk: Session;
declare const shopId: Id<"trade/shop">;
declare const stored: Stored<typeof sale>;

// ── the verbs
// @ts-expect-error the id of a shop is not the id of a sale
await desk.get(sale, shopId);
// @ts-expect-error no such field to select
await desk.get(sale, "s1", { select: ["prize"] });
// @ts-expect-error what was not selected is not there
(await desk.get(sale, "s1", { select: ["price"] })).soldOn;
// @ts-expect-error a sale without its price
await desk.create(sale, { shopId: "h1", buyerId: "c1", soldOn: "2026-01-01", lines: [] });
await desk.create(sale, {
  shopId: "h1",
  buyerId: "c1",
  price: { amountMinor: 1, currency: "CNY" },
  soldOn: "2026-01-01",
  lines: [],
  // @ts-expect-error a field that sales do not have
  colour: "red",
});
// @ts-expect-error paidOn is managed: only a transition writes it
await desk.update(sale, "s1", { paidOn: "2026-01-01" });
// @ts-expect-error a required field cannot be cleared
await desk.update(sale, "s1", { soldOn: null });
// @ts-expect-error the input is missing
await desk.apply(saleLifecycle.pay, "s1");
// @ts-expect-error this transition takes no input
await desk.apply(saleLifecycle.cancel, "s1", { reason: "none" });
await desk.create(
  sale,
  { shopId: "h1", buyerId: "c1", price: { amountMinor: 1, currency: "CNY" }, soldOn: "2026-01-01", lines: [] },
  // @ts-expect-error there is no state "paused"
  { state: "paused" },
);
// @ts-expect-error the input lacks the price
await desk.call(sell, { shopId: "h1" });
// @ts-expect-error an output has no such field
(await desk.call(sell, { shopId: "h1", price: { amountMinor: 1, currency: "CNY" } })).shopId;

// ── filters, orders, figures
// @ts-expect-error there is no state "sold"
await desk.find(sale, { where: { state: "sold" } });
// @ts-expect-error a filter that is undefined would be none at all
await desk.find(sale, { where: { soldOn: undefined } });
// @ts-expect-error shops are no coupons
await desk.find(sale, { where: { couponId: { in: among(shop, "id") } } });
// @ts-expect-error there is no comparison "like"
await desk.find(shop, { where: { name: { like: "a" } } });
// @ts-expect-error a list has no order
await desk.find(sale, { sort: "lines" });
// @ts-expect-error lines have no colour
await desk.find(sale, { where: { lines: { has: { colour: "red" } } } });
// @ts-expect-error no such field to sum
await desk.aggregate(sale, { measures: { total: sum("prize") } });
// @ts-expect-error a sum gives amounts, a total a number
await desk.aggregate(sale, { measures: { total: sum("version") } });
// @ts-expect-error amounts of several currencies have no total
await desk.aggregate(sale, { measures: { total: total("price") } });
// @ts-expect-error amounts of several currencies have no first
await desk.aggregate(sale, { measures: { first: earliestOf("price") } });
// @ts-expect-error a version is a number, not text
(await desk.aggregate(sale, { measures: { first: earliestOf("version") } }))[0]?.first?.slice(0, 1);
// @ts-expect-error amounts have no months
await desk.aggregate(sale, { by: ["price by month"], measures: { sales: count() } });

// ── needs
// @ts-expect-error a sale has no such reference
defineRule("trade/a", sale, { needs: { shop: one(shop, "shopsId") }, check: () => undefined });
// @ts-expect-error the reference points at a shop, not at a coupon
defineRule("trade/b", sale, { needs: { coupon: one(coupon, "shopId") }, check: () => undefined });
// @ts-expect-error the reference may be empty: oneOrNone
defineRule("trade/c", sale, { needs: { coupon: one(coupon, "couponId") }, check: () => undefined });
// @ts-expect-error visits point at a shop, not at a sale
defineRule("trade/d", sale, { needs: { visits: many(visit, "shopId") }, check: () => undefined });
// @ts-expect-error visits have no such reference
many(visit, "saleId");
// @ts-expect-error the way leads to a shop, the sales start at a coupon
many(sale, "couponId", { of: one(shop, "shopId") });
// @ts-expect-error another need is given as { of: … }
many(sale, "shopId", one(shop, "shopId"));
// @ts-expect-error no such field to sum
totals(sale, "shopId", { measures: { turnover: sum("prize") } });
defineRule("trade/e", sale, {
  needs: { coupon: oneOrNone(coupon, "couponId") },
  // @ts-expect-error what may be empty has to be asked for first
  check: ({ needs }) => (needs.coupon.code === "" ? tooDear({ price: 1, limit: 1 }) : undefined),
});
// @ts-expect-error the history of shops does not lie at a coupon
defineDeadline("trade/f", sale, { runsIn: ["open"], needs: { stays: history(shop, "couponId") }, within: () => undefined });

// ── lifecycles
// @ts-expect-error no such state to go to
defineLifecycle(sale, (t) => ({ x: t({ from: "open", to: "sold" }) }));
// @ts-expect-error no such state to come from
defineLifecycle(sale, (t) => ({ x: t({ from: "opened", to: "paid" }) }));
// @ts-expect-error sets a field that the record does not have
defineLifecycle(sale, (t) => ({ x: t({ from: "open", to: "paid", set: () => ({ colour: "red" }) }) }));
// @ts-expect-error only the engine writes the version
defineLifecycle(sale, (t) => ({ x: t({ from: "open", to: "paid", set: () => ({ version: 7 }) }) }));
defineLifecycle(sale, (t) => ({
  // @ts-expect-error a guard sees no input
  x: t({ from: "open", input: { by: text(9) }, guard: ({ input }) => (input.by === "" ? tooDear({ price: 1, limit: 1 }) : undefined) }),
}));
// @ts-expect-error chooses a state that there is not
defineLifecycle(sale, (t) => ({ x: t({ from: "open", to: ["paid", "void"], choose: () => "sold" }) }));
// @ts-expect-error what happens by itself takes no input
defineLifecycle(sale, (t) => ({ x: t({ from: "open", to: "void", input: { reason: text(9) }, due: ({ record }) => record.soldOn }) }));
// @ts-expect-error a clock does not know what time it is asked
defineLifecycle(sale, (t) => ({ x: t({ from: "open", to: "void", due: ({ now }) => now }) }));
// @ts-expect-error nor who asks
defineLifecycle(sale, (t) => ({ x: t({ from: "open", to: "void", when: ({ actor }) => actor.id === "me" }) }));
// @ts-expect-error a decision needs to know when it is made
decide(saleLifecycle.cancel, { record: stored });
const couponLifecycle = defineLifecycle(coupon, (t) => ({
  use: t({
    from: "fresh",
    to: "used",
    needs: { sales: many(sale, "couponId"), turnover: totals(sale, "couponId", { measures: { sum: sum("price") } }) },
  }),
  merge: t({ from: "fresh", to: "used", needs: { merged: many(sale, "couponId") } }),
  spoil: t({ from: "fresh", to: "used" }),
}));
declare const fresh: Stored<typeof coupon>;
const turnover = { sum: [] };
decide(couponLifecycle.use, { record: fresh, needs: { sales: [stored], turnover }, now: "2026-01-01T00:00:00.000Z" });
// @ts-expect-error the needs are missing
decide(couponLifecycle.use, { record: fresh, now: "2026-01-01T00:00:00.000Z" });
// @ts-expect-error one of the needs is missing
decide(couponLifecycle.use, { record: fresh, needs: { turnover }, now: "2026-01-01T00:00:00.000Z" });
// @ts-expect-error it needs sales, not shops
decide(couponLifecycle.use, { record: fresh, needs: { sales: [{} as Stored<typeof shop>], turnover }, now: "2026-01-01T00:00:00.000Z" });
// @ts-expect-error it does not need shops
decide(couponLifecycle.use, { record: fresh, needs: { sales: [], turnover, shops: [] }, now: "2026-01-01T00:00:00.000Z" });
// @ts-expect-error nor anything, where it declares nothing
decide(saleLifecycle.cancel, { record: stored, needs: { shops: [] }, now: "2026-01-01T00:00:00.000Z" });
declare const either: typeof couponLifecycle.use | typeof couponLifecycle.spoil | typeof couponLifecycle.merge;
const merged = [stored];
decide(either, { record: fresh, needs: { sales: [stored], turnover, merged }, now: "2026-01-01T00:00:00.000Z" });
// @ts-expect-error of one that is chosen among several, all needs are wanted
decide(either, { record: fresh, needs: { merged }, now: "2026-01-01T00:00:00.000Z" });
// @ts-expect-error also where one of them has none
decide(either, { record: fresh, now: "2026-01-01T00:00:00.000Z" });
declare const paid: typeof saleLifecycle.pay | typeof saleLifecycle.cancel;
// @ts-expect-error and the input of those that take one
decide(paid, { record: stored, now: "2026-01-01T00:00:00.000Z" });
// @ts-expect-error the record is of another type
decide(saleLifecycle.cancel, { record: {} as Stored<typeof shop>, now: "2026-01-01T00:00:00.000Z" });

// ── records, roles, acts, words
// @ts-expect-error every record has an ownerId already
defineRecord("trade/g", { fields: { ownerId: party("x"), on: date() } });
// @ts-expect-error there is no such field to make unique
defineRecord("trade/h", { fields: { on: date() }, unique: [{ by: ["at"] }] });
// @ts-expect-error it starts in a state that it has not
defineRecord("trade/i", { fields: { on: date() }, states: ["a", "b"], initial: ["c"] });
// @ts-expect-error a coupon is nobody's own customer
may.read(sale, { self: "couponId" });
// @ts-expect-error there is no such field to hide
may.read(sale, "all", { hide: ["prize"] });
// @ts-expect-error soldOn is no way to another record
defineRole("trade/j", [may.read(sale, { through: "soldOn" })]);
// @ts-expect-error a blank is not filled
tooDear({ price: 1 });
// @ts-expect-error a blank that the sentence does not have
tooDear({ price: 1, limit: 1, colour: "red" });
// @ts-expect-error the sale is incomplete
act.create(sale, { shopId: "h1" });
// @ts-expect-error the input is missing
act.apply(saleLifecycle.pay, "s1");
defineLedger(sale, {
  // @ts-expect-error an entry has a day
  entries: ({ record }) => [{ key: "k", customerId: record.buyerId, kind: "revenue", category: "sale", amount: record.price }],
});
// @ts-expect-error the value is no number
defineParameter("trade/limit", { schema: z.int(), values: [{ from: "2020-01-01", value: "ten", source: "house rule", verified: false }] });
// @ts-expect-error a question writes nothing
defineQuery("trade/k", { input: {}, output: z.int(), run: async (reader) => reader.create(shop, { name: "a", ownedById: "c1" }) });
// @ts-expect-error the output is another one
defineOperation("trade/l", { input: {}, output: z.int(), run: async () => "one" });
definePack({
  name: "trade",
  version: "0.1.0",
  definitions: { shop },
  // @ts-expect-error the words of the states are missing
  locales: { "zh-CN": { shop: { name: "店", fields: { name: "名称", ownedById: "店主" } } } },
});
// @ts-expect-error a pack has Chinese words
definePack({ name: "kehu", version: "0.1.0", definitions: builtIn, locales: {} });
