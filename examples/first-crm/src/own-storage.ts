// A lifecycle over storage of one's own: no runtime and no database, only @kehu/core.
import {
  count,
  date,
  decide,
  defineLifecycle,
  defineRecord,
  defineRefusal,
  history,
  type Id,
  type NeedsOf,
  one,
  party,
  ref,
  type Stored,
  text,
  totals,
} from "@kehu/core";

const car = defineRecord("rental/car", { fields: { plate: text(10) }, states: ["ready", "inRepair"] });
const damage = defineRecord("rental/damage", { fields: { carId: ref("rental/car"), seenOn: date() }, states: ["open", "mended"] });
// #region booking
const booking = defineRecord("rental/booking", {
  fields: { carId: ref("rental/car"), driverId: party("driver"), fromOn: date(), untilOn: date() },
  states: ["asked", "confirmed", "waiting", "over"],
  // nobody else has the car on one of these days
  noOverlap: { by: ["carId"], from: "fromOn", until: "untilOn", whileIn: ["confirmed"] },
  // of very many bookings people look for the confirmed ones, by their first day
  indexed: [{ by: ["fromOn"], whileIn: ["confirmed"] }],
});
// #endregion

// #region confirm
const neverReady = defineRefusal("rental/never-ready", "The car was never ready to be let; choose another one.");
const itsCar = one(car, "carId");

const bookingLifecycle = defineLifecycle(booking, (t) => ({
  confirm: t({
    from: "asked",
    to: ["confirmed", "waiting"],
    needs: {
      stays: history(car, "carId"),
      damages: totals(damage, "carId", { of: itsCar, where: { state: "open" }, measures: { open: count() } }),
      itsCar,
    },
    guard: ({ needs }) => (needs.stays.some(({ state }) => state === "ready") ? undefined : neverReady()),
    choose: ({ needs }) => (needs.damages.open === 0 ? "confirmed" : "waiting"),
  }),
}));
// #endregion

// #region decide
const bookings = new Map<Id<"rental/booking">, Stored<typeof booking>>(); // a table of your own
const needsOf = ({ carId }: Stored<typeof booking>): NeedsOf<typeof bookingLifecycle.confirm> => ({
  itsCar: { ...kept, id: carId, state: "ready", plate: "沪A12345" },
  stays: [{ state: "ready", from: "2026-01-01T00:00:00.000Z" }],
  damages: { open: 0 },
});

function confirm(id: Id<"rental/booking">, now: string): string {
  const record = bookings.get(id);
  if (record === undefined) return "no such booking";
  const decision = decide(bookingLifecycle.confirm, { record, needs: needsOf(record), now });
  if (!decision.ok) return decision.refusal.message;
  bookings.set(id, decision.record); // and carry out decision.acts
  return decision.record.state;
}
// #endregion

const kept = {
  version: 1,
  since: "2026-01-01T00:00:00.000Z",
  createdAt: "2026-01-01T00:00:00.000Z",
  updatedAt: "2026-01-01T00:00:00.000Z",
};
bookings.set("b1", { ...kept, id: "b1", state: "asked", carId: "c1", driverId: "d1", fromOn: "2026-03-02", untilOn: "2026-03-06" });
console.log(confirm("b1", "2026-03-01T08:00:00.000Z")); // confirmed
console.log(confirm("b1", "2026-03-01T08:00:00.000Z")); // rental/booking#confirm is not possible from confirmed; it is possible from asked.
