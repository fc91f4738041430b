import { check, decide } from "@kehu/core";
import { stored } from "@kehu/testing";
import { describe, expect, it } from "vitest";
import { aClaim, answer, aPolicy, aProduct, at, done, yuan } from "../../test/moments.js";
import { coverage } from "../coverage/coverage.js";
import type { Product } from "../policy/product.js";
import type { Claim } from "./claim.js";
import { claimItem, claimItemIsSound, claimItemLifecycle } from "./claim-item.js";
import { claimPayment, claimPaymentIsSound, claimPaymentLedger, claimPaymentLifecycle } from "./claim-payment.js";
import { claimRecovery, claimRecoveryIsSound, claimRecoveryLedger, claimRecoveryLifecycle } from "./claim-recovery.js";
import { claimReserve, claimReserveIsSound, reserveOn } from "./claim-reserve.js";

const now = at("2026-02-15");
const base = { policy: aPolicy() };

describe("the records of a claim", () => {
  it("assess an item up to what was claimed", () => {
    const item = stored(claimItem, { claimedAmount: yuan(100) });
    const assess = (amount: ReturnType<typeof yuan>) =>
      answer(decide(claimItemLifecycle.assess, { record: item, input: { acceptedAmount: amount }, ...now }));
    expect([yuan(100), yuan(99), yuan(0), yuan(101), yuan(-1)].map(assess)).toEqual([
      "accepted",
      "reduced",
      "refused",
      "insurance/above-claimed",
      "insurance/amount-negative",
    ]);
  });

  it.each([
    [{}, undefined],
    [{ amount: yuan(0) }, "insurance/amount-not-positive"],
    [{ amount: { amountMinor: 1, currency: "USD" } }, "insurance/currencies-differ"],
    [{ paidOn: "2026-02-16" }, "insurance/date-in-future"],
  ])("take a payment of %o when it comes in, or refuse it: %s", (changes, code) => {
    const record = stored(claimPayment, { amount: yuan(200), paidOn: "2026-02-15", ...changes });
    expect(check([claimPaymentIsSound], { record, needs: base, ...now })[0]?.code).toBe(code);
  });

  it("book a payment, and take it back", () => {
    const record = stored(claimPayment, { amount: yuan(200), paidOn: "2026-02-15" });
    const entries = (each: typeof record) => claimPaymentLedger.entries({ record: each, needs: base, ...now });
    expect(entries(record)).toMatchObject([{ kind: "cost", category: "payout", amount: yuan(200), on: "2026-02-15" }]);
    const returned = done(decide(claimPaymentLifecycle.takeBack, { record, needs: { claim: aClaim(), reserves: [] }, ...now })).record;
    expect(entries(returned)).toEqual([]);
    expect(answer(decide(claimPaymentLifecycle.takeBack, { record: returned, needs: { claim: aClaim(), reserves: [] }, ...now }))).toBe(
      "core/not-from-here",
    );
  });

  it("pay again what came back, as far as it is approved and not paid otherwise", () => {
    const record = stored(claimPayment, { state: "returned", amount: yuan(200), paidOn: "2026-02-10" });
    const again = (paidAmount: number, paidOn = "2026-02-15", changes: Partial<Claim> = {}) =>
      decide(claimPaymentLifecycle.payAgain, {
        record,
        needs: {
          claim: aClaim({ state: "closed", approvedAmount: yuan(500), paidAmount: yuan(paidAmount), ...changes }),
          payments: { paid: [yuan(100)] },
          reserves: [],
        },
        input: { paidOn },
        ...now,
      });
    expect(done(again(200)).record).toMatchObject({ state: "paid", paidOn: "2026-02-15" });
    expect(answer(again(201))).toBe("insurance/nothing-approved");
    expect(answer(again(0, "2026-02-15", { approvedAmount: undefined }))).toBe("insurance/nothing-approved");
    expect(answer(again(0, "2026-02-15", { state: "withdrawn" }))).toBe("insurance/nothing-approved");
    expect([answer(again(0, "2026-02-09")), answer(again(0, "2026-02-16"))]).toEqual([
      "insurance/dates-out-of-order",
      "insurance/date-in-future",
    ]);
  });

  it("book what is recovered, when it comes", () => {
    const record = stored(claimRecovery, { kind: "subrogation", expected: yuan(300) });
    const entries = (each: typeof record) => claimRecoveryLedger.entries({ record: each, needs: base, ...now });
    const receive = (received: ReturnType<typeof yuan>, receivedOn = "2026-02-15") =>
      decide(claimRecoveryLifecycle.receive, { record, input: { received, receivedOn }, ...now });
    expect(entries(record)).toEqual([]);
    expect(entries(done(receive(yuan(250))).record)).toMatchObject([{ kind: "revenue", category: "subrogation", amount: yuan(250) }]);
    expect(answer(receive(yuan(0)))).toBe("insurance/amount-not-positive");
    expect(answer(receive(yuan(1), "2026-02-16"))).toBe("insurance/date-in-future");
    const waived = done(decide(claimRecoveryLifecycle.waive, { record, ...now })).record;
    expect(answer(decide(claimRecoveryLifecycle.waive, { record: waived, ...now }))).toBe("core/not-from-here");
  });

  it("set aside what the last revision says", () => {
    const line = (setOn: string, amount: number, kind: "indemnity" | "expense" = "indemnity") =>
      stored(claimReserve, { claimId: "claim_1", kind, amount: yuan(amount), setOn });
    const lines = [line("2026-01-10", 500), line("2026-01-10", 50, "expense"), line("2026-02-01", 800)];
    const on = (day: string) => reserveOn(lines, { on: day, currency: "CNY" });
    expect([on("2026-01-09"), on("2026-01-31"), on("2026-02-01")]).toEqual([0, 55_000, 85_000]);
    expect(reserveOn(lines, { on: "2026-02-01", currency: "USD" })).toBe(0);
    const codes = (changes: object) =>
      check([claimReserveIsSound], {
        record: { ...line("2026-02-15", 1), ...changes },
        needs: { claim: aClaim(), policy: aPolicy() },
        ...now,
      }).map(({ code }) => code);
    expect([codes({}), codes({ amount: yuan(-1) }), codes({ setOn: "2026-02-16" })]).toEqual([
      [],
      ["insurance/amount-negative"],
      ["insurance/date-in-future"],
    ]);
  });

  it("come in with possible amounts and days", () => {
    const dollars = { amountMinor: 1, currency: "USD" };
    const needs = { claim: aClaim(), policy: aPolicy(), product: aProduct({ line: "motor" }), coverage: undefined };
    const item = (changes: object) =>
      check([claimItemIsSound], { record: stored(claimItem, { claimedAmount: yuan(1), ...changes }), needs, ...now })[0]?.code;
    expect([item({}), item({ claimedAmount: yuan(-500) }), item({ claimedAmount: dollars })]).toEqual([
      undefined,
      "insurance/amount-not-positive",
      "insurance/currencies-differ",
    ]);
    const reserve = (changes: object) =>
      check([claimReserveIsSound], {
        record: stored(claimReserve, { amount: yuan(1), setOn: "2026-02-01", ...changes }),
        needs,
        ...now,
      })[0]?.code;
    expect([reserve({}), reserve({ setOn: "2026-01-31" }), reserve({ amount: dollars })]).toEqual([
      undefined,
      "insurance/dates-out-of-order",
      "insurance/currencies-differ",
    ]);
    const recovery = (changes: object) =>
      check([claimRecoveryIsSound], { record: stored(claimRecovery, { expected: yuan(5), ...changes }), needs, ...now })[0]?.code;
    const others = { ...needs, coverage: stored(coverage, { policyId: "policy_2", coverageCode: "R1" }) };
    const record = stored(claimItem, { claimedAmount: yuan(1), coverageId: "coverage_1" });
    expect(check([claimItemIsSound], { record, needs: others, ...now })[0]?.code).toBe("insurance/cover-of-another-policy");
    const received = { received: yuan(5), receivedOn: "2026-02-01" };
    expect([recovery({}), recovery(received), recovery({ expected: yuan(-5) })]).toEqual([
      undefined,
      undefined,
      "insurance/amount-not-positive",
    ]);
    expect([recovery({ expected: dollars }), recovery({ ...received, received: dollars })]).toEqual([
      "insurance/currencies-differ",
      "insurance/currencies-differ",
    ]);
    expect([recovery({ ...received, receivedOn: "1950-01-01" }), recovery({ ...received, receivedOn: "2026-02-16" })]).toEqual([
      "insurance/dates-out-of-order",
      "insurance/date-in-future",
    ]);
  });

  it("let an insurer claim from who damaged a thing, and from nobody who hurt a person, where the law bars it", () => {
    const code = (line: Product["line"], kind: "subrogation" | "salvage" = "subrogation", jurisdiction = "CN") =>
      check([claimRecoveryIsSound], {
        record: stored(claimRecovery, { kind, expected: yuan(5) }),
        needs: { claim: aClaim(), policy: aPolicy(), product: aProduct({ line }) },
        ...at("2026-02-15", jurisdiction),
      })[0]?.code;
    expect([code("motor"), code("life"), code("health"), code("accident")]).toEqual([
      undefined,
      "insurance/no-subrogation",
      "insurance/no-subrogation",
      "insurance/no-subrogation",
    ]);
    expect([code("life", "salvage"), code("health", "subrogation", "US-NY")]).toEqual([undefined, undefined]);
  });
});
