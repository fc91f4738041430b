import { check, decide, dueAt, isReady } from "@kehu/core";
import { stored } from "@kehu/testing";
import { describe, expect, it } from "vitest";
import { answer, aPolicy, at, done, endOf, lapsed, startOf, yuan } from "../../test/moments.js";
import { type Coverage, coverage } from "./coverage.js";
import { coverageIsSound, coverageLifecycle } from "./coverage-lifecycle.js";
import { policyCoverages, standingByCoverages } from "./policy-follows-coverages.js";

const aCoverage = (changes: Partial<Coverage> = {}): Coverage =>
  stored(coverage, {
    policyId: "policy_1",
    coverageCode: "MAIN",
    kind: "base",
    sumAssured: yuan(100_000),
    premium: yuan(900),
    effectiveOn: "2024-03-01",
    since: startOf("2024-03-01"),
    ...changes,
  });
const states = (...all: readonly Coverage["state"][]) => all.map((state) => aCoverage({ state }));

describe("coverageLifecycle", () => {
  it("begins on its first day, once the policy is concluded", () => {
    const record = aCoverage();
    const needs = { policy: aPolicy() };
    const due = dueAt(coverageLifecycle.begin, { record, needs, ...at("2024-02-01") });
    expect(due).toBe(startOf("2024-03-01"));
    expect(answer(decide(coverageLifecycle.begin, { record, needs, ...at(due ?? "") }))).toBe("active");
    const proposed = { policy: aPolicy({ state: "proposed" }) };
    expect(answer(decide(coverageLifecycle.begin, { record, needs: proposed, ...at(due ?? "") }))).toBe("insurance/policy-not-concluded");
  });

  it("is suspended from the end of a day, and comes back", () => {
    const suspend = (suspendedOn: string, record = aCoverage({ state: "active" })) =>
      decide(coverageLifecycle.suspend, { record, input: { suspendedOn }, ...at("2026-03-10") });
    expect(done(suspend("2026-03-01")).record).toMatchObject({ state: "suspended", since: endOf("2026-03-01") });
    expect(done(suspend("2026-03-10")).record.since).toBe(at("2026-03-10").now);
    expect(answer(suspend("2026-03-11"))).toBe("insurance/date-in-future");
    expect(answer(suspend("2024-02-29"))).toBe("insurance/dates-out-of-order");
    expect(answer(decide(coverageLifecycle.resume, { record: aCoverage({ state: "suspended" }), ...at("2026-03-10") }))).toBe("active");
    expect(answer(decide(coverageLifecycle.resume, { record: aCoverage({ state: "ended" }), ...at("2026-03-10") }))).toBe(
      "core/not-from-here",
    );
  });

  it("has not ended where that was taken back, unless its policy is over", () => {
    const record = aCoverage({ state: "ended", endedOn: "2026-02-28", since: endOf("2026-02-28") });
    const reopen = (state: "inForce" | "surrendered") =>
      decide(coverageLifecycle.reopen, { record, needs: { policy: aPolicy({ state }), stays: [] }, ...at("2026-03-10") });
    expect(done(reopen("inForce")).record).toMatchObject({ state: "active", since: endOf("2026-02-28") });
    expect(answer(reopen("surrendered"))).toBe("insurance/policy-not-concluded");
    expect(
      answer(decide(coverageLifecycle.reopen, { record: aCoverage(), needs: { policy: aPolicy(), stays: [] }, ...at("2026-03-10") })),
    ).toBe("core/not-from-here");
  });

  it("ends by hand or with its last day", () => {
    const end = (endedOn: string) =>
      decide(coverageLifecycle.end, { record: aCoverage({ state: "active" }), input: { endedOn }, ...at("2026-03-10") });
    expect(done(end("2026-03-10")).record).toMatchObject({ state: "ended", endedOn: "2026-03-10" });
    expect(answer(end("2026-03-11"))).toBe("insurance/date-in-future");
    const record = aCoverage({ state: "active", expiresOn: "2026-02-28" });
    const due = dueAt(coverageLifecycle.expire, { record, needs: {}, ...at("2026-01-01") });
    expect(due).toBe(endOf("2026-02-28"));
    expect(done(decide(coverageLifecycle.expire, { record, ...at(due ?? "") })).record).toMatchObject({
      state: "ended",
      endedOn: "2026-02-28",
    });
    expect(dueAt(coverageLifecycle.expire, { record: aCoverage({ state: "active" }), needs: {}, ...at("2026-01-01") })).toBeUndefined();
  });
});

describe("coverageIsSound", () => {
  const codes = (changes: Partial<Coverage>) =>
    check([coverageIsSound], { record: aCoverage(changes), needs: { policy: aPolicy() }, ...at("2026-01-01") }).map(({ code }) => code);

  it("takes a cover with a limit and a deductible of nothing", () => {
    expect(codes({ limitPerClaim: yuan(1), deductible: yuan(0), premium: yuan(0), expiresOn: "2024-03-01" })).toEqual([]);
  });

  it.each<[string, Partial<Coverage>, string]>([
    ["nothing assured", { sumAssured: yuan(0) }, "insurance/amount-not-positive"],
    ["a limit of nothing", { limitPerClaim: yuan(0) }, "insurance/amount-not-positive"],
    ["a deductible below nothing", { deductible: yuan(-1) }, "insurance/amount-negative"],
    ["a premium below nothing", { premium: yuan(-1) }, "insurance/amount-negative"],
    ["another currency", { deductible: { amountMinor: 1, currency: "USD" } }, "insurance/currencies-differ"],
    ["an end before the beginning", { expiresOn: "2024-02-29" }, "insurance/dates-out-of-order"],
  ])("refuses %s", (_, changes, code) => {
    expect(codes(changes)).toEqual([code]);
  });
});

describe("standingByCoverages", () => {
  it("is active if any cover is", () => {
    expect(standingByCoverages(aPolicy(), states("ended", "suspended", "active"))).toBeUndefined();
    expect(standingByCoverages(aPolicy(), states("ended", "pending"))).toBeUndefined();
    expect(standingByCoverages(aPolicy(), states("ended", "suspended"))).toBe("lapsed");
    expect(standingByCoverages(aPolicy(), states("ended", "ended"))).toBe("terminated");
  });

  it("leaves a policy of which only riders are kept, whatever becomes of them", () => {
    expect(standingByCoverages(aPolicy(), [aCoverage({ kind: "rider", state: "ended" })])).toBeUndefined();
    expect(standingByCoverages(aPolicy(), [aCoverage({ kind: "rider", state: "ended" }), ...states("active")])).toBeUndefined();
    expect(standingByCoverages(aPolicy(), [aCoverage({ kind: "rider", state: "active" }), ...states("ended")])).toBeUndefined();
  });

  it("leaves a policy whose covers last to its end to the clock of its term, and ends one whose covers ended before", () => {
    const policy = aPolicy({ expiresOn: "2026-02-28" });
    expect(standingByCoverages(policy, [aCoverage({ state: "ended", endedOn: "2026-02-28" })])).toBeUndefined();
    expect(standingByCoverages(policy, [aCoverage({ state: "ended", endedOn: "2026-02-27" })])).toBe("terminated");
  });

  it("leaves a policy without covers, and one that lapsed for its premium", () => {
    expect(standingByCoverages(aPolicy(), [])).toBeUndefined();
    expect(standingByCoverages(lapsed(), states("active"))).toBeUndefined();
    expect(standingByCoverages(lapsed({ lapsedWithCoverages: true }), states("active"))).toBe("inForce");
  });
});

describe("policyCoverages.followCoverages", () => {
  const follow = (record: ReturnType<typeof aPolicy>, coverages: readonly Coverage[]) =>
    decide(policyCoverages.followCoverages, { record, needs: { coverages }, ...at("2026-02-10") });
  const ready = (record: ReturnType<typeof aPolicy>, coverages: readonly Coverage[]) =>
    isReady(policyCoverages.followCoverages, { record, needs: { coverages }, ...at("2026-02-10") });

  it("lapses with the last active cover, comes back with the first, and ends with the last", () => {
    const suspended = done(follow(aPolicy(), states("suspended", "ended"))).record;
    expect(suspended).toMatchObject({ state: "lapsed", lapsedWithCoverages: true, lapsedOn: "2024-03-01" });
    const back = done(follow(suspended, states("active", "ended"))).record;
    expect(back.state).toBe("inForce");
    expect([back.lapsedWithCoverages, back.lapsedOn]).toEqual([undefined, undefined]);
    expect(done(follow(suspended, states("ended"))).record).toMatchObject({ state: "terminated", endReason: "coveragesEnded" });
  });

  it("happens on the day on which the cover changed, not on that of its entry", () => {
    const on = (state: Coverage["state"], day: string) => aCoverage({ state, since: endOf(day) });
    const lapsedThen = done(follow(aPolicy(), [on("suspended", "2026-02-01"), on("ended", "2026-01-01")]));
    expect([lapsedThen.record.lapsedOn, lapsedThen.record.since]).toEqual(["2026-02-01", endOf("2026-02-01")]);
    const back = done(follow(lapsedThen.record, [on("active", "2026-02-05"), on("active", "2026-02-03")]));
    expect(back.record.since).toBe(endOf("2026-02-03"));
    const ended = done(follow(back.record, [on("ended", "2026-02-08"), on("ended", "2026-02-09")]));
    expect(ended.record).toMatchObject({ state: "terminated", endedOn: "2026-02-09", since: endOf("2026-02-09") });
    // never before the state that it leaves, never in the future
    expect(done(follow(lapsedThen.record, [on("ended", "2026-01-01")])).record.since).toBe(endOf("2026-02-01"));
    expect(done(follow(aPolicy(), [on("ended", "2026-02-11")])).record.since).toBe(at("2026-02-10").now);
  });

  it("happens only when there is something to follow", () => {
    expect(ready(aPolicy(), states("active"))).toBe(false);
    expect(ready(aPolicy(), states("suspended"))).toBe(true);
    expect(answer(follow(aPolicy({ state: "surrendered" }), states("ended")))).toBe("core/not-from-here");
  });
});
