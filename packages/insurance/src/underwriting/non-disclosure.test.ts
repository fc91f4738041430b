import { deadlineAt, decide, type Money } from "@kehu/core";
import { describe, expect, it } from "vitest";
import { aLoan, answer, aPolicy, at, calendar, done, endOf, lapsed, yuan } from "../../test/moments.js";
import { type PolicyLoan, policyLoanLifecycle } from "../loan/policy-loan.js";
import type { Policy } from "../policy/policy.js";
import { nonDisclosure, rescindInTime, rescissionRightUntil } from "./non-disclosure.js";

const concluded = aPolicy({ issuedOn: "2024-03-01" });
const hidden = (knownOn: string, kind: "deliberate" | "grossNegligence" = "grossNegligence") =>
  ({ ...concluded, nonDisclosure: { knownOn, kind } }) satisfies Policy;
const rescind = (record: Policy, now: string, paid: readonly Money[] = [yuan(2_000)], loans: readonly PolicyLoan[] = []) =>
  decide(nonDisclosure.rescindForNonDisclosure, { record, needs: { receipts: { paid }, loans, vehicles: [] }, ...at(now) });

describe("nonDisclosure.learnOfNonDisclosure and waiveNonDisclosure", () => {
  const learn = (knownOn: string, record: Policy = concluded) =>
    decide(nonDisclosure.learnOfNonDisclosure, { record, input: { knownOn, kind: "deliberate" }, ...at("2025-06-01") });

  it("keeps the day, which lies between the contract and today", () => {
    expect(done(learn("2025-06-01")).record.nonDisclosure).toEqual({ knownOn: "2025-06-01", kind: "deliberate" });
    expect(answer(learn("2025-06-02"))).toBe("insurance/date-in-future");
    expect(answer(learn("2024-02-29"))).toBe("insurance/dates-out-of-order");
    for (const state of ["deathClaimPending", "paidUp", "premiumWaived"] as const)
      expect(answer(learn("2025-06-01", { ...concluded, state }))).toBe(state);
    expect(answer(learn("2025-06-01", { ...concluded, state: "surrendered" }))).toBe("core/not-from-here");
  });

  it("lets the contract stand", () => {
    const waived = done(decide(nonDisclosure.waiveNonDisclosure, { record: hidden("2025-06-01"), ...at("2025-06-02") })).record;
    expect(waived.nonDisclosure).toBeUndefined();
    expect(answer(decide(nonDisclosure.waiveNonDisclosure, { record: { ...concluded, state: "expired" }, ...at("2025-06-02") }))).toBe(
      "core/not-from-here",
    );
  });
});

describe("nonDisclosure.rescindForNonDisclosure", () => {
  it("is possible for thirty days, to the last millisecond", () => {
    const known = hidden("2025-06-01");
    expect(answer(rescind(known, endOf("2025-07-01")))).toBe("terminated");
    expect(answer(rescind(known, "2025-07-01T16:00:00.000Z"))).toBe("insurance/rescission-too-late");
  });

  it("is never possible after two years from the contract", () => {
    const late = hidden("2026-02-20");
    expect(rescissionRightUntil({ record: late, ...at("2026-02-20") }, "2026-02-20")).toBe(endOf("2026-03-01"));
    expect(answer(rescind(late, "2026-03-01T15:59:59.000Z"))).toBe("terminated");
    expect(answer(rescind(late, "2026-03-01T16:00:00.000Z"))).toBe("insurance/rescission-too-late");
  });

  it("gives the premium back unless it was deliberate", () => {
    expect(done(rescind(hidden("2025-06-01"), "2025-06-10")).record).toMatchObject({ endReason: "nonDisclosure", endValue: yuan(2_000) });
    const lent = done(rescind(hidden("2025-06-01"), "2025-06-10", [yuan(2_000)], [aLoan("2024-06-10")]));
    expect(lent.record.endValue).toEqual(yuan(950));
    expect(lent.acts).toMatchObject([{ on: policyLoanLifecycle.setOff, id: "loan_1" }]);
    expect(done(rescind(hidden("2025-06-01", "deliberate"), "2025-06-10")).record.endValue).toBeUndefined();
    expect(answer(rescind({ ...lapsed(), nonDisclosure: hidden("2026-05-01").nonDisclosure }, "2026-05-02"))).toBe(
      "insurance/rescission-too-late",
    );
  });

  it("needs something that was hidden", () => {
    expect(answer(rescind(concluded, "2025-06-10"))).toBe("insurance/nothing-hidden");
  });
});

describe("rescindInTime", () => {
  it("runs from the day of knowing to the end of the right, and leaves a task", () => {
    const record = hidden("2025-06-01");
    const within = rescindInTime.within({ record, needs: {}, ...at("2025-06-01") });
    expect(within && deadlineAt(within, record.since, [], calendar)).toBe(endOf("2025-07-01"));
    expect(rescindInTime.within({ record: concluded, needs: {}, ...at("2025-06-01") })).toBeUndefined();
    expect(rescindInTime.missed?.({ record, needs: {}, input: undefined, ...at("2025-07-02") })).toMatchObject([
      { verb: "create", input: { subject: "P1", aboutId: "policy_1" } },
    ]);
  });
});
