import {
  act,
  anyRef,
  count,
  customer,
  date,
  defineDeadline,
  defineLedger,
  defineLifecycle,
  defineOperation,
  defineParameter,
  defineQuery,
  defineRecord,
  defineRefusal,
  defineRule,
  group,
  history,
  instant,
  list,
  many,
  money,
  one,
  party,
  ref,
  sum,
  task,
  text,
  totals,
} from "@kehu/core";
import * as z from "zod";

export const product = defineRecord("rent/product", {
  fields: { name: text(40), graceDays: z.int().min(0).max(400), dailyRate: money() },
  unique: [{ by: ["name"] }],
});
export const unit = defineRecord("rent/unit", {
  fields: { code: text(20), productId: ref("rent/product"), note: text(200).optional() },
  states: ["free", "broken", "sold"],
  initial: ["free", "broken"],
  unique: [{ by: ["code"] }],
});
export const hold = defineRecord("rent/hold", {
  fields: { unitId: ref("rent/unit"), customerId: party("holder"), until: instant() },
  states: ["held", "expired", "taken", "released"],
  unique: [{ by: ["unitId"], whileIn: ["held"] }],
});
export const lease = defineRecord("rent/lease", {
  fields: {
    number: text(20),
    customerId: party("lessee"),
    unitId: ref("rent/unit"),
    startsOn: date(),
    endsOn: date().optional(),
    paidToOn: date(),
    deposit: money().optional(),
    guarantors: list(group({ customerId: party("guarantor"), share: z.int().min(1).max(100) }), 5).default([]),
    stops: list(ref("rent/unit"), 5).default([]),
    aboutId: anyRef().optional(),
    note: text(200).optional(),
  },
  states: ["draft", "active", "late", "defaulted", "frozen", "ended", "cancelled"],
  initial: ["draft", "active"],
  unique: [{ by: ["number"] }],
  noOverlap: { by: ["unitId"], from: "startsOn", until: "endsOn", whileIn: ["active", "late", "frozen"] },
  managed: ["paidToOn"],
});
export const damage = defineRecord("rent/damage", {
  fields: { leaseId: ref("rent/lease"), what: text(80), amount: money(), repairOn: date().optional() },
  states: ["reported", "waiting", "assessed", "closed"],
});
export const reading = defineRecord("rent/reading", {
  fields: { unitId: ref("rent/unit"), value: z.int(), readAt: instant() },
  appendOnly: true,
});

export const writeOffDays = defineParameter("rent/write-off-days", {
  schema: z.int().min(1).max(1000),
  values: [{ from: "2000-01-01", value: 60, source: "house rule", verified: true }],
});
export const maxHolds = defineParameter("rent/max-holds", {
  schema: z.int(),
  values: [{ from: "2000-01-01", value: 3, source: "house rule", verified: true }],
});

export const isFree = defineRefusal("rent/not-free", "The unit {code} is {state}; choose another one.");
export const amountTooSmall = defineRefusal("rent/amount-too-small", "{amount} is less than a day's rate; pay more.");
export const hasOpenDamage = defineRefusal("rent/open-damage", "{count} damages are open; close them first.");
export const sharesAmiss = defineRefusal("rent/shares-amiss", "The shares add up to {sum}, not to 100; mend them.");
export const endMovedBack = defineRefusal("rent/end-moved-back", "The end was {before} and cannot come earlier; make a new lease.");
export const tooManyHolds = defineRefusal("rent/too-many-holds", "The customer holds {held} units already, at most {most}; release one.");
export const leaseOver = defineRefusal("rent/lease-over", "The lease is {state}; damages belong to one that runs.");
export const notReachable = defineRefusal("rent/not-wanted", "Nobody wants this; {reason}.");

export const unitLifecycle = defineLifecycle(unit, (t) => ({
  breakDown: t({ from: "free", to: "broken" }),
  repair: t({ from: "broken", to: "free" }),
  sell: t({
    from: ["free", "broken"],
    to: "sold",
    needs: { leases: many(lease, "unitId", { where: { state: { in: ["active", "late"] } } }), past: history(unit, "id") },
    guard: ({ needs, record }) => (needs.leases.length > 0 ? isFree({ code: record.code, state: "leased" }) : undefined),
  }),
}));
export const holdLifecycle = defineLifecycle(hold, (t) => ({
  expire: t({ from: "held", to: "expired", due: ({ record }) => record.until }),
  release: t({ from: "held", to: "released" }),
  take: t({ from: "held", to: "taken" }),
}));
export const leaseLifecycle = defineLifecycle(lease, (t) => ({
  activate: t({
    from: "draft",
    to: "active",
    needs: { unit: one(unit, "unitId") },
    guard: ({ needs }) => (needs.unit.state === "free" ? undefined : isFree({ code: needs.unit.code, state: needs.unit.state })),
    effective: ({ record }) => record.startsOn,
  }),
  pay: t({
    from: ["active", "late"],
    to: ["active", "late"],
    input: { toOn: date(), amount: money(), byId: party("payer").optional() },
    needs: { unit: one(unit, "unitId"), product: one(product, "productId", one(unit, "unitId")) },
    check: ({ input, needs }) =>
      input.amount.amountMinor < needs.product.dailyRate.amountMinor ? amountTooSmall({ amount: input.amount.amountMinor }) : undefined,
    choose: ({ record, input, today }) => (input.toOn >= today ? "active" : record.state === "late" ? "late" : "active"),
    set: ({ input }) => ({ paidToOn: input.toOn }),
  }),
  becomeLate: t({
    from: "active",
    to: "late",
    needs: { product: one(product, "productId", one(unit, "unitId")) },
    due: ({ record, needs, calendar }) => calendar.after(record.paidToOn, `P${needs.product.graceDays}D`),
    also: ({ record }) => [act.create(task, { subject: `Lease ${record.number} is late`, aboutId: record.id })],
  }),
  default: t({
    from: "late",
    to: "defaulted",
    due: ({ record, calendar, parameter }) => calendar.after(record.since, `P${parameter(writeOffDays, calendar.dayOf(record.since))}D`),
    guard: ({ record }) => (record.note === "spared" ? notReachable({ reason: "it is spared" }) : undefined),
  }),
  freeze: t({ from: ["active", "late"], to: "frozen" }),
  unfreeze: t({ from: "frozen", to: "origin" }),
  cancel: t({
    from: ["draft", "active", "late"],
    to: "cancelled",
    input: { reason: text(80) },
    needs: { damages: totals(damage, "leaseId", { where: { state: { not: "closed" } }, measures: { open: count() } }) },
    guard: ({ needs }) => (needs.damages.open > 0 ? hasOpenDamage({ count: needs.damages.open }) : undefined),
    set: ({ input }) => ({ note: input.reason }),
  }),
  clearNote: t({ from: ["draft", "active"], set: () => ({ note: undefined }) }),
  end: t({
    from: ["active", "late"],
    to: "ended",
    needs: { damages: many(damage, "leaseId") },
    when: ({ needs }) => needs.damages.length > 0 && needs.damages.every(({ state }) => state === "closed"),
    also: ({ record }) => [act.create(task, { subject: `Give back the deposit of ${record.number}`, aboutId: record.id })],
  }),
}));
export const damageLifecycle = defineLifecycle(damage, (t) => ({
  wait: t({ from: "reported", to: "waiting" }),
  goOn: t({ from: "waiting", to: "reported" }),
  assess: t({ from: "reported", to: "assessed", input: { amount: money() }, set: ({ input }) => ({ amount: input.amount }) }),
  close: t({ from: ["reported", "assessed"], to: "closed" }),
  closeByItself: t({ from: ["reported", "assessed"], to: "closed", due: ({ record }) => record.repairOn }),
}));

export const sharesAddUp = defineRule("rent/shares-add-up", lease, {
  check: ({ record }) => {
    const added = record.guarantors.reduce((shares, { share }) => shares + share, 0);
    return record.guarantors.length > 0 && added !== 100 ? sharesAmiss({ sum: added }) : undefined;
  },
});
export const endStays = defineRule("rent/end-stays", lease, {
  check: ({ record, before }) =>
    before?.endsOn !== undefined && (record.endsOn ?? "9999-12-31") < before.endsOn ? endMovedBack({ before: before.endsOn }) : undefined,
});
export const fewHolds = defineRule("rent/few-holds", hold, {
  needs: { held: totals(hold, "customerId", { of: one(customer, "customerId"), where: { state: "held" }, measures: { count: count() } }) },
  check: ({ record, before, needs, parameter, today }) => {
    const most = parameter(maxHolds, today);
    return before === undefined && record.state === "held" && needs.held.count > most
      ? tooManyHolds({ held: needs.held.count - 1, most })
      : undefined;
  },
});
export const damageNeedsLease = defineRule("rent/damage-needs-lease", damage, {
  needs: { lease: one(lease, "leaseId") },
  check: ({ needs, before }) =>
    before === undefined && ["cancelled", "ended"].includes(needs.lease.state) ? leaseOver({ state: needs.lease.state }) : undefined,
});

export const assessSoon = defineDeadline("rent/assess-soon", damage, {
  runsIn: ["reported"],
  pausesIn: ["waiting"],
  within: () => ({ length: "P4D" }),
  warn: ["P2D", "P1D"],
  missed: ({ record }) => [act.create(task, { subject: `Assess ${record.what}`, aboutId: record.id })],
});
export const callSoon = defineDeadline("rent/call-soon", lease, {
  runsIn: ["late"],
  needs: { product: one(product, "productId", one(unit, "unitId")) },
  within: ({ needs }) => ({ length: `P${needs.product.graceDays + 1}D` }),
});

export const leaseLedger = defineLedger(lease, {
  needs: { product: one(product, "productId", one(unit, "unitId")) },
  entries: ({ record, needs }) =>
    record.state === "draft" || record.state === "cancelled"
      ? []
      : [
          {
            key: "first-day",
            customerId: record.customerId,
            on: record.startsOn,
            kind: "revenue",
            category: "rent",
            amount: needs.product.dailyRate,
          },
        ],
});

export const rentOut = defineOperation("rent/rent-out", {
  input: { number: text(20), customerId: party("lessee"), unitId: ref("rent/unit"), startsOn: date(), paidToOn: date() },
  output: group({ leaseId: ref("rent/lease"), state: text(20) }),
  async run(work, input) {
    const made = await work.create(lease, input);
    const running = await work.apply(leaseLifecycle.activate, made.id);
    await work.create(reading, { unitId: input.unitId, value: 0, readAt: work.now });
    return { leaseId: running.id, state: running.state };
  },
});
export const rentTwo = defineOperation("rent/rent-two", {
  input: { number: text(18), customerId: party("lessee"), unitIds: list(ref("rent/unit"), 2), startsOn: date() },
  output: group({ leaseIds: list(ref("rent/lease")) }),
  async run(work, { unitIds, number, ...rest }) {
    const most = work.parameter(maxHolds, work.today);
    const leaseIds = [];
    for (const [index, unitId] of unitIds.entries())
      leaseIds.push((await work.call(rentOut, { ...rest, unitId, number: `${number}-${index + most}`, paidToOn: rest.startsOn })).leaseId);
    return { leaseIds };
  },
});
export const closeAll = defineOperation("rent/close-all", {
  input: { leaseId: ref("rent/lease") },
  output: group({ closed: z.int() }),
  async run(work, { leaseId }) {
    const { items } = await work.find(damage, { where: { leaseId, state: { not: "closed" } } });
    for (const { id } of items) await work.apply(damageLifecycle.close, id);
    return { closed: items.length };
  },
});
export const leasesOf = defineQuery("rent/leases-of", {
  input: { customerId: party("lessee") },
  output: group({ running: z.int(), deposits: list(money()), product: text(40).optional() }),
  async run(reader, { customerId }) {
    const [row] = await reader.aggregate(lease, { where: { customerId }, measures: { running: count(), deposits: sum("deposit") } });
    return { running: row?.running ?? 0, deposits: [...(row?.deposits ?? [])] };
  },
});
