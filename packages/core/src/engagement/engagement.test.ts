import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createCalendar } from "../calendar/index.js";
import { transitionsOf } from "../define/definition.js";
import type { Activity } from "../define/need.js";
import { analyse } from "../lifecycle/analyse.js";
import { circumstances } from "../lifecycle/circumstances.js";
import { decide } from "../lifecycle/decide.js";
import { dueAt, isReady } from "../lifecycle/due.js";
import { type Engagement, engagement, engagementLifecycle, silenceDays } from "./engagement.js";

const start = "2026-01-01T02:00:00.000Z";
const calendar = createCalendar({ timeZone: "Asia/Shanghai" });
const options = { now: start, calendar, actor: { id: "system", tenant: "t1", roles: [] }, jurisdiction: "CN" };
const met: Engagement = {
  id: "e1",
  version: 1,
  state: "prospect",
  since: start,
  createdAt: start,
  updatedAt: start,
  customerId: "c1",
  line: "insurance",
};
const heard = (lastAt: string | null, entries = 1): Activity => ({ firstAt: lastAt, lastAt, entries, revenue: [] });

/** Runs the clock at these instants; gives the states with the instants from which they count. */
function run(record: Engagement, activity: Activity, clock: readonly string[]): readonly string[] {
  const seen: string[] = [];
  let current = record;
  for (const now of clock) {
    for (let moved = true; moved; ) {
      const next = transitionsOf(engagementLifecycle)
        .map((transition) => ({ transition, due: dueAt(transition, { ...circumstances(options), record: current, needs: { activity } }) }))
        .find(
          ({ transition, due }) =>
            (due !== undefined && due <= now) || isReady(transition, { ...circumstances(options), record: current, needs: { activity } }),
        );
      moved = next !== undefined;
      if (next === undefined) break;
      const decision = decide(next.transition, {
        ...circumstances({ ...options, now: next.due ?? now }),
        record: current,
        needs: { activity },
      } as never);
      if (!decision.ok) throw new Error(decision.refusal.message);
      current = decision.record as never;
      seen.push(`${current.state} ${current.since}`);
    }
  }
  return seen;
}

describe("engagementLifecycle", () => {
  it("begins with the first ledger entry, and not with a contact", () => {
    expect(run(met, heard(null, 0), [start])).toEqual([]);
    expect(run(met, heard(start), [start])).toEqual([`active ${start}`]);
  });
  it("cools, falls asleep and is lost by silence alone, at the end of its days in the tenant's time zone", () => {
    expect(run({ ...met, state: "active" }, heard("2026-01-01T17:00:00.000Z"), ["2027-06-01T00:00:00.000Z"])).toEqual([
      "atRisk 2026-04-02T15:59:59.999Z",
      "dormant 2026-07-01T15:59:59.999Z",
      "lost 2027-01-02T15:59:59.999Z",
    ]);
  });
  it("comes to the same states and dates however late and however often the clock runs", () => {
    const activity = heard("2026-01-01T17:00:00.000Z");
    const once = run({ ...met, state: "active" }, activity, ["2027-06-01T00:00:00.000Z"]);
    const instants = fc.array(
      fc.integer({ min: 0, max: 515 }).map((day) => calendar.startOf(calendar.dayOf(calendar.after("2026-01-01", `P${day}D`)))),
    );
    fc.assert(
      fc.property(instants, (clock) => {
        expect(run({ ...met, state: "active" }, activity, [...clock.toSorted(), "2027-06-01T00:00:00.000Z"])).toEqual(once);
      }),
      { numRuns: 30 },
    );
  });
  it("is heard of again: from at risk and dormant it is active, from lost it is won back, from the contact on", () => {
    const contact = "2026-09-01T02:00:00.000Z";
    const after = (state: Engagement["state"]) =>
      run({ ...met, state, since: "2026-08-01T00:00:00.000Z" }, heard(contact), ["2026-09-02T00:00:00.000Z"]);
    expect((["atRisk", "dormant", "lost"] as const).map(after)).toEqual([
      [`active ${contact}`],
      [`active ${contact}`],
      [`wonBack ${contact}`],
    ]);
  });
  it("is not revived by what was heard before it cooled", () => {
    expect(
      run({ ...met, state: "lost", since: "2026-08-01T00:00:00.000Z" }, heard("2026-08-01T00:00:00.000Z"), ["2026-09-02T00:00:00.000Z"]),
    ).toEqual([]);
  });
  it("waits as long as the tenant says", () => {
    const overrides = {
      [silenceDays.name]: [
        { from: "2000-01-01", value: { atRisk: 400, dormant: 500, lost: 800 }, source: "They buy once a year", verified: true },
      ],
    };
    expect(
      dueAt(engagementLifecycle.cool, {
        ...circumstances({ ...options, overrides }),
        record: { ...met, state: "active" },
        needs: { activity: heard(null) },
      }),
    ).toBe("2027-02-05T15:59:59.999Z");
  });
  it("reaches every state, leaves every state, and never runs in a ring", () => {
    expect(analyse(engagement, [engagementLifecycle])).toEqual({ unreachable: [], deadEnds: [], automaticLoops: [] });
  });
});
