import { decide, dueAt } from "@kehu/core";
import { describe, expect, it } from "vitest";
import { aLoan, answer, aProduct, at, done, endOf, lapsed, startOf, yuan } from "../../test/moments.js";
import { type PolicyLoan, policyLoanLifecycle } from "../loan/policy-loan.js";
import { policyReinstatement } from "./policy-reinstatement.js";

const pending = (changes: object = {}) =>
  lapsed({
    state: "reinstatementPending",
    since: startOf("2026-06-01"),
    origin: { state: "lapsed", since: lapsed().since },
    reinstatementAppliedOn: "2026-06-01",
    arrearsFromOn: "2026-03-01",
    ...changes,
  });
const arrears = { paidToOn: "2027-03-01", arrearsPaidOn: "2026-06-03" };

const unlent = { product: aProduct(), loans: [] };

describe("policyReinstatement.applyForReinstatement", () => {
  const apply = (appliedOn: string) =>
    decide(policyReinstatement.applyForReinstatement, { record: lapsed(), input: { appliedOn }, ...at("2026-06-05") });

  it("counts from the day of the application", () => {
    expect(done(apply("2026-06-01")).record).toMatchObject({
      state: "reinstatementPending",
      since: startOf("2026-06-01"),
      arrearsFromOn: "2026-03-01",
    });
  });

  it("refuses an application from before the lapse", () => {
    expect(answer(apply("2026-04-29"))).toBe("insurance/applied-before-lapse");
    expect(answer(apply("2026-04-30"))).toBe("reinstatementPending");
  });

  it("refuses an application of tomorrow", () => {
    expect(answer(apply("2026-06-06"))).toBe("insurance/date-in-future");
  });
});

describe("policyReinstatement.refuseReinstatement", () => {
  const refuse = (changes: object) =>
    decide(policyReinstatement.refuseReinstatement, {
      record: pending(changes),
      input: { increaseOfRisk: "Took up racing" },
      ...at("2026-06-20"),
    });

  it("goes back to the lapse and to its clock", () => {
    const { record } = done(refuse({}));
    expect(record).toMatchObject({ state: "lapsed", since: lapsed().since });
    expect(record.reinstatementAppliedOn).toBeUndefined();
    const right = dueAt(policyReinstatement.terminateAfterTwoYears, {
      record,
      needs: { product: aProduct(), loans: [] },
      ...at("2026-06-20"),
    });
    expect(right).toBe(endOf("2028-04-30"));
  });

  it("pays the arrears back first", () => {
    expect(answer(refuse(arrears))).toBe("insurance/arrears-held");
  });
});

describe("policyReinstatement.refuseReinstatement after thirty days", () => {
  it("comes too late from the end of the thirtieth day on: silence was consent, and only the policyholder goes back", () => {
    const refuse = (now: string) =>
      answer(decide(policyReinstatement.refuseReinstatement, { record: pending(), input: { increaseOfRisk: "Racing" }, ...at(now) }));
    const last = endOf("2026-07-01");
    const before = new Date(Date.parse(last) - 1).toISOString();
    expect([refuse(before), refuse(last), refuse("2026-07-02")]).toEqual([
      "lapsed",
      "insurance/agreed-by-silence",
      "insurance/agreed-by-silence",
    ]);
    const { record } = done(decide(policyReinstatement.withdrawApplication, { record: pending(), ...at("2026-07-02") }));
    expect(record).toMatchObject({ state: "lapsed", since: lapsed().since });
    expect(record.reinstatementAppliedOn).toBeUndefined();
  });
});

describe("policyReinstatement.reinstateBySilence", () => {
  const silenceEnds = (changes: object) =>
    dueAt(policyReinstatement.reinstateBySilence, { record: pending(changes), needs: unlent, ...at("2026-06-05") });

  it("takes thirty days of silence as consent, once the arrears are paid", () => {
    expect(silenceEnds(arrears)).toBe(endOf("2026-07-01"));
    expect(silenceEnds({ ...arrears, arrearsPaidOn: "2026-07-20" })).toBe(endOf("2026-07-20"));
    expect(silenceEnds({})).toBeUndefined();
  });

  it("covers from the day on which they were paid, and the exclusion of suicide begins again", () => {
    const waiting = pending({ ...arrears, lapsedOn: "2026-04-30" });
    const { record } = done(decide(policyReinstatement.reinstateBySilence, { record: waiting, needs: unlent, ...at(endOf("2026-07-01")) }));
    expect(record).toMatchObject({ state: "inForce", since: startOf("2026-06-03"), suicideClauseFromOn: "2026-06-03" });
    expect(record.lapsedOn).toBeUndefined();
    expect(record.arrearsPaidOn).toBeUndefined();
  });
});

describe("policyReinstatement.lapseAgain", () => {
  const ends = (changes: object = {}, needs: object = unlent) =>
    dueAt(policyReinstatement.lapseAgain, { record: pending(changes), needs: needs as typeof unlent, ...at("2026-06-05") });

  it("ends an agreement by silence whose arrears or interest nobody paid within sixty days", () => {
    expect(ends()).toBe(endOf("2026-08-30"));
    expect(ends(arrears)).toBeUndefined();
    expect(ends({ ...arrears, arrearsInterest: yuan(1) })).toBe(endOf("2026-08-30"));
  });

  it("goes back to the lapse and to its clock", () => {
    const { record } = done(decide(policyReinstatement.lapseAgain, { record: pending(), needs: unlent, ...at(endOf("2026-08-30")) }));
    expect(record).toMatchObject({ state: "lapsed", since: lapsed().since });
    expect([record.reinstatementAppliedOn, record.arrearsFromOn]).toEqual([undefined, undefined]);
  });

  it("waits until what was paid of the arrears is paid back", () => {
    const some = pending({ paidToOn: "2026-04-01" });
    expect(answer(decide(policyReinstatement.lapseAgain, { record: some, needs: unlent, ...at(endOf("2026-08-30")) }))).toBe(
      "insurance/arrears-held",
    );
  });

  it("ends what lapsed for its loans only where they are not repaid", () => {
    const product = aProduct({ nonForfeiture: [{ year: 1, cashValuePerMille: 100, paidUpPerMille: 0, extendedTermDays: 0 }] });
    const paid = { paidToOn: "2027-03-01", arrearsFromOn: "2027-03-01" };
    expect(ends(paid)).toBeUndefined();
    expect(ends(paid, { product, loans: [aLoan("2026-05-01", { principal: yuan(11_000) })] })).toBe(endOf("2026-08-30"));
  });
});

describe("policyReinstatement.reinstate", () => {
  it("needs the arrears", () => {
    expect(answer(decide(policyReinstatement.reinstate, { record: pending(), needs: unlent, ...at("2026-06-05") }))).toBe(
      "insurance/arrears-unpaid",
    );
    expect(
      done(decide(policyReinstatement.reinstate, { record: pending(arrears), needs: unlent, ...at("2026-06-05") })).record,
    ).toMatchObject({
      state: "inForce",
      since: startOf("2026-06-03"),
    });
  });
});

describe("policyReinstatement.rescind", () => {
  const rescind = (now: string, since = lapsed().since, product: object = {}, loans: readonly PolicyLoan[] = []) =>
    decide(policyReinstatement.rescind, { record: lapsed({ since }), needs: { product: aProduct(product), loans }, ...at(now) });

  it("is a right after two full years and not a millisecond before", () => {
    expect(answer(rescind("2028-04-30T15:59:59.998Z"))).toBe("insurance/rescission-too-early");
    expect(done(rescind("2028-04-30T15:59:59.999Z")).record).toMatchObject({ state: "terminated", endReason: "rescission" });
  });

  it("owes the cash value of the day on which it lapsed", () => {
    const valued = { nonForfeiture: [{ year: 1, cashValuePerMille: 50, paidUpPerMille: 0, extendedTermDays: 0 }] };
    expect(done(rescind("2028-05-01", lapsed().since, valued)).record.endValue).toEqual(yuan(5_000));
    expect(done(rescind("2028-05-01")).record.endValue).toBeUndefined();
    // two years of interest at five per cent
    const lent = done(rescind("2028-05-01", lapsed().since, valued, [aLoan("2026-05-02")]));
    expect(lent.record.endValue).toEqual(yuan(3_900));
    expect(lent.acts).toMatchObject([{ on: policyLoanLifecycle.setOff, id: "loan_1" }]);
  });

  it("ends on February 28th where the two years began on a leap day", () => {
    expect(answer(rescind("2026-02-28T15:59:59.998Z", endOf("2024-02-29")))).toBe("insurance/rescission-too-early");
    expect(answer(rescind("2026-02-28T15:59:59.999Z", endOf("2024-02-29")))).toBe("terminated");
  });
});

describe("policyReinstatement.terminateAfterTwoYears", () => {
  it("happens by itself only where the product says so", () => {
    const endsAt = (terminatesAfterTwoYears: boolean) =>
      dueAt(policyReinstatement.terminateAfterTwoYears, {
        record: lapsed(),
        needs: { product: aProduct({ terminatesAfterTwoYears }), loans: [] },
        ...at("2026-06-01"),
      });
    expect(endsAt(true)).toBe(endOf("2028-04-30"));
    expect(endsAt(false)).toBeUndefined();
  });
});
