import { type Act, decide, type NeedsOf } from "@kehu/core";
import { stored } from "@kehu/testing";
import { describe, expect, it } from "vitest";
import { aClaim, aPolicy, aProduct, at, done, noOtherClaims, startOf, yuan } from "../../test/moments.js";
import type { Claim } from "./claim.js";
import { claimLifecycle } from "./claim-lifecycle.js";
import { claimPayment, claimPaymentLifecycle } from "./claim-payment.js";
import { type ClaimReserve, claimReserve } from "./claim-reserve.js";

const now = at("2026-02-15");
const line = (kind: ClaimReserve["kind"], amount: number, setOn: string, enteredAt = `${setOn}T04:00:00.000Z`): ClaimReserve =>
  stored(claimReserve, { claimId: "claim_1", kind, amount: yuan(amount), setOn, createdAt: enteredAt });
/** 800 are expected to be paid, and 50 for finding out how much. */
const reserves = [
  line("indemnity", 500, "2026-02-11"),
  line("expense", 50, "2026-02-11"),
  line("indemnity", 800, "2026-02-12", "2026-02-13T04:00:00.000Z"),
  line("indemnity", 700, "2026-02-12", "2026-02-12T04:00:00.000Z"),
];
type Loaded = NeedsOf<typeof claimLifecycle.approve> & NeedsOf<typeof claimLifecycle.pay>;
const needs: Loaded = {
  ...noOtherClaims,
  policy: aPolicy(),
  product: aProduct(),
  stays: [{ state: "inForce", from: startOf("2024-03-01") }],
  deaths: { open: 0 },
  reserves,
};
const approved = aClaim({ state: "approved", approvedAmount: yuan(500), approvedOn: "2026-02-12" });
/** What becomes of the reserves: kind, what stands aside then and since which day. */
const setAside = (decision: { readonly acts: readonly Act[] }) =>
  decision.acts.filter(({ on }) => on === claimReserve).map(({ input }) => input);
const zero = (kind: string, setOn = "2026-02-15") => ({ claimId: "claim_1", kind, amount: yuan(0), setOn });
const withReason = { needs, input: { reason: "Excluded" }, ...now };

describe("the reserves of a claim", () => {
  it("are drawn by each payment before the last one, and never below nothing", () => {
    const part = (amount: number) => {
      const input = { amount: yuan(amount), paidOn: "2026-02-14" };
      return setAside(done(decide(claimLifecycle.payPart, { record: approved, needs, input, ...now })));
    };
    expect(part(300)).toEqual([{ claimId: "claim_1", kind: "indemnity", amount: yuan(500), setOn: "2026-02-14" }]);
    const input = { amount: yuan(900), paidOn: "2026-02-14" };
    expect(setAside(done(decide(claimLifecycle.payInAdvance, { record: aClaim(), needs, input, ...now })))).toEqual([
      zero("indemnity", "2026-02-14"),
    ]);
  });

  it("for the benefit are released with its last payment, and those for the expense with the end of the work", () => {
    const pay = (paidOn: string) =>
      setAside(done(decide(claimLifecycle.pay, { record: approved, needs, input: { paidOn, endsPolicy: false }, ...now })));
    expect(pay("2026-02-14")).toEqual([zero("indemnity", "2026-02-14")]);
    // not before the day of the line that it takes the place of
    const later = { ...needs, reserves: [line("indemnity", 800, "2026-02-15")] };
    const input = { paidOn: "2026-02-13", endsPolicy: false };
    expect(setAside(done(decide(claimLifecycle.pay, { record: approved, needs: later, input, ...now })))).toEqual([zero("indemnity")]);
    const paid: Claim = { ...approved, state: "paid", paidAmount: yuan(500), paidOn: "2026-02-14" };
    const released = { ...needs, reserves: [...reserves, line("indemnity", 0, "2026-02-14")] };
    expect(setAside(done(decide(claimLifecycle.close, { record: paid, needs: released, ...now })))).toEqual([zero("expense")]);
  });

  it.each([
    ["a denial", done(decide(claimLifecycle.deny, { record: aClaim(), ...withReason }))],
    ["a withdrawal", done(decide(claimLifecycle.withdraw, { record: approved, ...withReason }))],
    [
      "a denial after all",
      done(
        decide(claimLifecycle.reviseToDenied, {
          record: approved,
          ...withReason,
          needs: { ...needs, stays: [{ state: "lapsed", from: startOf("2024-03-01") }] },
        }),
      ),
    ],
    [
      "the notice of a denial, where more was set aside since",
      done(
        decide(claimLifecycle.sendDenialNotice, {
          record: aClaim({ state: "denied", deniedOn: "2026-02-14" }),
          needs,
          input: { sentOn: "2026-02-15" },
          ...now,
        }),
      ),
    ],
  ])("are all released with %s", (_, decision) => {
    expect(setAside(decision)).toEqual([zero("indemnity"), zero("expense")]);
  });

  it("stay where only the rest was denied, and where there are none", () => {
    const record = aClaim({ state: "partiallyApproved", approvedAmount: yuan(500), deniedOn: "2026-02-14" });
    expect(setAside(done(decide(claimLifecycle.sendDenialNotice, { record, needs, input: { sentOn: "2026-02-15" }, ...now })))).toEqual([]);
    const none = { ...withReason, needs: { ...needs, reserves: [] } };
    expect(setAside(done(decide(claimLifecycle.deny, { record: aClaim(), ...none })))).toEqual([]);
  });

  it("grow by a payment that came back, as long as it is owed, and are drawn when it is paid again", () => {
    const record = stored(claimPayment, { claimId: "claim_1", amount: yuan(200), paidOn: "2026-02-10" });
    const takeBack = (of: Claim) =>
      setAside(done(decide(claimPaymentLifecycle.takeBack, { record, needs: { claim: of, reserves }, ...now })));
    expect(takeBack(approved)).toEqual([{ claimId: "claim_1", kind: "indemnity", amount: yuan(1_000), setOn: "2026-02-15" }]);
    expect([takeBack(aClaim({ state: "denied" })), takeBack(aClaim({ state: "closed" }))]).toEqual([[], []]);
    const again = decide(claimPaymentLifecycle.payAgain, {
      record: { ...record, state: "returned" },
      needs: { claim: approved, payments: { paid: [] }, reserves: [line("indemnity", 1_000, "2026-02-13")] },
      input: { paidOn: "2026-02-15" },
      ...now,
    });
    expect(setAside(done(again))).toEqual([{ claimId: "claim_1", kind: "indemnity", amount: yuan(800), setOn: "2026-02-15" }]);
  });
});
