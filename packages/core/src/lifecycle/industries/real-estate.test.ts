import { describe, expect, it } from "vitest";
import * as z from "zod";
import { createCalendar } from "../../calendar/index.js";
import {
  circumstances,
  count,
  date,
  decide,
  defineLifecycle,
  defineParameter,
  defineRecord,
  defineRefusal,
  dueAt,
  one,
  party,
  ref,
  type Stored,
  text,
  totals,
} from "../../index.js";

const customer = defineRecord("customer", { fields: { displayName: text(80) } });
const permit = defineRecord("homes/permit", {
  fields: { number: text(40), issuedOn: date(), validUntil: date().optional() },
  states: ["valid", "revoked"],
});
const unit = defineRecord("homes/unit", {
  fields: { number: text(16), permitId: ref("homes/permit"), heldForId: party("prospect").optional(), soldToId: party("buyer").optional() },
  states: ["available", "held", "sold"],
  unique: [{ by: ["permitId", "number"] }],
  managed: ["heldForId", "soldToId"],
});
const holdMinutes = defineParameter("homes/hold-minutes", {
  schema: z.int().min(1).max(1440),
  values: [
    { from: "2000-01-01", value: 30, source: "House rule", verified: false },
    { from: "2026-01-01", value: 15, source: "House rule of 2026", verified: false },
  ],
});

const noPermit = defineRefusal("homes/no-permit", "Permit {number} does not cover a sale on {on}; ask the developer for one that does.");
const heldForAnother = defineRefusal("homes/held-for-another", "Unit {number} is held for somebody else; wait until the hold ends.");
const tooManyHolds = defineRefusal("homes/too-many-holds", "This customer holds {units} units already; release one first.");
const itsPermit = { permit: one(permit, "permitId") };
const covers = ({ state, issuedOn, validUntil }: Stored<typeof permit>, on: string): boolean =>
  state === "valid" && issuedOn <= on && (validUntil === undefined || on <= validUntil);

const unitLifecycle = defineLifecycle(unit, (t) => ({
  hold: t({
    from: "available",
    to: "held",
    input: { customerId: party("prospect") },
    needs: {
      ...itsPermit,
      holds: totals(unit, "heldForId", { of: one(customer, "input.customerId"), where: { state: "held" }, measures: { units: count() } }),
    },
    guard: ({ needs, today }) => (covers(needs.permit, today) ? undefined : noPermit({ number: needs.permit.number, on: today })),
    check: ({ needs }) => (needs.holds.units >= 2 ? tooManyHolds({ units: needs.holds.units }) : undefined),
    set: ({ input }) => ({ heldForId: input.customerId }),
  }),
  sell: t({
    from: ["available", "held"],
    to: "sold",
    input: { buyerId: party("buyer") },
    needs: itsPermit,
    guard: ({ needs, today }) => (covers(needs.permit, today) ? undefined : noPermit({ number: needs.permit.number, on: today })),
    check: ({ record, input }) =>
      record.state === "held" && record.heldForId !== input.buyerId ? heldForAnother({ number: record.number }) : undefined,
    set: ({ input }) => ({ soldToId: input.buyerId, heldForId: undefined }),
  }),
  // a hold with a time to live is a state that ends by itself
  free: t({
    from: "held",
    to: "available",
    due: ({ record, calendar, parameter }) => calendar.after(record.since, `PT${parameter(holdMinutes, calendar.dayOf(record.since))}M`),
    set: () => ({ heldForId: undefined }),
  }),
}));

const calendar = createCalendar({ timeZone: "Asia/Shanghai" });
const at = (now: string) => circumstances({ now, calendar, actor: { id: "li", tenant: "t1", roles: [] }, jurisdiction: "CN" });
const opening = "2026-05-01T01:00:00.000Z";
const kept = { version: 1, since: opening, createdAt: opening, updatedAt: opening };
const flat: Stored<typeof unit> = { ...kept, id: "u1", state: "available", number: "3-2-501", permitId: "a1" };
const held: Stored<typeof unit> = { ...flat, state: "held", heldForId: "c1" };
const granted: Stored<typeof permit> = {
  ...kept,
  id: "a1",
  state: "valid",
  number: "2026-017",
  issuedOn: "2026-05-01",
  validUntil: "2026-12-31",
};
const sell = (now: string, own: Partial<Stored<typeof permit>> = {}, record = flat) =>
  decide(unitLifecycle.sell, { ...at(now), record, input: { buyerId: "c1" }, needs: { permit: { ...granted, ...own } } });

describe("a unit", () => {
  it("is sold from the day of its permit to the last day that it is valid, in the tenant's time zone", () => {
    expect(sell("2026-04-30T15:59:59.999Z")).toMatchObject({
      ok: false,
      refusal: { code: "homes/no-permit", details: { on: "2026-04-30" } },
    });
    expect(sell("2026-04-30T16:00:00.000Z")).toMatchObject({ ok: true, record: { state: "sold", soldToId: "c1" } });
    expect(sell("2026-12-31T15:59:59.999Z")).toMatchObject({ ok: true });
    expect(sell("2026-12-31T16:00:00.000Z")).toMatchObject({ ok: false, refusal: { code: "homes/no-permit" } });
  });
  it("is not sold under a permit that was revoked", () => {
    expect(sell(opening, { state: "revoked" })).toMatchObject({ ok: false, refusal: { code: "homes/no-permit" } });
  });
  it("is sold to the one it is held for, and to nobody else", () => {
    expect(sell(opening, {}, { ...held, heldForId: "c2" })).toMatchObject({ ok: false, refusal: { code: "homes/held-for-another" } });
    const sold = sell(opening, {}, held);
    expect(sold).toMatchObject({ ok: true, record: { state: "sold" } });
    expect(sold.ok && "heldForId" in sold.record).toBe(false);
  });
  it("is not held for somebody who holds two already", () => {
    const hold = (units: number) =>
      decide(unitLifecycle.hold, {
        ...at(opening),
        record: flat,
        input: { customerId: "c1" },
        needs: { permit: granted, holds: { units } },
      });
    expect(hold(1)).toMatchObject({ ok: true, record: { state: "held", heldForId: "c1" } });
    expect(hold(2)).toMatchObject({ ok: false, refusal: { code: "homes/too-many-holds" } });
  });
});

describe("a hold", () => {
  it("ends by itself after the minutes that counted when it began", () => {
    const due = (since: string) => dueAt(unitLifecycle.free, { ...at(opening), record: { ...held, since }, needs: {} });
    expect(due("2025-12-31T15:59:00.000Z")).toBe("2025-12-31T16:29:00.000Z");
    expect(due("2025-12-31T16:00:00.000Z")).toBe("2025-12-31T16:15:00.000Z");
  });
  it("leaves the unit free for others, from the due instant on", () => {
    const now = dueAt(unitLifecycle.free, { ...at(opening), record: held, needs: {} }) ?? "";
    const decision = decide(unitLifecycle.free, { ...at(now), record: held });
    expect(decision).toMatchObject({ ok: true, record: { state: "available", since: "2026-05-01T01:15:00.000Z" } });
    expect(decision.ok && "heldForId" in decision.record).toBe(false);
  });
  it("is no longer due once the unit is sold", () => {
    expect(dueAt(unitLifecycle.free, { ...at(opening), record: { ...held, state: "sold" }, needs: {} })).toBeUndefined();
  });
});
