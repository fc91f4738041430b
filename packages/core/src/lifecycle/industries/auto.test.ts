import fc from "fast-check";
import { describe, expect, it } from "vitest";
import * as z from "zod";
import { createCalendar, earlierOf } from "../../calendar/index.js";
import {
  check,
  circumstances,
  date,
  deadlineAt,
  decide,
  defineDeadline,
  defineLifecycle,
  defineRecord,
  defineRefusal,
  defineRule,
  many,
  money,
  party,
  ref,
  type Stored,
  sum,
  text,
  totals,
  warningsAt,
} from "../../index.js";

const car = defineRecord("garage/car", {
  fields: {
    ownersId: party("owner"),
    vin: text(17),
    odometerKm: z.int().min(0),
    readOn: date(),
    kmPerDay: z.number(),
    servicedOn: date(),
    servicedAtKm: z.int(),
  },
  states: ["onTheRoad", "scrapped"],
  unique: [{ by: ["vin"] }],
});
const sale = defineRecord("garage/sale", {
  fields: { carId: ref("garage/car"), buyerId: party("buyer"), price: money() },
  states: ["ordered", "delivered"],
});
const inspection = defineRecord("garage/inspection", {
  fields: { saleId: ref("garage/sale"), on: date(), defects: z.int().min(0) },
  appendOnly: true,
});
const payment = defineRecord("garage/payment", { fields: { saleId: ref("garage/sale"), amount: money() }, states: ["posted", "reversed"] });

const notInspected = defineRefusal(
  "garage/not-inspected",
  "Inspect the car before the delivery; the last inspection found {defects} defects.",
);
const notPaid = defineRefusal("garage/not-paid", "{missing} of the price is not paid yet; post the payment first.");
const saleLifecycle = defineLifecycle(sale, (t) => ({
  deliver: t({
    from: "ordered",
    to: "delivered",
    needs: {
      inspections: many(inspection, "saleId"),
      payments: totals(payment, "saleId", { where: { state: "posted" }, measures: { paid: sum("amount") } }),
    },
    guard: ({ record: { price }, needs }) => {
      const last = needs.inspections.toSorted((a, b) => (a.on < b.on ? -1 : 1)).at(-1);
      if (last?.defects !== 0) return notInspected({ defects: last?.defects ?? "no" });
      const paid = needs.payments.paid.find((each) => each.currency === price.currency)?.amountMinor ?? 0;
      return paid < price.amountMinor ? notPaid({ missing: price.amountMinor - paid }) : undefined;
    },
  }),
}));

const odometerRunsBack = defineRefusal("garage/odometer-runs-back", "The odometer showed {before} km already; read it again.");
const odometerRunsForward = defineRule("garage/odometer-runs-forward", car, {
  check: ({ record, before }) =>
    before !== undefined && record.odometerKm < before.odometerKm ? odometerRunsBack({ before: before.odometerKm }) : undefined,
});

/** Half a year or 10,000 km after the last service, whichever comes first. */
const serviceDue = defineDeadline("garage/service-due", car, {
  runsIn: ["onTheRoad"],
  warn: ["P14D"],
  within: ({ record, calendar }) => {
    const byDate = calendar.dayOf(calendar.after(record.servicedOn, "P6M"));
    return { at: earlierOf(byDate, { ...record, atKm: record.servicedAtKm + 10_000 }).on };
  },
});

const calendar = createCalendar({ timeZone: "Asia/Shanghai" });
const now = "2026-03-02T02:00:00.000Z";
const at = circumstances({ now, calendar, actor: { id: "li", tenant: "t1", roles: [] }, jurisdiction: "CN" });
const kept = { version: 1, since: now, createdAt: now, updatedAt: now };
const cny = (amountMinor: number) => ({ amountMinor, currency: "CNY" });

describe("a delivery", () => {
  const ordered: Stored<typeof sale> = { ...kept, id: "s1", state: "ordered", carId: "v1", buyerId: "c1", price: cny(20_000_000) };
  const looked = (on: string, defects: number): Stored<typeof inspection> => ({
    ...kept,
    id: on,
    state: "active",
    saleId: "s1",
    on,
    defects,
  });
  const deliver = (inspections: readonly Stored<typeof inspection>[], paid: readonly { amountMinor: number; currency: string }[]) =>
    decide(saleLifecycle.deliver, { ...at, record: ordered, needs: { inspections, payments: { paid } } });

  it("follows a clean inspection and the whole payment", () => {
    expect(deliver([looked("2026-03-01", 0)], [cny(20_000_000)])).toMatchObject({ ok: true, record: { state: "delivered", since: now } });
  });
  it("is refused without inspection, and where the last one found defects", () => {
    expect(deliver([], [cny(20_000_000)])).toMatchObject({
      ok: false,
      refusal: { code: "garage/not-inspected", details: { defects: "no" } },
    });
    const inspections = [looked("2026-03-02", 1), looked("2026-03-01", 0)];
    expect(deliver(inspections, [cny(20_000_000)])).toMatchObject({ ok: false, refusal: { details: { defects: 1 } } });
  });
  it("is refused until the last fen is paid, in the currency of the price", () => {
    const inspections = [looked("2026-03-01", 0)];
    expect(deliver(inspections, [cny(19_999_999)])).toMatchObject({
      ok: false,
      refusal: { code: "garage/not-paid", details: { missing: 1 } },
    });
    expect(deliver(inspections, [{ amountMinor: 20_000_000, currency: "USD" }])).toMatchObject({
      ok: false,
      refusal: { details: { missing: 20_000_000 } },
    });
  });
});

describe("a service", () => {
  const driven = (kmPerDay: number): Stored<typeof car> => ({
    ...kept,
    id: "v1",
    state: "onTheRoad",
    ownersId: "c1",
    vin: "LSVAA2180E2000001",
    odometerKm: 42_000,
    readOn: "2026-03-01",
    kmPerDay,
    servicedOn: "2026-01-31",
    servicedAtKm: 40_000,
  });
  const dueFor = (kmPerDay: number) => {
    const within = serviceDue.within({ ...at, record: driven(kmPerDay), needs: {} });
    return within && deadlineAt(within, now, [], calendar);
  };

  it("is due after half a year, month ends included, where little is driven", () => {
    expect(dueFor(0)).toBe("2026-07-31T15:59:59.999Z");
    expect(dueFor(52)).toBe("2026-07-31T15:59:59.999Z");
  });
  it("is due by the mileage where much is driven", () => {
    expect(dueFor(100)).toBe("2026-05-20T15:59:59.999Z");
  });
  it("is never due later than either of the two", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2000 }), (kmPerDay) => {
        const byMileage = calendar.after("2026-03-01", `P${Math.ceil(8000 / kmPerDay)}D`);
        const byDate = "2026-07-31T15:59:59.999Z";
        expect(dueFor(kmPerDay)).toBe(byMileage < byDate ? byMileage : byDate);
      }),
    );
  });
  it("is announced two weeks ahead", () => {
    expect(warningsAt("2026-07-31T15:59:59.999Z", serviceDue.warn, calendar)).toEqual(["2026-07-17T15:59:59.999Z"]);
  });
  it("rests on an odometer that never runs back", () => {
    const record = driven(10);
    const refusals = (odometerKm: number) => check([odometerRunsForward], { now, record: { ...record, odometerKm }, before: record });
    expect(refusals(42_000)).toEqual([]);
    expect(refusals(41_999)).toMatchObject([{ code: "garage/odometer-runs-back", details: { before: 42_000 } }]);
    expect(check([odometerRunsForward], { now, record })).toEqual([]);
  });
});
