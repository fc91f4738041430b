import { decide, dueAt } from "@kehu/core";
import { describe, expect, it } from "vitest";
import { aCustomer, answer, aPolicy, aProduct, at, done, endOf, startOf, yuan } from "../../test/moments.js";
import type { Policy } from "../policy/policy.js";
import { underwriting } from "./underwriting-lifecycle.js";
import { underwritingTerms } from "./underwriting-terms.js";

const { paidToOn: _, ...unpaid } = aPolicy({ state: "proposed", since: startOf("2024-02-20") });
const proposal = (changes: Partial<Policy> = {}): Policy => ({ ...unpaid, insurableInterest: "spouse", ...changes });
const in2024 = at("2024-02-21");
const noVehicles = { vehicles: [] };
const needsOf = (product: object = {}, birthOn = "1990-05-01") => ({
  product: aProduct(product),
  insured: { ...aCustomer("customer_insured"), birthOn },
  employers: [],
});
const submit = (record: Policy, product: object = {}, birthOn?: string) =>
  decide(underwriting.submit, { record, needs: needsOf(product, birthOn), ...in2024 });

describe("underwriting.propose and expireQuotation", () => {
  const quoted = proposal({ state: "quoted", quotedUntilOn: "2024-02-25" });

  it("becomes a proposal of today", () => {
    const { record } = done(decide(underwriting.propose, { record: quoted, ...in2024 }));
    expect(record).toMatchObject({ state: "proposed", proposedOn: "2024-02-21" });
    expect(record.quotedUntilOn).toBeUndefined();
    expect(answer(decide(underwriting.propose, { record: proposal(), ...in2024 }))).toBe("core/not-from-here");
  });

  it("ends with its last day, and never without one", () => {
    const due = dueAt(underwriting.expireQuotation, { record: quoted, needs: noVehicles, ...in2024 });
    expect(due).toBe(endOf("2024-02-25"));
    expect(answer(decide(underwriting.expireQuotation, { record: quoted, needs: noVehicles, ...at(due ?? "") }))).toBe("notTaken");
    const { quotedUntilOn: __, ...open } = quoted;
    expect(dueAt(underwriting.expireQuotation, { record: open, needs: noVehicles, ...in2024 })).toBeUndefined();
  });
});

describe("underwriting.describeInsured", () => {
  const describeInsured = (input: object, record = proposal()) => decide(underwriting.describeInsured, { record, input, ...in2024 });

  it("completes the application and keeps what is not told anew", () => {
    const consent = { on: "2024-02-20", amount: yuan(100_000) };
    const { record } = done(describeInsured({ deathBenefitConsent: consent }));
    expect(record).toMatchObject({ insurableInterest: "spouse", deathBenefitConsent: consent });
  });

  it("refuses a birth and a consent of tomorrow, and a consent from before the proposal", () => {
    expect(answer(describeInsured({ insuredBirthOn: "2024-02-22" }))).toBe("insurance/date-in-future");
    expect(answer(describeInsured({ insuredBirthOn: "2024-02-21" }))).toBe("proposed");
    const consent = (on: string) => ({ deathBenefitConsent: { on, amount: yuan(1) } });
    expect(answer(describeInsured(consent("2024-02-22")))).toBe("insurance/date-in-future");
    expect(answer(describeInsured(consent("2024-02-19"), proposal({ proposedOn: "2024-02-20" })))).toBe("insurance/before-proposal");
  });
});

describe("underwriting.submit", () => {
  it("keeps the day", () => {
    expect(done(submit(proposal())).record).toMatchObject({ state: "submitted", submittedOn: "2024-02-21" });
  });

  it("refuses a contract that would be void", () => {
    const { insurableInterest: __, ...untold } = proposal();
    expect(answer(submit(untold))).toBe("insurance/insurable-interest-missing");
    expect(answer(submit(proposal({ insurableInterest: "self" })))).toBe("insurance/insurable-interest-unproven");
    expect(answer(submit(proposal(), { paysOnDeath: true }))).toBe("insurance/death-benefit-unconsented");
  });

  it("refuses an age that the product is not sold to, counted on the first day of cover", () => {
    const limits = { minEntryAge: 18, maxEntryAge: 33 };
    expect(answer(submit(proposal(), limits, "1990-03-02"))).toBe("submitted");
    expect(answer(submit(proposal(), limits, "1990-03-01"))).toBe("insurance/age-outside-limits");
    expect(answer(submit(proposal(), limits, "2006-03-01"))).toBe("submitted");
    expect(answer(submit(proposal(), limits, "2006-03-02"))).toBe("insurance/age-outside-limits");
  });
});

describe("the underwriter's decisions", () => {
  const under = proposal({ state: "underwriting", since: startOf("2024-02-21") });
  const offer = { premium: yuan(1_300), sumAssured: yuan(80_000), terms: "Without cover abroad" };

  it("begin when the application is taken up", () => {
    expect(answer(decide(underwriting.takeUp, { record: proposal({ state: "submitted" }), ...in2024 }))).toBe("underwriting");
    expect(answer(decide(underwriting.takeUp, { record: under, ...in2024 }))).toBe("core/not-from-here");
  });

  it("approve or decline", () => {
    expect(answer(decide(underwriting.approve, { record: under, ...in2024 }))).toBe("approved");
    expect(answer(decide(underwriting.approve, { record: proposal(), ...in2024 }))).toBe("core/not-from-here");
    expect(done(decide(underwriting.decline, { record: under, needs: noVehicles, ...in2024 })).record).toMatchObject({
      state: "declined",
      endReason: "declined",
    });
    expect(answer(decide(underwriting.decline, { record: proposal({ state: "approved" }), needs: noVehicles, ...in2024 }))).toBe(
      "core/not-from-here",
    );
  });

  it("offer other terms, which count when the customer accepts them", () => {
    const { premium, sumAssured } = offer;
    const told = { premium, sumAssured, terms: "Without diseases of the heart" };
    const { record: offered, acts } = done(decide(underwriting.counterOffer, { record: under, input: { offer: told }, ...in2024 }));
    expect(offered).toMatchObject({ state: "counterOffered", premium: yuan(1_000) });
    // what it says of somebody's health stands in a record of its own
    expect(offered.counterOffer).toEqual({ premium, sumAssured });
    const [kept] = acts;
    expect(acts).toHaveLength(1);
    expect(kept).toMatchObject({ on: underwritingTerms, input: { policyId: "policy_1", terms: told.terms } });
    const plain = decide(underwriting.counterOffer, { record: under, input: { offer: { premium, sumAssured } }, ...in2024 });
    expect(done(plain).acts).toEqual([]);
    const accept = (product: object = {}, record: Policy = offered) =>
      decide(underwriting.acceptCounterOffer, { record, needs: { ...needsOf(product), offers: [] }, ...in2024 });
    expect(done(accept()).record).toMatchObject({ state: "approved", premium: yuan(1_300), sumAssured: yuan(80_000) });
    expect(answer(accept({}, under))).toBe("core/not-from-here");
    const raised = { ...offered, deathBenefitConsent: { on: "2024-02-20", amount: yuan(79_999) } };
    expect(answer(accept({ paysOnDeath: true }, raised))).toBe("insurance/death-benefit-unconsented");
  });

  it("offer something, in the currency of the policy", () => {
    const offerOf = (change: object) =>
      answer(decide(underwriting.counterOffer, { record: under, input: { offer: { ...offer, ...change } }, ...in2024 }));
    expect(offerOf({ premium: yuan(0) })).toBe("insurance/amount-not-positive");
    expect(offerOf({ sumAssured: yuan(0) })).toBe("insurance/amount-not-positive");
    expect(offerOf({ premium: { amountMinor: 1, currency: "USD" } })).toBe("insurance/currencies-differ");
  });

  it("are put off to a day to come, and go on by themselves after it", () => {
    const defer = (deferredUntilOn: string) => decide(underwriting.defer, { record: under, input: { deferredUntilOn }, ...in2024 });
    expect(answer(defer("2024-02-21"))).toBe("insurance/deferred-in-past");
    const { record } = done(defer("2024-08-21"));
    const due = dueAt(underwriting.resume, { record, needs: {}, ...in2024 });
    expect(due).toBe(endOf("2024-08-21"));
    const resumed = done(decide(underwriting.resume, { record, ...at(due ?? "") })).record;
    expect(resumed.state).toBe("underwriting");
    expect(resumed.deferredUntilOn).toBeUndefined();
  });

  it("end when nobody takes them up, unless premium is held", () => {
    const approved = proposal({ state: "approved", since: startOf("2024-02-21") });
    const due = (record: Policy) => dueAt(underwriting.lapseOffer, { record, needs: noVehicles, ...in2024 });
    expect(due(approved)).toBe(endOf("2024-04-21"));
    expect(done(decide(underwriting.lapseOffer, { record: approved, needs: noVehicles, ...at(endOf("2024-04-21")) })).record).toMatchObject(
      {
        state: "notTaken",
        endReason: "notPlaced",
      },
    );
    expect(due({ ...approved, paidToOn: "2025-03-01" })).toBeUndefined();
  });
});
