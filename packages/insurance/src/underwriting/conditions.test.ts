import { describe, expect, it } from "vitest";
import { aPolicy, aProduct, at, yuan } from "../../test/moments.js";
import type { Policy } from "../policy/policy.js";
import { ageOn } from "./age.js";
import { whyBeneficiariesUnconsented } from "./beneficiaries-consent.js";
import { whyNoDeathBenefit } from "./death-benefit-consent.js";
import { whyNoInterest } from "./insurable-interest.js";

describe("whyNoInterest", () => {
  const why = (changes: Partial<Policy>, line: "life" | "motor" = "life", employers: readonly { relatedId: string }[] = []) =>
    whyNoInterest({ record: aPolicy(changes), needs: { product: aProduct({ line }), employers } })?.code;

  it("lets everybody insure himself, and a thing without asking", () => {
    expect(why({ insuredId: "customer_holder" })).toBeUndefined();
    expect(why({ insuredId: "customer_holder", insurableInterest: "self" })).toBeUndefined();
    expect(why({}, "motor")).toBeUndefined();
  });

  it.each(["spouse", "child", "parent", "dependant"] as const)("takes a %s who is somebody else", (insurableInterest) => {
    expect(why({ insurableInterest })).toBeUndefined();
    expect(why({ insurableInterest, insuredId: "customer_holder" })).toBe("insurance/insurable-interest-unproven");
  });

  it("takes an employee of the policyholder, and nobody else's", () => {
    expect(why({ insurableInterest: "employee" }, "life", [{ relatedId: "customer_holder" }])).toBeUndefined();
    expect(why({ insurableInterest: "employee" }, "life", [{ relatedId: "customer_other" }])).toBe("insurance/insurable-interest-unproven");
  });

  it("takes anybody who agreed to it", () => {
    expect(why({ insurableInterest: "consent", insuredConsentedOn: "2024-02-01" })).toBeUndefined();
    expect(why({ insurableInterest: "consent" })).toBe("insurance/insurable-interest-unproven");
    expect(why({})).toBe("insurance/insurable-interest-missing");
  });
});

describe("whyNoDeathBenefit", () => {
  const why = (changes: Partial<Policy>, birthOn: string | undefined = "1990-01-01", paysOnDeath = true) =>
    whyNoDeathBenefit({ record: aPolicy(changes), product: { paysOnDeath }, birthOn, ...at("2026-03-01") })?.code;
  const consent = (amount: number, on = "2026-03-01") => ({ deathBenefitConsent: { on, amount: yuan(amount) } });

  it("asks for the consent to the amount", () => {
    expect(why({}, "1990-01-01", false)).toBeUndefined();
    expect(why({})).toBe("insurance/death-benefit-unconsented");
    expect(why(consent(100_000))).toBeUndefined();
    expect(why(consent(99_999))).toBe("insurance/death-benefit-unconsented");
    expect(why(consent(100_000, "2026-03-02"))).toBe("insurance/death-benefit-unconsented");
  });

  it("asks parents for none, up to the limit for a child, until it is of age", () => {
    const child = { insurableInterest: "child" as const };
    expect(why({ ...child, sumAssured: yuan(200_000) }, "2016-03-02")).toBeUndefined();
    expect(why({ ...child, sumAssured: yuan(200_001) }, "2016-03-02")).toBe("insurance/minor-benefit-too-high");
    expect(why({ ...child, sumAssured: yuan(500_000) }, "2016-03-01")).toBeUndefined();
    expect(why({ ...child, sumAssured: yuan(500_001) }, "2008-03-02")).toBe("insurance/minor-benefit-too-high");
    expect(why(child, "2008-03-01")).toBe("insurance/death-benefit-unconsented");
    expect(why({ insurableInterest: "dependant" }, "2016-03-02")).toBe("insurance/death-benefit-unconsented");
  });

  it("asks when the insured was born", () => {
    const record = aPolicy(consent(100_000));
    expect(whyNoDeathBenefit({ record, product: { paysOnDeath: true }, birthOn: undefined, ...at("2026-03-01") })?.code).toBe(
      "insurance/insured-age-unknown",
    );
  });
});

describe("whyBeneficiariesUnconsented", () => {
  const beneficiaries = [{ customerId: "customer_child", rank: 1, shareBasisPoints: 10_000 }];
  const why = (changes: Partial<Policy>, line: "life" | "motor" = "life", birthOn: string | undefined = "1990-01-01") =>
    whyBeneficiariesUnconsented({ record: aPolicy({ beneficiaries, ...changes }), product: { line }, birthOn, ...at("2026-03-01") })?.code;

  it("asks the insured whom somebody else names, and nobody where nothing is named or the life is one's own", () => {
    expect(why({})).toBe("insurance/insured-must-consent");
    const free = [why({ beneficiariesConsentedOn: "2026-02-01" }), why({ insuredId: "customer_holder" }), why({ beneficiaries: [] })];
    expect([...free, why({}, "motor")]).toEqual([undefined, undefined, undefined, undefined]);
  });

  it("lets parents name them for a child until it is of age", () => {
    const child = { insurableInterest: "child" as const };
    expect([why(child, "life", "2008-03-02"), why(child, "life", "2008-03-01")]).toEqual([undefined, "insurance/insured-must-consent"]);
    expect(why({ insurableInterest: "dependant" }, "life", "2020-01-01")).toBe("insurance/insured-must-consent");
  });
});

describe("ageOn", () => {
  it("counts full years, and a leap day on the first of March", () => {
    expect([ageOn("1990-03-01", "2024-02-29"), ageOn("1990-03-01", "2024-03-01")]).toEqual([33, 34]);
    expect([ageOn("2004-02-29", "2023-02-28"), ageOn("2004-02-29", "2023-03-01")]).toEqual([18, 19]);
  });
});
