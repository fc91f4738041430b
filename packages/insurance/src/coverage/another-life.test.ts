import { consent, customer, type Id, interaction } from "@kehu/core";
import { type TestCrm, type TestSession, testCrm } from "@kehu/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { aClaim, aPolicy, noOtherClaims, startOf, yuan } from "../../test/moments.js";
import { misstated } from "../../test/policy-rows.js";
import { claim as claimOf } from "../claim/claim.js";
import { claimLifecycle } from "../claim/claim-lifecycle.js";
import { whyNotPayable } from "../claim/payable.js";
import { reportClaim } from "../claim/report-claim.js";
import { consentPurpose } from "../health/medical-note.js";
import { insurance } from "../insurance.js";
import { policy } from "../policy/policy.js";
import { product } from "../policy/product.js";
import { coverage } from "./coverage.js";

const today = "2026-06-01";
const lossOn = "2026-05-01";
let world: TestCrm;
let manager: TestSession;
let handler: TestSession;
let people: { readonly holder: Id<"customer">; readonly spouse: Id<"customer"> };
let products: { readonly accident: Id<"insurance/product">; readonly life: Id<"insurance/product"> };
let policies = 0;
beforeAll(async () => {
  world = await testCrm({ packs: [insurance], now: `${today}T04:00:00.000Z` });
  [manager, handler] = [await world.as("insurance/manager"), await world.as("insurance/claims-handler")];
  const of = async (displayName: string, birthOn: string) =>
    (await world.system.create(customer, { kind: "person", displayName, birthOn })).id;
  people = { holder: await of("王芳", "1985-05-05"), spouse: await of("李强", "1984-04-04") };
  const table = [{ year: 1, cashValuePerMille: 100, paidUpPerMille: 200, extendedTermDays: 0 }];
  products = {
    accident: (await world.system.create(product, { code: "A", name: "意外险", line: "accident" })).id,
    life: (await world.system.create(product, { code: "L", name: "寿险", paysOnDeath: true, maxEntryAge: 60, nonForfeiture: table })).id,
  };
});
afterAll(() => world.close());

/** The holder's own life for 100,000 yuan since 2024-03-01, with a base cover. */
async function aPolicyWithBase(productId = products.life) {
  const policyNumber = `P-${++policies}`;
  const terms = { policyNumber, holderId: people.holder, insuredId: people.holder, productId, sumAssured: yuan(100_000) } as const;
  const { id: policyId } = await world.system.adopt(
    policy,
    {
      ...terms,
      premium: yuan(1_000),
      premiumFrequency: "annual",
      effectiveOn: "2024-03-01",
      issuedOn: "2024-03-01",
      paidToOn: "2027-03-01",
    },
    { state: "inForce", asOf: today, since: startOf("2024-03-01"), source: policyNumber },
  );
  const cover = { policyId, premium: yuan(100), effectiveOn: "2024-03-01" } as const;
  const base = await world.system.adopt(
    coverage,
    { ...cover, coverageCode: "MAIN", kind: "base", sumAssured: yuan(100_000) },
    { state: "active", asOf: today, since: startOf("2024-03-01"), source: `${policyNumber}/MAIN` },
  );
  const claim = async (coverageId: Id<"insurance/coverage"> | undefined, kind: "death" | "illness" = "death") => {
    const told = { policyNumber, kind, lossOn, reporterId: people.holder, channel: "phone", coverageId } as const;
    const { claimId } = await manager.call(reportClaim, told);
    await manager.apply(claimLifecycle.register, claimId);
    return claimId;
  };
  return { policyId, policyNumber, base: base.id, claim, now: () => manager.get(policy, policyId) };
}
/** …and his for 50,000, of a year later. */
async function withSpouse(effectiveOn = "2025-03-01") {
  const its = await aPolicyWithBase();
  const rider = await world.system.adopt(
    coverage,
    {
      policyId: its.policyId,
      coverageCode: "SPOUSE",
      kind: "rider",
      insuredId: people.spouse,
      insurableInterest: "spouse",
      sumAssured: yuan(50_000),
      premium: yuan(100),
      effectiveOn,
    },
    { state: "active", asOf: today, since: startOf(effectiveOn), source: `${its.policyNumber}/SPOUSE` },
  );
  return { ...its, rider: rider.id, ofRider: () => manager.get(coverage, rider.id) };
}

describe("anotherLifeIsInsurable", () => {
  it("asks for an interest, the consent to the benefit on death and the age of who is insured", async () => {
    const { policyId, policyNumber } = await aPolicyWithBase();
    const enter = (changes: object) =>
      manager
        .create(coverage, {
          policyId,
          coverageCode: "SPOUSE",
          kind: "rider",
          sumAssured: yuan(50_000),
          premium: yuan(100),
          effectiveOn: today,
          insuredId: people.spouse,
          ...changes,
        } as never)
        .then(
          ({ state }) => state as string,
          ({ code }: { readonly code: string }) => code,
        );
    const agreed = { insurableInterest: "spouse", deathBenefitConsent: { on: "2026-05-20", amount: yuan(50_000) } };
    expect(await enter({})).toBe("insurance/insurable-interest-missing");
    expect(await enter({ insurableInterest: "spouse" })).toBe("insurance/death-benefit-unconsented");
    expect(await enter({ ...agreed, deathBenefitConsent: { on: "2026-05-20", amount: yuan(49_999) } })).toBe(
      "insurance/death-benefit-unconsented",
    );
    expect(await enter({ ...agreed, insuredBirthOn: "1965-05-31" })).toBe("insurance/age-outside-limits");
    expect(await enter({ ...agreed, insuredId: people.holder })).toBe("insurance/insured-by-policy");
    expect(await enter({ ...agreed, benefit: "accelerated" })).toBe("insurance/own-sum-missing");
    expect(await enter(agreed)).toBe("pending");
    const told = { policyId, coverageCode: "CHILD", kind: "rider", sumAssured: yuan(1), premium: yuan(1), effectiveOn: today } as const;
    const missing = manager.create(coverage, { ...told, insuredId: people.spouse });
    await expect(missing).rejects.toMatchObject({ details: { policyNumber: `${policyNumber}/CHILD` } });
  });
});

describe("a cover on another life", () => {
  it("ends with the death of that person, beside the sum of the policy, which goes on", async () => {
    const { claim, rider, now, ofRider } = await withSpouse();
    const death = await claim(rider);
    expect((await now()).state).toBe("inForce");
    const tooMuch = manager.apply(claimLifecycle.approve, death, { amount: yuan(50_001) });
    await expect(tooMuch).rejects.toMatchObject({ code: "insurance/above-sum-assured" });
    await handler.apply(claimLifecycle.approve, death, { amount: yuan(50_000) });
    await handler.apply(claimLifecycle.pay, death, { paidOn: today, endsPolicy: false });
    expect([(await now()).state, await ofRider()]).toMatchObject(["inForce", { state: "ended", endedOn: lossOn }]);
    const own = await claim(undefined);
    expect((await now()).state).toBe("deathClaimPending");
    await manager.apply(claimLifecycle.approve, own, { amount: yuan(100_000) });
    await expect(handler.apply(claimLifecycle.pay, own, { paidOn: today, endsPolicy: false })).rejects.toMatchObject({
      code: "insurance/death-ends-policy",
    });
  });

  it("leaves the policy to the claims on its own insured, whatever becomes of the other", async () => {
    const { claim, rider, now, ofRider } = await withSpouse();
    const [own, other] = [await claim(undefined), await claim(rider)];
    await handler.apply(claimLifecycle.withdraw, other, { reason: "He is alive" });
    expect([(await now()).state, (await ofRider()).state]).toEqual(["deathClaimPending", "active"]);
    await claim(rider);
    await handler.apply(claimLifecycle.deny, own, { reason: "She is alive" });
    expect((await now()).state).toBe("inForce");
  });

  it("says whose death it is, as soon as it is named", async () => {
    const { claim, rider, base, now } = await withSpouse();
    const death = await claim(undefined);
    await handler.apply(claimLifecycle.nameCover, death, { coverageId: rider });
    expect(await now()).toMatchObject({ state: "inForce" });
    expect((await now()).diedOn).toBeUndefined();
    await handler.apply(claimLifecycle.nameCover, death, { coverageId: base });
    expect(await now()).toMatchObject({ state: "deathClaimPending", diedOn: lossOn });
  });

  it("has not ended where the claim with which it did is open again, and ends with it anew", async () => {
    const { claim, rider, ofRider } = await withSpouse();
    const death = await claim(rider);
    const pay = async () => {
      await handler.apply(claimLifecycle.approve, death, { amount: yuan(40_000) });
      await handler.apply(claimLifecycle.pay, death, { paidOn: today, endsPolicy: false });
      await handler.apply(claimLifecycle.close, death);
      return (await ofRider()).state;
    };
    const reopen = async () => {
      await manager.apply(claimLifecycle.reopen, death, { reason: "A second opinion" });
      return ofRider();
    };
    expect(await pay()).toBe("ended");
    const again = await reopen();
    expect([again.state, again.since, again.endedOn]).toEqual(["active", startOf("2025-03-01"), undefined]);
    expect(await pay()).toBe("ended");
    await reopen();
    await handler.apply(claimLifecycle.withdraw, death, { reason: "He is alive" });
    expect((await ofRider()).state).toBe("active");
  });

  it("excludes a suicide from its own beginning, and ends alone where that is denied", async () => {
    const { claim, rider, base, now, ofRider } = await withSpouse("2025-03-01");
    const [own, other] = [await claim(base), await claim(rider)];
    for (const each of [own, other]) await handler.apply(claimLifecycle.findSuicide, each, { suicide: "capable" });
    // two years and two months after the conclusion, and one year and two months after the rider was added
    expect((await manager.apply(claimLifecycle.approve, own, { amount: yuan(1) })).state).toBe("approved");
    await handler.apply(claimLifecycle.withdraw, own, { reason: "She is alive" });
    const excluded = handler.apply(claimLifecycle.approve, other, { amount: yuan(1) });
    await expect(excluded).rejects.toMatchObject({ code: "insurance/suicide-excluded", details: { endsOn: "2027-03-01" } });
    const reason = "Suicide within two years";
    const worth = handler.apply(claimLifecycle.deny, other, { reason, cashValue: yuan(1) });
    await expect(worth).rejects.toMatchObject({ code: "insurance/no-death-to-end" });
    await handler.apply(claimLifecycle.deny, other, { reason });
    expect([(await now()).state, await ofRider()]).toMatchObject(["inForce", { state: "ended", endedOn: lossOn }]);
  });

  it("asks that person for the consent to health data, and tells him or her of the report", async () => {
    const { claim, rider } = await withSpouse();
    const agree = (customerId: Id<"customer">) =>
      world.system.create(consent, {
        customerId,
        purpose: consentPurpose("claim"),
        channel: "any",
        decision: "given",
        decidedAt: startOf("2026-01-01"),
        textVersion: "1",
        evidence: "signed form",
      });
    await agree(people.holder);
    const illness = await claim(rider, "illness");
    const tell = () => handler.update(claimOf, illness, { cause: "A stroke" });
    await expect(tell()).rejects.toMatchObject({ code: "insurance/health-consent-missing" });
    await agree(people.spouse);
    expect((await tell()).cause).toBe("A stroke");
    const { items } = await world.system.find(interaction, { where: { aboutId: illness as never }, select: ["customerId"] });
    expect(items.map(({ customerId }) => customerId)).toContain(people.spouse);
  });

  it("is not reduced for the misstated age of the policy's insured", () => {
    const record = aClaim();
    const ofPolicy = aPolicy(misstated("underpaid") as never);
    const cover = { kind: "rider", insuredId: "customer_spouse", sumAssured: yuan(50_000) } as const;
    const codeOf = (own: object) =>
      whyNotPayable(record, yuan(50_000), { ...noOtherClaims, policy: ofPolicy, coverage: { ...cover, ...own } })?.code;
    expect([codeOf({}), codeOf({ insuredId: undefined })]).toEqual([undefined, "insurance/above-sum-assured"]);
  });
});
