import { describe, expect, it } from "vitest";
import * as z from "zod";
import {
  act,
  analyse,
  check,
  decide,
  defineLifecycle,
  defineRecord,
  defineRefusal,
  defineRule,
  isReady,
  many,
  matches,
  one,
  oneOrNone,
  party,
  ref,
  type StateOf,
  type Stored,
  text,
  type Where,
} from "../../index.js";

const line = defineRecord("network/line", { fields: { customerId: party("customer") }, states: ["active", "suspended", "terminated"] });
const order = defineRecord("network/order", {
  fields: { customerId: party("customer") },
  states: [
    "acknowledged",
    "inProgress",
    "pending",
    "held",
    "assessingCancellation",
    "pendingCancellation",
    "cancelled",
    "completed",
    "partial",
    "failed",
  ],
});
const inFlight = ["inProgress", "pending", "held"] as const;
const item = defineRecord("network/order-item", {
  fields: { orderId: ref("network/order"), lineId: ref("network/line").optional(), action: z.enum(["add", "modify", "delete"]) },
  states: ["inProgress", "pending", "held", "completed", "failed", "cancelled"],
  unique: [{ by: ["lineId"], whileIn: inFlight }],
});

type ItemState = StateOf<typeof item>;
/** TMF622 leaves the roll-up to the provider: the worst open state shows, and a mixture of ends is partial. */
function rolledUp(items: readonly { readonly state: ItemState }[]): StateOf<typeof order> {
  const some = (state: ItemState) => items.some((each) => each.state === state);
  const every = (state: ItemState) => items.every((each) => each.state === state);
  if (items.length === 0) return "inProgress";
  for (const state of ["held", "pending", "inProgress"] as const) if (some(state)) return state;
  for (const state of ["completed", "failed", "cancelled"] as const) if (every(state)) return state;
  return "partial";
}

const itemLifecycle = defineLifecycle(item, (t) => ({ cancel: t({ from: inFlight, to: "cancelled" }) }));
const orderLifecycle = defineLifecycle(order, (t) => ({
  start: t({ from: "acknowledged", to: "inProgress" }),
  follow: t({
    from: inFlight,
    to: [...inFlight, "completed", "partial", "failed", "cancelled"],
    needs: { items: many(item, "orderId") },
    when: ({ record, needs }) => rolledUp(needs.items) !== record.state,
    choose: ({ needs }) => rolledUp(needs.items),
  }),
  askToCancel: t({ from: inFlight, to: "assessingCancellation", input: { reason: text(200) } }),
  denyCancellation: t({ from: "assessingCancellation", to: "origin" }),
  acceptCancellation: t({
    from: "assessingCancellation",
    to: "pendingCancellation",
    needs: { open: many(item, "orderId", { where: { state: { in: inFlight } } }) },
    also: ({ needs }) => needs.open.map((each) => act.apply(itemLifecycle.cancel, each.id)),
  }),
}));

const notOurLine = defineRefusal("network/not-our-line", "Only an active line of the same customer can be changed; this one is {state}.");
const changesOwnLine = defineRule("network/changes-own-line", item, {
  needs: { line: oneOrNone(line, "lineId"), order: one(order, "orderId") },
  check: ({ record, needs }) => {
    const sound = record.action === "add" || (needs.line?.state === "active" && needs.line.customerId === needs.order.customerId);
    return sound ? undefined : notOurLine({ state: needs.line?.state ?? "unknown" });
  },
});

const monday = "2026-03-02T01:00:00.000Z";
const tuesday = "2026-03-03T01:00:00.000Z";
const kept = { version: 1, since: monday, createdAt: monday, updatedAt: monday };
const placed = (state: StateOf<typeof order>): Stored<typeof order> => ({ ...kept, id: "o1", state, customerId: "c1" });
const part = (state: ItemState, id = "i1"): Stored<typeof item> => ({ ...kept, id, state, orderId: "o1", lineId: "n1", action: "modify" });

describe("an order that follows its items", () => {
  const moved = (...states: ItemState[]) =>
    decide(orderLifecycle.follow, { record: placed("inProgress"), now: tuesday, needs: { items: states.map((state) => part(state)) } });

  it.each<[ItemState[], StateOf<typeof order>]>([
    [["completed", "completed"], "completed"],
    [["completed", "failed"], "partial"],
    [["completed", "cancelled"], "partial"],
    [["failed", "failed"], "failed"],
    [["completed", "held", "failed"], "held"],
    [["pending", "inProgress"], "pending"],
  ])("with items %j is %s", (items, state) => {
    expect(moved(...items)).toMatchObject({ ok: true, record: { state, since: tuesday } });
  });
  it("moves by itself only where the items say something new", () => {
    const ready = (state: ItemState) =>
      isReady(orderLifecycle.follow, { record: placed("inProgress"), needs: { items: [part(state)] }, calendar: never, parameter: never });
    expect(ready("inProgress")).toBe(false);
    expect(ready("completed")).toBe(true);
  });
  it("is at rest once it has moved, so that one automatic transition never runs in a ring", () => {
    const decision = moved("completed", "failed");
    if (!decision.ok) throw new Error(decision.refusal.message);
    expect(
      isReady(orderLifecycle.follow, {
        record: decision.record,
        needs: { items: [part("completed"), part("failed")] },
        calendar: never,
        parameter: never,
      }),
    ).toBe(false);
    expect(analyse(order, [orderLifecycle]).automaticLoops).toEqual([]);
  });
});

describe("a cancellation", () => {
  it.each(inFlight)("that is denied goes back to %s and to the clock it had there", (state) => {
    const asked = decide(orderLifecycle.askToCancel, { record: placed(state), now: tuesday, input: { reason: "too dear" } });
    if (!asked.ok) throw new Error(asked.refusal.message);
    expect(asked.record).toMatchObject({ state: "assessingCancellation", since: tuesday, origin: { state, since: monday } });
    const denied = decide(orderLifecycle.denyCancellation, { record: asked.record, now: "2026-03-09T01:00:00.000Z" });
    expect(denied).toMatchObject({ ok: true, record: { state, since: monday, version: 3 } });
    expect(denied.ok && "origin" in denied.record).toBe(false);
  });
  it("that is accepted cancels what is still open, as acts in the same transaction", () => {
    const assessed = { ...placed("assessingCancellation"), origin: { state: "held" as const, since: monday } };
    const decision = decide(orderLifecycle.acceptCancellation, {
      record: assessed,
      now: tuesday,
      needs: { open: [part("held", "i1"), part("pending", "i2")] },
    });
    expect(decision.ok && decision.acts).toEqual(
      ["i1", "i2"].map((id) => ({ kind: "act", verb: "apply", on: itemLifecycle.cancel, id, input: undefined })),
    );
  });
});

describe("an order item", () => {
  it("is the only one in flight for its line, by a key that counts while it is in flight", () => {
    const [key] = item.unique;
    expect(key).toEqual({ by: ["lineId"], whileIn: inFlight });
    // what the database holds to with its key, as a filter
    const others: Where<Stored<typeof item>> = { lineId: "n1", state: { in: inFlight }, id: { not: "i2" } };
    const inTheWay = (...states: ItemState[]) => states.map((state) => part(state)).filter((each) => matches(others, each)).length;
    expect(inTheWay("completed", "failed", "cancelled")).toBe(0);
    expect(inTheWay("completed", "held")).toBe(1);
  });
  it("changes an active line of the customer who orders, and no other", () => {
    const given = (state: StateOf<typeof line>, customerId = "c1") => ({
      line: { ...kept, id: "n1", state, customerId },
      order: placed("inProgress"),
    });
    const refusals = (needs: object) =>
      check([changesOwnLine], { record: part("inProgress"), now: monday, needs }).map(({ details }) => details["state"]);
    expect(refusals(given("active"))).toEqual([]);
    expect(refusals(given("suspended"))).toEqual(["suspended"]);
    expect(refusals(given("active", "c2"))).toEqual(["active"]);
    expect(refusals({ ...given("active"), line: undefined })).toEqual(["unknown"]);
  });
});

/** The roll-up asks neither the calendar nor a parameter. */
const never = new Proxy({}, { get: () => () => expect.fail("this rule asks for nothing but its record and its needs") }) as never;
