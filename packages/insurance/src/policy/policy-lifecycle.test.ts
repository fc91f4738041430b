import { decide, dueAt } from "@kehu/core";
import { describe, expect, it } from "vitest";
import { aCustomer, answer, aPolicy, aProduct, at, done, endOf, inGrace, lapsed, startOf, yuan } from "../../test/moments.js";
import { policyLifecycle } from "./policy-lifecycle.js";

const needs = { product: aProduct() };
const { paidToOn: _, ...unpaid } = aPolicy({ state: "proposed", since: startOf("2024-02-20") });
const proposal = (changes: object = {}) => ({ ...unpaid, ...changes });
const receipts = (posted: number) => ({ receipts: { posted } });
const terms = { premium: yuan(1_200), premiumFrequency: "annual", sumAssured: yuan(120_000), effectiveOn: "2024-03-15" } as const;

describe("policyLifecycle.issue", () => {
  const issue = (now: string, posted = 1, changes: object = {}, product: object = {}, covers = 0) =>
    decide(policyLifecycle.issue, {
      record: proposal({ insuredConsentedOn: "2024-02-20", insurableInterest: "consent", ...changes }),
      needs: {
        ...receipts(posted),
        product: aProduct(product),
        standing: { covers },
        insured: { ...aCustomer("customer_insured"), birthOn: "1990-01-01" },
        employers: [],
      },
      ...at(now),
    });

  it("asks for the first premium", () => {
    expect(answer(issue("2024-03-01", 0))).toBe("insurance/first-premium-missing");
    expect(answer(issue("2024-03-01"))).toBe("inForce");
  });

  it("counts from the effective date where that has passed, else from now", () => {
    expect(done(issue("2024-03-10")).record.since).toBe(startOf("2024-03-01"));
    expect(done(issue("2024-02-25")).record.since).toBe(at("2024-02-25").now);
  });

  it("keeps the day of the contract, and waits for the first day of cover", () => {
    const { record } = done(issue("2024-02-25"));
    expect(record).toMatchObject({ state: "issued", issuedOn: "2024-02-25" });
    const due = dueAt(policyLifecycle.beginCover, { record, needs: {}, ...at("2024-02-25") });
    expect(due).toBe(startOf("2024-03-01"));
    expect(done(decide(policyLifecycle.beginCover, { record, ...at(due ?? "") })).record).toMatchObject({ state: "inForce", since: due });
    expect(answer(issue("2024-02-29T15:59:59.999Z"))).toBe("issued");
    expect(answer(issue("2024-02-29T16:00:00.000Z"))).toBe("inForce");
  });

  it("asks for the underwriter's approval where the product does", () => {
    expect(answer(issue("2024-03-01", 1, {}, { isUnderwritten: true }))).toBe("insurance/underwriting-missing");
    expect(answer(issue("2024-03-01", 1, { state: "approved" }, { isUnderwritten: true }))).toBe("inForce");
  });

  it("asks for the vehicle of a compulsory cover", () => {
    const product = { line: "compulsoryMotor" };
    expect(answer(issue("2024-03-01", 1, {}, product))).toBe("insurance/vehicle-missing");
    expect(answer(issue("2024-03-01", 1, {}, product, 1))).toBe("inForce");
  });

  it("refuses an interest that the insured cannot be", () => {
    expect(answer(issue("2024-03-01", 1, { insurableInterest: "self" }))).toBe("insurance/insurable-interest-unproven");
    expect(answer(issue("2024-03-01", 1, { insurableInterest: "child" }))).toBe("inForce");
    // also where nobody had to look at it
    expect(answer(issue("2024-03-01", 1, { insurableInterest: undefined }))).toBe("insurance/insurable-interest-missing");
    expect(answer(issue("2024-03-01", 1, {}, { paysOnDeath: true }))).toBe("insurance/death-benefit-unconsented");
  });
});

describe("policyLifecycle.confirmDelivery and demand", () => {
  it("stand as they came first", () => {
    const confirm = (record: object) =>
      decide(policyLifecycle.confirmDelivery, { record: aPolicy(record), input: { receiptSignedOn: "2024-03-05" }, ...at("2024-03-06") });
    expect(done(confirm({})).record.receiptSignedOn).toBe("2024-03-05");
    expect(answer(confirm({ receiptSignedOn: "2024-03-04" }))).toBe("insurance/delivery-confirmed");
    const demand = (record: object) =>
      decide(policyLifecycle.demand, { record: inGrace(record), input: { demandedOn: "2026-03-25" }, ...at("2026-03-25") });
    // the thirty days of art. 36 are not begun anew
    expect(done(demand({ demandedOn: "2026-03-05" })).record.demandedOn).toBe("2026-03-05");
    expect(done(demand({})).record.demandedOn).toBe("2026-03-25");
  });
});

describe("policyLifecycle.revise and withdraw", () => {
  it("changes a proposal that nothing was paid for", () => {
    const { record } = done(decide(policyLifecycle.revise, { record: proposal(), needs: receipts(0), input: terms, ...at("2024-02-25") }));
    expect(record).toMatchObject({ state: "proposed", ...terms });
    expect(
      done(decide(policyLifecycle.withdraw, { record: proposal(), needs: { ...receipts(0), vehicles: [] }, ...at("2024-02-25") })).record,
    ).toMatchObject({
      state: "notTaken",
      endReason: "withdrawn",
      endedOn: "2024-02-25",
    });
  });

  it("gives the premium back first", () => {
    const given = { record: proposal(), needs: receipts(1), ...at("2024-02-25") };
    expect(answer(decide(policyLifecycle.revise, { ...given, input: terms }))).toBe("insurance/premium-held");
    expect(answer(decide(policyLifecycle.withdraw, { ...given, needs: { ...given.needs, vehicles: [] } }))).toBe("insurance/premium-held");
  });

  it("leaves an issued policy as it is", () => {
    expect(answer(decide(policyLifecycle.revise, { record: aPolicy(), needs: receipts(0), input: terms, ...at("2024-02-25") }))).toBe(
      "core/not-from-here",
    );
  });
});

describe("policyLifecycle.changeBeneficiaries", () => {
  const beneficiaries = [{ customerId: "customer_child", rank: 1, shareBasisPoints: 10_000 }];
  const change = (input: object, changes: object = {}) =>
    decide(policyLifecycle.changeBeneficiaries, { record: aPolicy(changes), input: { beneficiaries, ...input }, ...at("2026-01-10") });

  it("needs the consent of an insured who is somebody else", () => {
    expect(answer(change({}))).toBe("insurance/insured-must-consent");
    expect(done(change({ insuredConsentedOn: "2026-01-10" })).record.beneficiaries).toEqual(beneficiaries);
    expect(answer(change({ insuredConsentedOn: "2026-01-11" }))).toBe("insurance/date-in-future");
    expect(answer(change({ insuredConsentedOn: "2023-02-28" }))).toBe("insurance/before-proposal");
  });

  it("needs none where the insured changes them", () => {
    expect(answer(change({}, { insuredId: "customer_holder" }))).toBe("inForce");
  });
});

describe("policyLifecycle.confirmDelivery", () => {
  it("keeps the day of the signature", () => {
    const confirm = (receiptSignedOn: string) =>
      decide(policyLifecycle.confirmDelivery, { record: aPolicy(), input: { receiptSignedOn }, ...at("2024-03-05") });
    expect(done(confirm("2024-03-05")).record.receiptSignedOn).toBe("2024-03-05");
    expect(answer(confirm("2024-03-06"))).toBe("insurance/date-in-future");
    expect(answer(confirm("2023-02-28"))).toBe("insurance/before-proposal");
  });
});

describe("policyLifecycle.enterGrace", () => {
  it("begins with the end of the due date", () => {
    const due = dueAt(policyLifecycle.enterGrace, { record: aPolicy(), needs: {}, ...at("2026-01-01") });
    expect(due).toBe("2026-03-01T15:59:59.999Z");
    expect(done(decide(policyLifecycle.enterGrace, { record: aPolicy(), ...at(due ?? "") })).record).toMatchObject({
      state: "grace",
      since: due,
    });
  });

  it("never begins where nothing is due any more", () => {
    expect(
      dueAt(policyLifecycle.enterGrace, { record: aPolicy({ premiumFrequency: "single" }), needs: {}, ...at("2026-01-01") }),
    ).toBeUndefined();
    expect(
      dueAt(policyLifecycle.enterGrace, { record: aPolicy({ premiumsUntilOn: "2026-03-01" }), needs: {}, ...at("2026-01-01") }),
    ).toBeUndefined();
  });

  it("is due on February 28th for a policy of a leap day", () => {
    expect(
      dueAt(policyLifecycle.enterGrace, {
        record: aPolicy({ effectiveOn: "2024-02-29", paidToOn: "2026-02-28" }),
        needs: {},
        ...at("2026-01-01"),
      }),
    ).toBe(endOf("2026-02-28"));
  });
});

describe("policyLifecycle.demand", () => {
  const demand = (demandedOn: string) => decide(policyLifecycle.demand, { record: inGrace(), input: { demandedOn }, ...at("2026-03-10") });

  it("is kept from the due date to today", () => {
    expect(done(demand("2026-03-01")).record.demandedOn).toBe("2026-03-01");
    expect(done(demand("2026-03-10")).record.demandedOn).toBe("2026-03-10");
  });

  it("is refused before the due date and in the future", () => {
    expect(answer(demand("2026-02-28"))).toBe("insurance/demand-too-early");
    expect(answer(demand("2026-03-11"))).toBe("insurance/date-in-future");
  });
});

describe("policyLifecycle.lapse", () => {
  const lapsesAt = (changes: object = {}, product: object = {}) =>
    dueAt(policyLifecycle.lapse, { record: inGrace(changes), needs: { product: aProduct(product) }, ...at("2026-03-10") });

  it("comes with the end of the sixtieth day after the due date", () => {
    expect(lapsesAt()).toBe(endOf("2026-04-30"));
  });

  it("comes with the end of the thirtieth day after the demand, where that is earlier", () => {
    expect(lapsesAt({ demandedOn: "2026-03-10" })).toBe(endOf("2026-04-09"));
    expect(lapsesAt({ demandedOn: "2026-03-30" })).toBe(endOf("2026-04-29"));
    expect(lapsesAt({ demandedOn: "2026-03-31" })).toBe(endOf("2026-04-30"));
    expect(lapsesAt({ demandedOn: "2026-04-15" })).toBe(endOf("2026-04-30"));
  });

  it("follows the contract before the product, and the product before the law", () => {
    expect(lapsesAt({}, { graceDays: 90 })).toBe(endOf("2026-05-30"));
    expect(lapsesAt({ graceDays: 31, demandedOn: "2026-03-01" }, { graceDays: 90 })).toBe(endOf("2026-04-01"));
    expect(lapsesAt({ graceDays: 0 })).toBe(endOf("2026-03-01"));
  });

  it("counts the leap day", () => {
    expect(lapsesAt({ paidToOn: "2028-01-01" })).toBe(endOf("2028-03-01"));
  });

  it("takes the last millisecond as still in grace", () => {
    expect(lapsesAt()).toBe("2026-04-30T15:59:59.999Z");
    expect(done(decide(policyLifecycle.lapse, { record: inGrace(), needs, ...at("2026-04-30T15:59:59.999Z") })).record).toMatchObject({
      state: "lapsed",
      since: lapsed().since,
    });
  });

  it("is no clock of a policy in force", () => {
    expect(dueAt(policyLifecycle.lapse, { record: aPolicy(), needs, ...at("2026-03-10") })).toBeUndefined();
  });
});
