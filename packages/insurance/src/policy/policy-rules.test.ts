import { check } from "@kehu/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { aPolicy, at, yuan } from "../../test/moments.js";
import type { Policy } from "./policy.js";
import { employerDoesNotBenefit, policyTermsAreSound, sharesAddUp } from "./policy-rules.js";

const given = (rank: number, shareBasisPoints: number, customerId = "customer_child") => ({ customerId, rank, shareBasisPoints });
const refusalsOf = (beneficiaries: Policy["beneficiaries"]) =>
  check([sharesAddUp], { record: aPolicy({ beneficiaries }), ...at("2026-01-01") });

describe("sharesAddUp", () => {
  it("takes whole ranks, and none at all", () => {
    expect(refusalsOf([])).toEqual([]);
    expect(refusalsOf([given(1, 3_333), given(2, 10_000), given(1, 6_667)])).toEqual([]);
  });

  it("names the rank that does not add up", () => {
    expect(refusalsOf([given(1, 10_000), given(2, 9_999)])).toMatchObject([
      { code: "insurance/shares-do-not-add-up", details: { rank: 2, sum: 9_999 } },
    ]);
    expect(refusalsOf([given(1, 10_000), given(1, 1)])).toMatchObject([{ details: { rank: 1, sum: 10_001 } }]);
  });

  it("takes any split of the whole in any order, and none that is a basis point off", () => {
    const cuts = fc.uniqueArray(fc.integer({ min: 1, max: 9_999 }), { maxLength: 9 });
    const ranks = fc.array(cuts, { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(ranks, fc.integer(), fc.boolean(), (splits, seed, isOff) => {
        const whole = splits.flatMap((split, index) => {
          const edges = [0, ...[...split].sort((a, b) => a - b), 10_000];
          return edges.slice(1).map((edge, at) => given(index + 1, edge - (edges[at] ?? 0)));
        });
        const mixed = whole
          .map((each, index) => ({ each, key: Math.sin(seed + index) }))
          .sort((a, b) => a.key - b.key)
          .map(({ each }) => each);
        const entered = isOff
          ? mixed.map((each, index) => (index === 0 ? { ...each, shareBasisPoints: each.shareBasisPoints + 1 } : each))
          : mixed;
        expect(refusalsOf(entered).length).toBe(isOff ? 1 : 0);
      }),
    );
  });
});

describe("employerDoesNotBenefit", () => {
  const none = { above: [], below: [], beside: [], belowThat: [] };
  const codesOf = (relatedId: string, beneficiaryId: string, group: object = {}) =>
    check([employerDoesNotBenefit], {
      record: aPolicy({ beneficiaries: [given(1, 10_000, beneficiaryId)] }),
      needs: { employers: [{ relatedId }], ...none, ...group },
      ...at("2026-01-01"),
    }).map(({ code }) => code);

  it("refuses the employer as beneficiary of its employee's policy", () => {
    expect(codesOf("customer_holder", "customer_holder")).toEqual(["insurance/holder-benefits"]);
  });

  it("refuses it where only the policy says that the insured is an employee", () => {
    const codes = (insurableInterest: "employee" | "spouse") =>
      check([employerDoesNotBenefit], {
        record: aPolicy({ beneficiaries: [given(1, 10_000, "customer_holder")], insurableInterest }),
        needs: { employers: [], ...none },
        ...at("2026-01-01"),
      }).map(({ code }) => code);
    expect([codes("employee"), codes("spouse")]).toEqual([["insurance/holder-benefits"], []]);
  });

  const link = (customerId: string, relatedId: string) => ({ customerId, relatedId });
  const group = {
    above: [link("customer_parent", "customer_holder"), link("customer_stranger", "customer_other")],
    beside: [link("customer_parent", "customer_sister"), link("customer_stranger", "customer_theirs")],
    below: [link("customer_holder", "customer_daughter"), link("customer_other", "customer_others")],
    belowThat: [link("customer_daughter", "customer_site"), link("customer_others", "customer_far")],
  };

  it.each(["parent", "sister", "daughter", "site"])("refuses its group: the %s", (name) => {
    expect(codesOf("customer_holder", `customer_${name}`, group)).toEqual(["insurance/holder-benefits"]);
    expect(codesOf("customer_other", `customer_${name}`, group)).toEqual([]);
  });

  it.each(["stranger", "theirs", "others", "far"])("takes who belongs to another employer: %s", (name) => {
    expect(codesOf("customer_holder", `customer_${name}`, group)).toEqual([]);
  });

  it("takes the family, and a policyholder who employs nobody", () => {
    expect(codesOf("customer_holder", "customer_child")).toEqual([]);
    expect(codesOf("customer_other", "customer_holder")).toEqual([]);
  });
});

describe("policyTermsAreSound", () => {
  const codesOf = (changes: Partial<Policy>) =>
    check([policyTermsAreSound], { record: aPolicy(changes), ...at("2026-01-01") }).map(({ code }) => code);

  it("takes a sound policy, of one day at least", () => {
    expect(codesOf({})).toEqual([]);
    expect(codesOf({ expiresOn: "2024-03-01", premiumsUntilOn: "2024-03-02", paidToOn: "2024-03-01" })).toEqual([]);
  });

  it.each<Partial<Policy>>([{ expiresOn: "2024-02-29" }, { premiumsUntilOn: "2024-03-01" }, { paidToOn: "2024-02-29" }])(
    "refuses %o, which lies before it begins",
    (changes) => {
      expect(codesOf(changes)).toEqual(["insurance/dates-out-of-order"]);
    },
  );

  it("refuses a premium or a sum assured of nothing, and two currencies", () => {
    expect(codesOf({ premium: yuan(0) })).toEqual(["insurance/amount-not-positive"]);
    expect(codesOf({ sumAssured: yuan(0) })).toEqual(["insurance/amount-not-positive"]);
    const misstatedAge = { birthOn: "1980-01-01", knownOn: "2025-01-01", premiumPayable: yuan(0), consequence: "underpaid" as const };
    expect(codesOf({ misstatedAge })).toEqual(["insurance/amount-not-positive"]);
    expect(codesOf({ sumAssured: { amountMinor: 1, currency: "USD" } })).toEqual(["insurance/currencies-differ"]);
  });
});
