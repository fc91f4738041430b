import { decide, type NeedsOf } from "@kehu/core";
import { stored } from "@kehu/testing";
import { describe, expect, it } from "vitest";
import { aClaim, answer, aPolicy, aProduct, at, noOtherClaims, startOf, yuan } from "../../test/moments.js";
import { type Coverage, coverage } from "../coverage/coverage.js";
import type { Claim } from "./claim.js";
import { claimLifecycle } from "./claim-lifecycle.js";

type Loaded = NeedsOf<typeof claimLifecycle.approve>;
/** What comes of approving an amount, in yuan, on a policy of 100,000. */
const approve = (amount: number, needs: Partial<Loaded> = {}, changes: Partial<Claim> = {}): string =>
  answer(
    decide(claimLifecycle.approve, {
      record: aClaim(changes),
      needs: {
        ...noOtherClaims,
        policy: aPolicy(),
        product: aProduct(),
        stays: [{ state: "inForce", from: startOf("2024-03-01") }],
        ...needs,
      },
      input: { amount: yuan(amount) },
      ...at("2026-02-15"),
    }),
  );
const rider = (changes: Partial<Coverage> = {}): Coverage =>
  stored(coverage, { kind: "rider", sumAssured: yuan(30_000), effectiveOn: "2024-03-01", ...changes });

describe("a rider whose benefit is additional", () => {
  it("has a sum of its own, which may be more than the policy's and stands when that is used up", () => {
    const beside = { coverage: rider({ sumAssured: yuan(200_000), benefit: "additional" }) };
    expect([approve(200_000, beside), approve(200_001, beside)]).toEqual(["approved", "insurance/above-sum-assured"]);
    const mainIsPaid = { approvedBefore: { approved: [yuan(100_000)] } };
    expect([approve(30_000, { coverage: rider(), ...mainIsPaid }), approve(1, mainIsPaid)]).toEqual([
      "approved",
      "insurance/sum-assured-used-up",
    ]);
  });

  it("takes nothing off the policy's sum, by what is approved on it and by what is paid where nothing is", () => {
    const spent = {
      approvedBefore: { approved: [yuan(50_000)] },
      approvedBeside: { approved: [yuan(20_000)] },
      paidBefore: { paid: [yuan(9_000)] },
      paidBeside: { paid: [yuan(5_000)] },
    };
    // 30,000 and 4,000 of the main sum are spent
    expect([approve(66_000, spent), approve(66_001, spent)]).toEqual(["approved", "insurance/sum-assured-used-up"]);
  });

  it("is used up by the claims on it alone, and keeps to its limit for one loss", () => {
    const used = {
      coverage: rider({ limitPerClaim: yuan(20_000) }),
      approvedOnCover: { approved: [yuan(15_000)] },
      paidOnCover: { paid: [yuan(1_000)] },
      paidBefore: { paid: [yuan(1_000)] },
      payments: { paid: [yuan(500)] },
    };
    expect([approve(14_500, used), approve(14_501, used)]).toEqual(["approved", "insurance/sum-assured-used-up"]);
    expect(approve(20_001, used)).toBe("insurance/above-sum-assured");
  });

  it("is reduced, as all of the contract, while too little premium was paid for the true age", () => {
    const misstatedAge = { birthOn: "1970-01-01", knownOn: "2026-01-01", consequence: "underpaid", premiumPayable: yuan(1_250) } as const;
    const young = { coverage: rider(), policy: aPolicy({ misstatedAge }) };
    expect([approve(24_000, young), approve(24_001, young)]).toEqual(["approved", "insurance/above-sum-assured"]);
  });
});

describe("a rider whose benefit is accelerated, and the base cover", () => {
  it.each([
    ["rider", { benefit: "accelerated" }],
    ["base cover", { kind: "base", benefit: undefined }],
  ] as const)("as a %s is paid out of the policy's sum", (_, changes) => {
    const ahead = { coverage: rider({ sumAssured: yuan(200_000), ...changes }) };
    expect([approve(100_000, ahead), approve(100_001, ahead)]).toEqual(["approved", "insurance/above-sum-assured"]);
    const spent = { ...ahead, approvedBefore: { approved: [yuan(60_000)] }, approvedOnCover: { approved: [yuan(60_000)] } };
    expect([approve(40_000, spent), approve(40_001, spent)]).toEqual(["approved", "insurance/sum-assured-used-up"]);
  });

  it("as a rider keeps to its own sum, too, and its benefit leaves so much less to the death", () => {
    const used = { coverage: rider({ benefit: "accelerated" }), approvedOnCover: { approved: [yuan(10_000)] } };
    expect([approve(20_000, used), approve(20_001, used)]).toEqual(["approved", "insurance/sum-assured-used-up"]);
    const death = { approvedBefore: { approved: [yuan(30_000)] } };
    expect([approve(70_000, death), approve(70_001, death)]).toEqual(["approved", "insurance/sum-assured-used-up"]);
  });
});

describe("a cover of which the insured bears a part", () => {
  const needs = { coverage: rider({ limitPerClaim: yuan(800), deductible: yuan(100) }) };

  it("takes the deductible off what was claimed, and off what was assessed where that is less", () => {
    const claimed = { claimedAmount: yuan(500) };
    expect([approve(400, needs, claimed), approve(401, needs, claimed)]).toEqual(["approved", "insurance/above-deductible"]);
    const assessed = { assessedAmount: yuan(300) };
    expect([approve(200, needs, assessed), approve(201, needs, assessed)]).toEqual(["approved", "insurance/above-deductible"]);
    expect(approve(201, needs, { ...claimed, ...assessed })).toBe("insurance/above-deductible");
    expect(approve(401, needs, { ...claimed, assessedAmount: yuan(900) })).toBe("insurance/above-deductible");
  });

  it("wants to know the loss, and keeps to its limit whatever that is", () => {
    expect(approve(1, needs)).toBe("insurance/loss-unknown");
    expect(approve(1, { coverage: rider({ deductible: yuan(0) }) })).toBe("approved");
    const claimed = { claimedAmount: yuan(2_000) };
    expect([approve(800, needs, claimed), approve(801, needs, claimed)]).toEqual([
      "insurance/rest-unexplained",
      "insurance/above-sum-assured",
    ]);
  });

  it("approves nothing of a loss that is smaller", () => {
    expect(approve(1, needs, { claimedAmount: yuan(100) })).toBe("insurance/above-deductible");
  });
});

describe("less than what was claimed", () => {
  it("is approved in part, with a reason: what the deductible takes off is agreed, and none is owed where nobody said how much", () => {
    const claimed = { claimedAmount: yuan(500) };
    expect([approve(499, {}, claimed), approve(500, {}, claimed)]).toEqual(["insurance/rest-unexplained", "approved"]);
    const deducted = { coverage: rider({ deductible: yuan(100) }) };
    expect([approve(399, deducted, claimed), approve(400, deducted, claimed)]).toEqual(["insurance/rest-unexplained", "approved"]);
    expect(approve(1)).toBe("approved");
    // a limit is no agreement about this loss: its claimant is told
    expect(approve(300, { coverage: rider({ limitPerClaim: yuan(300) }) }, claimed)).toBe("insurance/rest-unexplained");
    const partly = decide(claimLifecycle.approvePartly, {
      record: aClaim(claimed),
      needs: { ...noOtherClaims, policy: aPolicy(), product: aProduct(), stays: [{ state: "inForce", from: startOf("2024-03-01") }] },
      input: { amount: yuan(300), reason: "The limit of the cover" },
      ...at("2026-02-15"),
    });
    expect(partly.ok && partly.record).toMatchObject({ state: "partiallyApproved", deniedOn: "2026-02-15" });
  });
});
