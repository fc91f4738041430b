import { check, decide } from "@kehu/core";
import { stored } from "@kehu/testing";
import { describe, expect, it } from "vitest";
import { answer, aPolicy, at, done, yuan } from "../../test/moments.js";
import { creditIsSound, type PremiumCredit, premiumCredit, premiumCreditLifecycle } from "./premium-credit.js";

const aCredit = (changes: Partial<PremiumCredit> = {}): PremiumCredit =>
  stored(premiumCredit, { policyId: "policy_1", amount: yuan(200), receivedOn: "2025-06-10", reason: "partial", ...changes });
const now = at("2025-06-12");
const apply = (amount = yuan(200), record = aCredit()) =>
  decide(premiumCreditLifecycle.apply, { record, input: { appliedToId: "receipt_1", amount }, ...now });

describe("premiumCreditLifecycle", () => {
  it("becomes premium, whole or in part, and what is left stays held with its payment", () => {
    expect(done(apply()).record).toMatchObject({ state: "applied", appliedToId: "receipt_1", settledOn: "2025-06-12" });
    expect(done(apply()).acts).toEqual([]);
    const { record, acts } = done(apply(yuan(150), aCredit({ paymentReference: "T1" })));
    expect(record.amount).toEqual(yuan(150));
    const rest = { amount: yuan(50), receivedOn: "2025-06-10", reason: "overpaid", paymentReference: "T1", policyId: "policy_1" };
    expect(acts).toMatchObject([{ verb: "create", on: premiumCredit, input: rest }]);
    expect(answer(apply(yuan(0)))).toBe("insurance/amount-not-positive");
    expect(answer(apply(yuan(201)))).toBe("insurance/more-than-held");
    expect(answer(apply({ amountMinor: 1, currency: "USD" }))).toBe("insurance/more-than-held");
  });

  it("is held again where the receipt was reversed", () => {
    const released = done(decide(premiumCreditLifecycle.release, { record: done(apply()).record, ...now })).record;
    expect([released.state, released.appliedToId, released.settledOn]).toEqual(["held", undefined, undefined]);
    expect(answer(decide(premiumCreditLifecycle.release, { record: released, ...now }))).toBe("core/not-from-here");
  });

  it.each([
    ["refunded", premiumCreditLifecycle.refund],
    ["reversed", premiumCreditLifecycle.reverse],
  ] as const)("is %s once, and nothing else then", (state, transition) => {
    const { record } = done(decide(transition, { record: aCredit(), ...now }));
    expect(record).toMatchObject({ state, settledOn: "2025-06-12" });
    expect(answer(apply(yuan(1), record))).toBe("core/not-from-here");
    for (const other of [premiumCreditLifecycle.refund, premiumCreditLifecycle.reverse, premiumCreditLifecycle.release])
      expect(answer(decide(other, { record, ...now }))).toBe("core/not-from-here");
  });
});

describe("creditIsSound", () => {
  const codes = (changes: Partial<PremiumCredit>, before?: PremiumCredit) =>
    check([creditIsSound], { record: aCredit(changes), ...(before && { before }), needs: { policy: aPolicy() }, ...now }).map(
      ({ code }) => code,
    );

  it.each<[string, Partial<PremiumCredit>, string]>([
    ["nothing", { amount: yuan(0) }, "insurance/amount-not-positive"],
    ["another currency", { amount: { amountMinor: 1, currency: "USD" } }, "insurance/currencies-differ"],
    ["a payment of tomorrow", { receivedOn: "2025-06-13" }, "insurance/date-in-future"],
    ["a payment from before the proposal", { receivedOn: "2020-01-01" }, "insurance/before-proposal"],
  ])("refuses %s when it comes in", (_, changes, code) => {
    expect(codes(changes)).toEqual([code]);
    expect(codes(changes, aCredit())).toEqual([]);
  });

  it("takes a part of today", () => {
    expect(codes({ receivedOn: "2025-06-12" })).toEqual([]);
  });
});
