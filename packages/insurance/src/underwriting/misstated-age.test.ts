import { decide } from "@kehu/core";
import { describe, expect, it } from "vitest";
import { aLoan, answer, aPolicy, aProduct, at, done, endOf, yuan } from "../../test/moments.js";
import { policyLoanLifecycle } from "../loan/policy-loan.js";
import { endorsement } from "../policy/endorsement.js";
import type { Policy } from "../policy/policy.js";
import { premiumCredit } from "../premium/premium-credit.js";
import { benefitAtTrueAge, misstatedAge } from "./misstated-age.js";

const concluded = aPolicy({ issuedOn: "2024-03-01" });
const limits = { minEntryAge: 18, maxEntryAge: 60 };
const correct = (input: object = {}, record: Policy = concluded, product: object = limits) =>
  decide(misstatedAge.correctAge, {
    record,
    needs: { product: aProduct(product) },
    input: { birthOn: "1980-01-01", knownOn: "2025-06-01", premiumPayable: yuan(1_000), ...input },
    ...at("2025-06-01"),
  });
const corrected = (input: object) => done(correct(input)).record;
const tooOld = { birthOn: "1963-03-01" };

describe("misstatedAge.correctAge", () => {
  it("comes to one of three consequences, or to none", () => {
    expect(corrected(tooOld).misstatedAge?.consequence).toBe("outsideLimits");
    expect(corrected({ birthOn: "1963-03-02", premiumPayable: yuan(1_250) }).misstatedAge?.consequence).toBe("underpaid");
    expect(corrected({ premiumPayable: yuan(800) }).misstatedAge?.consequence).toBe("overpaid");
    expect(corrected({}).misstatedAge).toMatchObject({ consequence: "none", settledOn: "2025-06-01" });
    expect(corrected({}).insuredBirthOn).toBe("1980-01-01");
  });

  it.each(["deathClaimPending", "paidUp", "reducedPaidUp", "extendedTerm", "premiumWaived"] as const)(
    "comes to light while the policy is %s, too, and lowers the benefit",
    (state) => {
      const { record } = done(correct({ premiumPayable: yuan(1_250) }, { ...concluded, state }));
      expect(record).toMatchObject({ state, misstatedAge: { consequence: "underpaid" } });
      expect(benefitAtTrueAge(yuan(100_000), record)).toEqual(yuan(80_000));
    },
  );

  it("refuses what cannot be", () => {
    expect(answer(correct({ premiumPayable: yuan(0) }))).toBe("insurance/amount-not-positive");
    expect(answer(correct({ premiumPayable: { amountMinor: 1, currency: "USD" } }))).toBe("insurance/currencies-differ");
    expect(answer(correct({ birthOn: "2024-03-02" }))).toBe("insurance/dates-out-of-order");
    expect(answer(correct({ knownOn: "2025-06-02" }))).toBe("insurance/date-in-future");
    expect(answer(correct({}, { ...concluded, state: "expired" }))).toBe("core/not-from-here");
  });
});

describe("misstatedAge.rescindForAge", () => {
  const rescind = (record: Policy, now = "2025-06-10", cashValue = yuan(300), needs: object = {}) =>
    decide(misstatedAge.rescindForAge, { record, input: { cashValue }, needs: { product: aProduct(), loans: [], ...needs }, ...at(now) });

  it("owes the cash value, within the limits of time of the non-disclosure", () => {
    const record = corrected(tooOld);
    expect(done(rescind(record)).record).toMatchObject({ state: "terminated", endReason: "misstatedAge", endValue: yuan(300) });
    expect(answer(rescind(record, endOf("2025-07-01")))).toBe("terminated");
    expect(answer(rescind(record, "2025-07-01T16:00:00.000Z"))).toBe("insurance/rescission-too-late");
    expect(answer(rescind(record, "2025-06-10", yuan(-1)))).toBe("insurance/amount-negative");
    const lent = done(rescind(record, "2025-06-10", yuan(3_000), { loans: [aLoan("2024-06-10")] }));
    expect(lent.record.endValue).toEqual(yuan(1_950));
    expect(lent.acts).toMatchObject([{ on: policyLoanLifecycle.setOff, id: "loan_1" }]);
  });

  it("is refused while the age is within the limits, or nothing is open", () => {
    expect(answer(rescind(corrected({ premiumPayable: yuan(1_250) })))).toBe("insurance/age-within-limits");
    expect(answer(rescind(corrected({})))).toBe("insurance/age-not-misstated");
    expect(answer(rescind(concluded))).toBe("insurance/age-not-misstated");
  });
});

describe("misstatedAge.collectShortfall and refundExcess", () => {
  const underpaid = corrected({ premiumPayable: yuan(1_250) });
  const overpaid = corrected({ premiumPayable: yuan(800) });

  it("raises the premium when the shortfall has come in; until then a benefit is paid in proportion", () => {
    expect(benefitAtTrueAge(yuan(100_000), underpaid)).toEqual(yuan(80_000));
    const collected = done(decide(misstatedAge.collectShortfall, { record: underpaid, ...at("2025-06-10") })).record;
    expect(collected).toMatchObject({ premium: yuan(1_250), misstatedAge: { settledOn: "2025-06-10" } });
    expect(benefitAtTrueAge(yuan(100_000), collected)).toEqual(yuan(100_000));
    expect(benefitAtTrueAge(yuan(100_000), overpaid)).toEqual(yuan(100_000));
    expect(answer(decide(misstatedAge.collectShortfall, { record: overpaid, ...at("2025-06-10") }))).toBe("insurance/age-not-misstated");
  });

  it("rounds the proportion down to the minor unit", () => {
    const policy = corrected({ premiumPayable: yuan(3_000) });
    expect(benefitAtTrueAge({ amountMinor: 100, currency: "CNY" }, policy)).toEqual({ amountMinor: 33, currency: "CNY" });
  });

  it("lowers the premium and holds the excess until it is paid back", () => {
    const refund = (excess = yuan(200), record: Policy = overpaid) =>
      decide(misstatedAge.refundExcess, { record, input: { excess }, ...at("2025-06-10") });
    const { record, acts } = done(refund());
    expect(record).toMatchObject({ premium: yuan(800), misstatedAge: { settledOn: "2025-06-10" } });
    expect(acts).toMatchObject([
      { verb: "create", on: premiumCredit, input: { amount: yuan(200), reason: "misstatedAge" } },
      { verb: "create", on: endorsement, input: { change: "premium" } },
    ]);
    expect(answer(refund(yuan(0)))).toBe("insurance/amount-not-positive");
    expect(answer(refund(yuan(200), underpaid))).toBe("insurance/age-not-misstated");
  });
});
