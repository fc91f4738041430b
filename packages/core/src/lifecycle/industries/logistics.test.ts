import fc from "fast-check";
import { describe, expect, it } from "vitest";
import * as z from "zod";
import { createCalendar } from "../../calendar/index.js";
import {
  analyse,
  circumstances,
  count,
  date,
  deadlineAt,
  decide,
  defineDeadline,
  defineLifecycle,
  defineRecord,
  defineRefusal,
  instant,
  isReady,
  latest,
  many,
  one,
  party,
  ref,
  type StateOf,
  type Stored,
  text,
  totals,
} from "../../index.js";

const parcel = defineRecord("express/parcel", {
  fields: { waybill: text(32), shipperId: party("shipper"), promisedOn: date() },
  states: ["accepted", "underway", "delivered", "returned"],
});
const scan = defineRecord("express/scan", {
  fields: {
    parcelId: ref("express/parcel"),
    code: z.enum(["pickup", "hub", "signed", "sentBack"]),
    happenedAt: instant(),
    place: text(80),
  },
  unique: [{ by: ["parcelId", "code", "happenedAt", "place"] }],
  appendOnly: true,
});

type Scan = Pick<Stored<typeof scan>, "code" | "happenedAt">;
/** Scans arrive late and out of order: the parcel is what they add up to, by the time at which they happened. */
function followed(scans: readonly Scan[]): { readonly state: StateOf<typeof parcel>; readonly at?: string | undefined } {
  const last = (...codes: Scan["code"][]) => latest(...scans.filter((each) => codes.includes(each.code)).map((each) => each.happenedAt));
  const [signed, sentBack, moved] = [last("signed"), last("sentBack"), last("pickup", "hub")];
  if (signed !== undefined) return { state: "delivered", at: signed };
  if (sentBack !== undefined) return { state: "returned", at: sentBack };
  return moved === undefined ? { state: "accepted" } : { state: "underway", at: moved };
}

const anywhere = ["accepted", "underway", "delivered", "returned"] as const;
const parcelLifecycle = defineLifecycle(parcel, (t) => ({
  follow: t({
    from: anywhere,
    to: anywhere,
    needs: { scans: many(scan, "parcelId") },
    when: ({ record, needs }) => followed(needs.scans).state !== record.state,
    choose: ({ needs }) => followed(needs.scans).state,
    effective: ({ needs, now }) => followed(needs.scans).at ?? now,
  }),
}));
const promised = defineDeadline("express/promised", parcel, {
  runsIn: ["accepted", "underway"],
  within: ({ record }) => ({ at: record.promisedOn }),
});

const damage = defineRecord("express/damage", { fields: { parcelId: ref("express/parcel") }, states: ["open", "settled"] });
const collection = defineRecord("express/collection", { fields: { parcelId: ref("express/parcel") }, states: ["due", "reconciled"] });
const cashOutstanding = defineRefusal(
  "express/cash-outstanding",
  "{open} cash collections of this parcel are not reconciled; settle them first.",
);
const itsParcel = one(parcel, "parcelId");
const damageLifecycle = defineLifecycle(damage, (t) => ({
  // the collections are siblings: what points at the same parcel
  settle: t({
    from: "open",
    to: "settled",
    needs: { cash: totals(collection, "parcelId", { of: itsParcel, where: { state: "due" }, measures: { open: count() } }) },
    guard: ({ needs }) => (needs.cash.open > 0 ? cashOutstanding({ open: needs.cash.open }) : undefined),
  }),
}));

const calendar = createCalendar({ timeZone: "Asia/Shanghai" });
const now = "2026-03-05T00:00:00.000Z";
const at = circumstances({ now, calendar, actor: { id: "hub", tenant: "t1", roles: [] }, jurisdiction: "CN" });
const kept = { version: 1, since: "2026-03-01T00:00:00.000Z", createdAt: now, updatedAt: now };
const sent = (state: StateOf<typeof parcel>): Stored<typeof parcel> => ({
  ...kept,
  id: "p1",
  state,
  waybill: "SF100",
  shipperId: "c1",
  promisedOn: "2026-03-04",
});
const received: Stored<typeof scan> = { ...kept, id: "s1", state: "active", parcelId: "p1", place: "Hub", code: "hub", happenedAt: now };
const follow = (scans: readonly Scan[], state: StateOf<typeof parcel> = "accepted") =>
  decide(parcelLifecycle.follow, { ...at, record: sent(state), needs: { scans: scans.map((each) => ({ ...received, ...each })) } });

const journey: readonly Scan[] = [
  { code: "pickup", happenedAt: "2026-03-01T08:00:00.000Z" },
  { code: "hub", happenedAt: "2026-03-02T08:00:00.000Z" },
  { code: "hub", happenedAt: "2026-03-03T08:00:00.000Z" },
  { code: "signed", happenedAt: "2026-03-04T08:00:00.000Z" },
];

describe("a parcel", () => {
  it("comes to the same state and the same time in whatever order its scans arrive", () => {
    fc.assert(
      fc.property(fc.shuffledSubarray([...journey], { minLength: 1 }), (scans) => {
        const inOrder = journey.filter((each) => scans.includes(each));
        expect(follow(scans)).toEqual(follow(inOrder));
      }),
    );
    expect(follow(journey.toReversed())).toMatchObject({ ok: true, record: { state: "delivered", since: "2026-03-04T08:00:00.000Z" } });
  });
  it("stays delivered when an earlier hub reports late", () => {
    expect(isReady(parcelLifecycle.follow, { ...at, record: sent("delivered"), needs: { scans: journey } })).toBe(false);
  });
  it("is in time until the end of the promised day, in the tenant's time zone", () => {
    const within = promised.within({ ...at, record: sent("underway"), needs: {} });
    expect(within && deadlineAt(within, kept.since, [], calendar)).toBe("2026-03-04T15:59:59.999Z");
  });
  it("follows its scans without a ring that could run on for ever", () => {
    expect(analyse(parcel, [parcelLifecycle])).toEqual({ unreachable: [], deadEnds: [], automaticLoops: [] });
  });
  it("refuses a scan from the future", () => {
    expect(follow([{ code: "signed", happenedAt: "2026-03-06T00:00:00.000Z" }])).toMatchObject({
      ok: false,
      refusal: { code: "core/effective-in-future" },
    });
  });
});

describe("a claim for damage", () => {
  it("is settled after the cash of the same parcel is reconciled", () => {
    const settle = (open: number) =>
      decide(damageLifecycle.settle, { ...at, record: { ...kept, id: "d1", state: "open", parcelId: "p1" }, needs: { cash: { open } } });
    expect(settle(1)).toMatchObject({ ok: false, refusal: { code: "express/cash-outstanding", details: { open: 1 } } });
    expect(settle(0)).toMatchObject({ ok: true, record: { state: "settled" } });
  });
});
