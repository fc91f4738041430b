import { check, decide } from "@kehu/core";
import { stored } from "@kehu/testing";
import { describe, expect, it } from "vitest";
import { aLoan, answer, aPolicy, aProduct, at, done, yuan } from "../../test/moments.js";
import type { Policy } from "../policy/policy.js";
import { policyLending } from "./lend.js";
import { interestOn, loanRoom, owedOn } from "./loan-value.js";
import { loanIsSound, type PolicyLoan, policyLoan, policyLoanLifecycle } from "./policy-loan.js";

const product = aProduct({ nonForfeiture: [{ year: 2, cashValuePerMille: 25, paidUpPerMille: 0, extendedTermDays: 0 }] });

describe("interestOn and owedOn", () => {
  it("is simple, by days of 365, rounded down", () => {
    expect(interestOn(yuan(1_000), "5", 365)).toEqual(yuan(50));
    expect(interestOn(yuan(1_000), "5", 1)).toEqual({ amountMinor: 13, currency: "CNY" });
    expect(interestOn(yuan(1_000), "4.25", 365)).toEqual({ amountMinor: 4_250, currency: "CNY" });
    expect(interestOn(yuan(1_000), "5", -3)).toEqual(yuan(0));
    expect(owedOn({ principal: yuan(1_000), annualRate: "5", grantedOn: "2025-03-01" }, "2026-03-01")).toEqual(yuan(1_050));
  });
});

describe("policyLending.lend", () => {
  const lend = (amount = yuan(2_000), loans: readonly PolicyLoan[] = [], record = aPolicy()) =>
    decide(policyLending.lend, { record, input: { amount }, needs: { product, loans }, ...at("2026-03-01") });

  it("lends up to the share of the cash value, less what is owed", () => {
    expect(done(lend()).acts).toMatchObject([{ on: policyLoan, input: { kind: "requested", principal: yuan(2_000), annualRate: "5" } }]);
    expect(answer(lend(yuan(2_001)))).toBe("insurance/loan-too-high");
    const loan = aLoan("2025-03-01", { principal: yuan(1_000), annualRate: "5" });
    expect(loanRoom(aPolicy(), { product, loans: [loan], on: "2026-03-01" })).toBe(95_000);
    expect([answer(lend(yuan(950), [loan])), answer(lend(yuan(951), [loan]))]).toEqual(["inForce", "insurance/loan-too-high"]);
  });

  it("asks for the written consent of an insured who is not the holder, where the policy pays on death", () => {
    const of = (changes: { paysOnDeath?: boolean; insuredId?: string; on?: string; jurisdiction?: string }) =>
      decide(policyLending.lend, {
        record: aPolicy({ insuredId: changes.insuredId ?? "customer_insured" } as Partial<Policy>),
        input: { amount: yuan(100), ...(changes.on !== undefined && { insuredConsentedOn: changes.on }) },
        needs: { product: { ...product, paysOnDeath: changes.paysOnDeath ?? true }, loans: [] },
        ...at("2026-03-01", changes.jurisdiction),
      });
    expect(answer(of({}))).toBe("insurance/loan-unconsented");
    expect(done(of({ on: "2026-02-28" })).acts).toMatchObject([{ input: { insuredConsentedOn: "2026-02-28" } }]);
    expect([of({ on: "2026-03-02" }), of({ on: "2020-01-01" })].map(answer)).toEqual([
      "insurance/date-in-future",
      "insurance/before-proposal",
    ]);
    const free = [of({ paysOnDeath: false }), of({ insuredId: "customer_holder" }), of({ jurisdiction: "US-NY" })];
    expect(free.map(answer)).toEqual(["inForce", "inForce", "inForce"]);
  });

  it("lends something, in the currency of the policy, on cover that stands", () => {
    expect(answer(lend(yuan(0)))).toBe("insurance/amount-not-positive");
    expect(answer(lend({ amountMinor: 1, currency: "USD" }))).toBe("insurance/currencies-differ");
    expect(answer(lend(yuan(1), [], aPolicy({ state: "lapsed" })))).toBe("core/not-from-here");
  });
});

describe("loanIsSound", () => {
  it.each([
    [{}, undefined],
    [{ principal: yuan(0) }, "insurance/amount-not-positive"],
    [{ principal: { amountMinor: 1, currency: "USD" } }, "insurance/currencies-differ"],
    [{ grantedOn: "2024-02-29" }, "insurance/dates-out-of-order"],
    [{ grantedOn: "2026-03-02" }, "insurance/date-in-future"],
  ])("takes %o or refuses it: %s", (changes, code) => {
    const record = aLoan("2026-03-01", changes);
    expect(check([loanIsSound], { record, needs: { policy: aPolicy() }, ...at("2026-03-01") })[0]?.code).toBe(code);
  });
});

describe("policyLoanLifecycle", () => {
  it("is repaid or set off, once", () => {
    const loan = stored(policyLoan);
    const repaid = done(decide(policyLoanLifecycle.repay, { record: loan, ...at("2026-03-01") })).record;
    expect(repaid).toMatchObject({ state: "repaid", settledOn: "2026-03-01" });
    expect(answer(decide(policyLoanLifecycle.setOff, { record: loan, ...at("2026-03-01") }))).toBe("setOff");
    expect(answer(decide(policyLoanLifecycle.setOff, { record: repaid, ...at("2026-03-01") }))).toBe("core/not-from-here");
    expect(answer(decide(policyLoanLifecycle.repay, { record: repaid, ...at("2026-03-01") }))).toBe("core/not-from-here");
  });
});
