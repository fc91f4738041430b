import { customer, decide, dueAt, task } from "@kehu/core";
import { postgres } from "@kehu/crm/postgres";
import { type TestCrm, testCrm } from "@kehu/testing";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTestDatabase, postgresUrl } from "../../../../.config/test-databases.js";
import { aLoan, answer, aPolicy, aProduct, at, calendar, done, endOf, startOf, yuan } from "../../test/moments.js";
import { insurance } from "../insurance.js";
import { policy } from "../policy/policy.js";
import { policyReinstatement } from "../policy/policy-reinstatement.js";
import { product } from "../policy/product.js";
import { policyLoanOverloan, policyOverloan } from "./end-by-loan.js";
import { excessOn, overloanOn } from "./overloan.js";
import { policyLoan, policyLoanLifecycle } from "./policy-loan.js";

const row = (year: number, cashValuePerMille: number) => ({ year, cashValuePerMille, paidUpPerMille: 0, extendedTermDays: 0 });
// 10,000 yuan from the end of the first year, 11,000 from that of the second
const table = [row(1, 100), row(2, 110)];
const ofUs = aProduct({ nonForfeiture: table, overloanTerms: { becomes: "terminated", noticeDays: 30 } });
const life = aProduct({ nonForfeiture: table });
const loanOf = (amount: number, grantedOn = "2025-03-01") => aLoan(grantedOn, { principal: yuan(amount), annualRate: "5" });

describe("overloanOn", () => {
  const on = (loans: readonly ReturnType<typeof loanOf>[], changes: object = {}) =>
    overloanOn(aPolicy(changes), { product: life, loans }, { calendar });

  it("is the first day on which loan and interest are more than the cash value", () => {
    // 9,800 bear 1.342465 a day: 149 days make 200.03
    expect(on([loanOf(9_800)])).toBe("2025-07-28");
    expect(excessOn(aPolicy(), { product: life, loans: [loanOf(9_800)] }, "2025-07-27")).toBe(0);
    expect(excessOn(aPolicy(), { product: life, loans: [loanOf(9_800)] }, "2025-07-28")).toBe(2);
  });

  it("sees the value rise at the end of a policy year, and the loans together", () => {
    expect(on([loanOf(9_600)])).toBe("2025-12-31");
    expect(on([loanOf(9_500)])).toBe("2028-04-27");
    expect(on([loanOf(4_900), loanOf(4_900)])).toBe("2025-07-28");
  });

  it("begins anew with a reinstatement, and is unknown without a loan or a table", () => {
    expect(on([loanOf(9_800)], { suicideClauseFromOn: "2026-04-01" })).toBe("2027-08-12");
    expect(on([])).toBeUndefined();
    expect(overloanOn(aPolicy(), { product: aProduct(), loans: [loanOf(1)] }, { calendar })).toBeUndefined();
    expect(overloanOn(aPolicy({ state: "extendedTerm" }), { product: life, loans: [loanOf(1)] }, { calendar })).toBeUndefined();
  });

  it("is what counting day by day finds", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 8_000, max: 12_000 }),
        fc.integer({ min: 1, max: 25 }),
        fc.integer({ min: 0, max: 700 }),
        (amount, rate, from) => {
          const grantedOn = calendar.dayOf(calendar.after("2025-03-01", `P${from}D`));
          const lent = { product: life, loans: [aLoan(grantedOn, { principal: yuan(amount), annualRate: String(rate) })] };
          let day = grantedOn;
          for (let days = 0; days < 1500 && excessOn(aPolicy(), lent, day) === 0; days += 1)
            day = calendar.dayOf(calendar.after(grantedOn, `P${days + 1}D`));
          const found = overloanOn(aPolicy(), lent, { calendar });
          if (excessOn(aPolicy(), lent, day) > 0) expect(found).toBe(day);
          else expect(found === undefined || found > day).toBe(true);
        },
      ),
      { numRuns: 60 },
    );
  });
});

describe("policyLoanOverloan", () => {
  const needs = (sold: typeof life, changes: object = {}, loans = [loanOf(9_800)]) => ({ policy: aPolicy(changes), product: sold, loans });
  const ends = (given: ReturnType<typeof needs>, place = "CN", record = loanOf(9_800)) =>
    dueAt(policyLoanOverloan.endPolicy, { record, needs: given, ...at("2026-03-01", place) });
  const calls = (given: ReturnType<typeof needs>, record = loanOf(9_800)) =>
    dueAt(policyLoanOverloan.outgrow, { record, needs: given, ...at("2026-03-01") });

  it("ends the cover at the end of the day where no notice is wanted, else so many days after it", () => {
    expect(ends(needs(life))).toBe(endOf("2025-07-28"));
    expect(calls(needs(life))).toBeUndefined();
    expect(ends(needs(ofUs))).toBeUndefined();
    expect(calls(needs(ofUs))).toBe(endOf("2025-07-28"));
    expect(ends(needs(ofUs, { overloanNoticeOn: "2025-08-05" }))).toBe(endOf("2025-09-04"));
    expect(ends(needs(life, { overloanNoticeOn: "2025-08-05" }), "US-NY")).toBe(endOf("2025-09-04"));
    // of an earlier time, before as much was repaid
    expect(ends(needs(ofUs, { overloanNoticeOn: "2025-07-27" }))).toBeUndefined();
  });

  it("calls once for a notice, stands on the last loan, and only while the cover stands", () => {
    expect(calls(needs(ofUs), aLoan("2025-03-01", { overloanOn: "2025-07-28" }))).toBeUndefined();
    const two = needs(life, {}, [aLoan("2025-03-01", { id: "loan_2", principal: yuan(9_800) }), loanOf(1)]);
    expect([ends(two), ends(two, "CN", aLoan("2025-03-01", { id: "loan_2" }))]).toEqual([undefined, expect.any(String)]);
    expect(ends(needs(life, { state: "lapsed" }))).toBeUndefined();
  });

  it("leaves a task for who is to send the notice", () => {
    const outgrown = done(decide(policyLoanOverloan.outgrow, { record: loanOf(9_800), needs: needs(ofUs), ...at("2025-07-29") }));
    expect(outgrown.record).toMatchObject({ overloanOn: "2025-07-28", state: "outstanding" });
    expect(outgrown.acts).toMatchObject([{ on: task, input: { subject: "P1", aboutId: "policy_1" } }]);
  });
});

describe("policyOverloan.endByLoan", () => {
  const end = (sold: typeof life, changes: object = {}) =>
    decide(policyOverloan.endByLoan, { record: aPolicy(changes), needs: { product: sold, loans: [loanOf(9_800)] }, ...at("2025-09-05") });

  it("ends a waiver of premium with the cover, and asks for nothing that was waived", () => {
    const waived = { state: "premiumWaived", paidToOn: "2025-03-01", waivedFromOn: "2025-03-01" };
    expect(done(end(life, waived)).record).toMatchObject({ lapsedOn: "2025-09-05", waivedUntilOn: "2025-09-05", paidToOn: "2026-03-01" });
  });

  it("suspends the policy and leaves the loans, or ends both and keeps the value", () => {
    expect(done(end(life))).toMatchObject({ record: { state: "lapsed", lapsedOn: "2025-09-05" }, acts: [] });
    const over = done(end(ofUs, { overloanNoticeOn: "2025-08-05" }));
    expect(over.record).toMatchObject({ state: "terminated", endReason: "overloan", endedOn: "2025-09-05", loansSetOff: yuan(10_000) });
    expect(over.record).not.toHaveProperty("endValue");
    expect(over.acts).toMatchObject([{ on: policyLoanLifecycle.setOff }]);
    expect(answer(end(ofUs))).toBe("insurance/not-overloaned");
  });
});

describe("policyReinstatement of what lapsed for its loans", () => {
  const pending = {
    state: "reinstatementPending",
    lapsedOn: "2025-07-28",
    paidToOn: "2026-03-01",
    reinstatementAppliedOn: "2025-08-01",
  } as const;
  const reinstate = (loans: readonly ReturnType<typeof loanOf>[], on = "2025-08-10") =>
    decide(policyReinstatement.reinstate, { record: aPolicy(pending), needs: { product: life, loans }, ...at(on) });

  it("wants as much repaid, and no premium that is not due yet", () => {
    expect(answer(reinstate([loanOf(9_800)]))).toBe("insurance/overloaned");
    expect(done(reinstate([])).record).toMatchObject({ state: "inForce", suicideClauseFromOn: "2025-08-10" });
    expect(answer(reinstate([], "2026-03-02"))).toBe("insurance/arrears-unpaid");
  });

  it("is not consented to by silence while they exceed the value", () => {
    const record = aPolicy({ ...pending, arrearsPaidOn: "2025-08-02" });
    const due = (loans: readonly ReturnType<typeof loanOf>[]) =>
      dueAt(policyReinstatement.reinstateBySilence, { record, needs: { product: life, loans }, ...at("2025-08-10") });
    expect([due([loanOf(9_800)]), due([])]).toEqual([undefined, endOf("2025-08-31")]);
  });
});

describe.each(["PGlite", ...(postgresUrl() === undefined ? [] : ["PostgreSQL"])])("loans beyond the cash value, on %s", (kind) => {
  let server: Awaited<ReturnType<typeof createTestDatabase>> | undefined;
  let test: TestCrm;
  beforeAll(async () => {
    if (kind === "PostgreSQL") server = await createTestDatabase("overloan");
    test = await testCrm({ packs: [insurance], now: startOf("2025-07-01"), ...(server && { database: postgres({ url: server.url }) }) });
  });
  afterAll(async () => {
    await test.close();
    await server?.drop();
  });

  const lentOn = async (number: string, overloanTerms?: { readonly becomes: "terminated"; readonly noticeDays: number }) => {
    const { system } = test;
    const holder = await system.create(customer, { kind: "person", displayName: "Li Na" });
    const sold = await system.create(product, {
      code: number,
      name: "Life",
      nonForfeiture: table,
      ...(overloanTerms && { overloanTerms }),
    });
    const terms = {
      policyNumber: number,
      holderId: holder.id,
      insuredId: holder.id,
      productId: sold.id,
      sumAssured: yuan(100_000),
      premium: yuan(1_000),
      premiumFrequency: "annual",
      effectiveOn: "2024-03-01",
      paidToOn: "2026-03-01",
    } as const;
    const of = { asOf: "2025-07-01", source: number } as const;
    const { id } = await system.adopt(policy, terms, { ...of, state: "inForce", since: startOf("2024-03-01") });
    const lent = { policyId: id, kind: "requested", principal: yuan(9_800), grantedOn: "2025-03-01", annualRate: "5" } as const;
    const loan = await system.adopt(policyLoan, lent, { ...of, state: "outstanding" });
    return { id, loanId: loan.id };
  };

  it("suspend one policy at the instant, and end the other after the notice", async () => {
    const { system, clock } = test;
    const [suspended, ended] = [await lentOn("P1"), await lentOn("P2", { becomes: "terminated", noticeDays: 30 })];
    await clock.advance({ until: startOf("2025-07-28") });
    expect(await system.get(policy, suspended.id)).toMatchObject({ state: "inForce" });
    await clock.advance({ until: "2025-08-05" });
    expect(await system.get(policy, suspended.id)).toMatchObject({ state: "lapsed", since: endOf("2025-07-28") });
    expect(await system.get(policy, ended.id)).toMatchObject({ state: "inForce" });
    expect((await system.find(task, { where: { aboutId: ended.id } })).items).toMatchObject([{ subject: "P2" }]);
    await system.apply(policyOverloan.sendOverloanNotice, ended.id, { sentOn: "2025-08-05" });
    await clock.advance({ until: "2025-09-10" });
    expect(await system.get(policy, ended.id)).toMatchObject({ state: "terminated", since: endOf("2025-09-04"), endReason: "overloan" });
    expect(await system.get(policyLoan, ended.loanId)).toMatchObject({ state: "setOff" });
    // repaid and agreed: back in force
    await system.apply(policyReinstatement.applyForReinstatement, suspended.id, { appliedOn: "2025-09-01" });
    await system.apply(policyLoanLifecycle.repay, suspended.loanId);
    await system.apply(policyReinstatement.reinstate, suspended.id);
    await clock.advance({ until: "2025-12-31" });
    expect(await system.get(policy, suspended.id)).toMatchObject({ state: "inForce" });
  });
});
