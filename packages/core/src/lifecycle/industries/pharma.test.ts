import fc from "fast-check";
import { describe, expect, it } from "vitest";
import * as z from "zod";
import { createCalendar } from "../../calendar/index.js";
import {
  circumstances,
  date,
  deadlineAt,
  decide,
  defineDeadline,
  defineLifecycle,
  defineRecord,
  defineRefusal,
  list,
  many,
  one,
  party,
  ref,
  type Stored,
  text,
  warningsAt,
} from "../../index.js";

const account = defineRecord("drugs/account", { fields: { customerId: party("buyer") } });
const licence = defineRecord("drugs/licence", {
  fields: { accountId: ref("drugs/account"), scope: list(text(40), 50), startsOn: date(), endsOn: date() },
  states: ["submitted", "valid", "suspended", "revoked", "replaced"],
});
const drug = defineRecord("drugs/drug", { fields: { scope: text(40) } });
const lot = defineRecord("drugs/lot", {
  fields: { drugId: ref("drugs/drug"), number: text(20), expiresOn: date() },
  states: ["quarantined", "released", "recalled"],
});
const delivery = defineRecord("drugs/delivery", {
  fields: { accountId: ref("drugs/account"), shipOn: date() },
  states: ["packed", "shipped", "cancelled"],
});
const deliveryLine = defineRecord("drugs/delivery-line", {
  fields: { deliveryId: ref("drugs/delivery"), lotId: ref("drugs/lot"), quantity: z.int().min(1) },
});

const notLicensed = defineRefusal("drugs/not-licensed", "No licence of the buyer covers {scope} on {shipOn}; ask for a valid one.");
const lotUnsound = defineRefusal("drugs/lot-unsound", "Lot {number} is {state} or expires by {shipOn}; take another one.");
const lines = many(deliveryLine, "deliveryId");
const lots = one(lot, "lotId", lines);
const deliveryLifecycle = defineLifecycle(delivery, (t) => ({
  // licences hang on the buyer's account; lots and drugs are one and two steps behind the lines
  ship: t({
    from: "packed",
    to: "shipped",
    needs: {
      licences: many(licence, "accountId", { of: one(account, "accountId"), where: { state: "valid" } }),
      lots,
      drugs: one(drug, "drugId", lots),
    },
    guard: ({ record: { shipOn }, needs }) => {
      const inForce = needs.licences.filter((each) => each.startsOn <= shipOn && shipOn <= each.endsOn);
      const uncovered = needs.drugs.find((each) => !inForce.some((held) => held.scope.includes(each.scope)));
      if (uncovered) return notLicensed({ scope: uncovered.scope, shipOn });
      const unsound = needs.lots.find((each) => each.state !== "released" || each.expiresOn <= shipOn);
      return unsound && lotUnsound({ number: unsound.number, state: unsound.state, shipOn });
    },
  }),
}));
/** Licences run for five years; the renewal is asked for half a year ahead. */
const licenceExpiry = defineDeadline("drugs/licence-expiry", licence, {
  runsIn: ["valid"],
  pausesIn: ["suspended"],
  within: ({ record }) => ({ at: record.endsOn }),
  warn: ["P6M", "P90D"],
});

const calendar = createCalendar({ timeZone: "Asia/Shanghai" });
const now = "2026-03-02T02:00:00.000Z";
const at = circumstances({ now, calendar, actor: { id: "li", tenant: "t1", roles: [] }, jurisdiction: "CN" });
const kept = { version: 1, since: now, createdAt: now, updatedAt: now };
const held: Stored<typeof licence> = {
  ...kept,
  id: "n1",
  state: "valid",
  accountId: "a1",
  scope: ["biologicals", "antibiotics"],
  startsOn: "2021-04-01",
  endsOn: "2026-03-31",
};
const sound: Stored<typeof lot> = { ...kept, id: "l1", state: "released", drugId: "g1", number: "B-17", expiresOn: "2027-01-01" };
const vaccine: Stored<typeof drug> = { ...kept, id: "g1", state: "active", scope: "biologicals" };

interface Given {
  readonly shipOn?: string;
  readonly licences?: readonly Stored<typeof licence>[];
  readonly lot?: Partial<Stored<typeof lot>>;
  readonly scope?: string;
}
function ship({ shipOn = "2026-03-02", licences = [held], lot: own = {}, scope = vaccine.scope }: Given) {
  const record: Stored<typeof delivery> = { ...kept, id: "d1", state: "packed", accountId: "a1", shipOn };
  return decide(deliveryLifecycle.ship, {
    ...at,
    record,
    needs: { licences, lots: [{ ...sound, ...own }], drugs: [{ ...vaccine, scope }] },
  });
}

describe("a shipment", () => {
  it("leaves on the first and on the last day of the licence", () => {
    for (const shipOn of ["2021-04-01", "2026-03-31"]) expect(ship({ shipOn })).toMatchObject({ ok: true, record: { state: "shipped" } });
  });
  it("stays where no licence is valid on the day that it ships, whatever is valid today", () => {
    for (const shipOn of ["2021-03-31", "2026-04-01"])
      expect(ship({ shipOn })).toMatchObject({ ok: false, refusal: { code: "drugs/not-licensed", details: { shipOn } } });
  });
  it("stays where the licence is for other drugs, and leaves where a second one covers them", () => {
    const second = { ...held, id: "n2", scope: ["narcotics"] };
    expect(ship({ scope: "narcotics" })).toMatchObject({ ok: false, refusal: { details: { scope: "narcotics" } } });
    expect(ship({ scope: "narcotics", licences: [held, second] })).toMatchObject({ ok: true });
  });
  it("stays where the lot is not released, is recalled or expires on the day", () => {
    for (const unsound of [{ state: "quarantined" }, { state: "recalled" }, { expiresOn: "2026-03-02" }] as const)
      expect(ship({ lot: unsound })).toMatchObject({ ok: false, refusal: { code: "drugs/lot-unsound", details: { number: "B-17" } } });
  });
  it("leaves exactly when one licence has both the scope and the day", () => {
    const day = fc.integer({ min: 0, max: 60 }).map((days) => calendar.dayOf(calendar.after("2026-01-01", `P${days}D`)));
    const any = fc.record({ startsOn: day, endsOn: day, scope: fc.subarray(["biologicals", "antibiotics"]) });
    fc.assert(
      fc.property(fc.array(any, { maxLength: 4 }), day, (parts, shipOn) => {
        const covered = parts.some(
          ({ startsOn, endsOn, scope }) => scope.includes("biologicals") && startsOn <= shipOn && shipOn <= endsOn,
        );
        expect(ship({ shipOn, licences: parts.map((part) => ({ ...held, ...part })) }).ok).toBe(covered);
      }),
    );
  });
});

describe("the expiry of a licence", () => {
  it("falls on the end of its last day, with warnings half a year and ninety days before", () => {
    const within = licenceExpiry.within({ ...at, record: held, needs: {} });
    const due = (within && deadlineAt(within, now, [], calendar)) ?? "";
    expect(due).toBe("2026-03-31T15:59:59.999Z");
    expect(warningsAt(due, licenceExpiry.warn, calendar)).toEqual(["2025-09-30T15:59:59.999Z", "2025-12-31T15:59:59.999Z"]);
  });
});
