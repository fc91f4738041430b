import { decide, interaction } from "@kehu/core";
import { stored } from "@kehu/testing";
import { describe, expect, it } from "vitest";
import { MemoryWork } from "../../test/memory-work.js";
import { answer, aPolicy, at, done, yuan } from "../../test/moments.js";
import { policyLending } from "../loan/lend.js";
import { nonForfeiture } from "../nonforfeiture/non-forfeiture.js";
import { endorsement } from "../policy/endorsement.js";
import { formerSum } from "../policy/former-sum.js";
import { type Policy, policy } from "../policy/policy.js";
import { policyChanges } from "../policy/policy-changes.js";
import { policyEnd } from "../policy/policy-end.js";
import { policyLifecycle } from "../policy/policy-lifecycle.js";
import { policyReinstatement } from "../policy/policy-reinstatement.js";
import { requestServicing } from "./request-servicing.js";
import { type ServicingRequest, servicingRequest, servicingRequestLifecycle } from "./servicing-request.js";

const now = at("2026-02-10");
const request = (change: ServicingRequest["change"], state: ServicingRequest["state"] = "received") =>
  stored(servicingRequest, { policyId: "policy_1", change, state });
const reissue = { type: "reissue" } as const;

describe("servicingRequestLifecycle.approve", () => {
  it.each<[ServicingRequest["change"], { readonly name: string }, object | undefined]>([
    [{ type: "address", mailingAddress: "Nanjing Road 1" }, policyChanges.changeAddress, { mailingAddress: "Nanjing Road 1" }],
    [{ type: "beneficiaries", beneficiaries: [] }, policyLifecycle.changeBeneficiaries, { beneficiaries: [] }],
    [
      { type: "beneficiaries", beneficiaries: [], insuredConsentedOn: "2026-02-01" },
      policyLifecycle.changeBeneficiaries,
      { beneficiaries: [], insuredConsentedOn: "2026-02-01" },
    ],
    [{ type: "paymentMethod", paymentMethod: "card" }, policyChanges.changePaymentMethod, { paymentMethod: "card" }],
    [
      { type: "sumReduction", sumAssured: yuan(50_000), premium: yuan(600) },
      policyChanges.reduceSumAssured,
      { sumAssured: yuan(50_000), premium: yuan(600) },
    ],
    [{ type: "nonForfeiture", option: "extendedTerm" }, nonForfeiture.chooseOption, { nonForfeiture: "extendedTerm" }],
    [{ type: "reinstatement", appliedOn: "2026-02-09" }, policyReinstatement.applyForReinstatement, { appliedOn: "2026-02-09" }],
    [
      { type: "surrender", noticeOn: "2026-02-09", cashValue: yuan(800) },
      policyEnd.surrender,
      { noticeOn: "2026-02-09", cashValue: yuan(800) },
    ],
    [{ type: "policyLoan", amount: yuan(100) }, policyLending.lend, { amount: yuan(100) }],
    [
      { type: "policyLoan", amount: yuan(100), insuredConsentedOn: "2026-02-09" },
      policyLending.lend,
      { amount: yuan(100), insuredConsentedOn: "2026-02-09" },
    ],
    [reissue, policyChanges.reissue, undefined],
  ])("lets %o have its effect on the policy", (change, transition, input) => {
    const { record, acts } = done(decide(servicingRequestLifecycle.approve, { record: request(change), ...now }));
    expect(record).toMatchObject({ state: "approved", decidedOn: "2026-02-10" });
    expect(acts.map((each) => [each.on.name, each.id, each.input])).toEqual([[transition.name, "policy_1", input]]);
  });

  it("is decided once", () => {
    const refuse = (record: ServicingRequest) => decide(servicingRequestLifecycle.refuse, { record, input: { reason: "No form" }, ...now });
    expect(done(refuse(request(reissue))).record).toMatchObject({ state: "refused", refusalReason: "No form" });
    expect(answer(decide(servicingRequestLifecycle.withdraw, { record: request(reissue), ...now }))).toBe("withdrawn");
    for (const state of ["approved", "refused", "withdrawn"] as const) {
      const record = request(reissue, state);
      expect(answer(refuse(record))).toBe("core/not-from-here");
      expect(answer(decide(servicingRequestLifecycle.approve, { record, ...now }))).toBe("core/not-from-here");
      expect(answer(decide(servicingRequestLifecycle.withdraw, { record, ...now }))).toBe("core/not-from-here");
    }
  });
});

describe("servicingRequestLifecycle.refuse", () => {
  it("refuses an application for reinstatement until silence on it is consent, and never another request for that", () => {
    const refuse = (change: ServicingRequest["change"], time: string) =>
      answer(decide(servicingRequestLifecycle.refuse, { record: request(change), input: { reason: "No signature" }, ...at(time) }));
    const reinstatement = { type: "reinstatement", appliedOn: "2026-02-10" } as const;
    // the thirtieth day after it ends at this instant in Shanghai
    const silentAt = Date.parse("2026-03-12T16:00:00.000Z");
    const moved = (seconds: number): string => new Date(silentAt + seconds * 1000).toISOString();
    expect([-1, 0, 1].map((seconds) => refuse(reinstatement, moved(seconds)))).toEqual([
      "refused",
      "insurance/agreed-by-silence",
      "insurance/agreed-by-silence",
    ]);
    expect(refuse(reissue, "2026-12-01")).toBe("refused");
  });
});

describe("policyChanges", () => {
  it("keep the new address, the way of paying and the day of the new paper", () => {
    const address = { mailingAddress: "Nanjing Road 1" };
    expect(done(decide(policyChanges.changeAddress, { record: aPolicy(), input: address, ...now })).record).toMatchObject(address);
    const method = { paymentMethod: "card" } as const;
    expect(done(decide(policyChanges.changePaymentMethod, { record: aPolicy(), input: method, ...now })).record).toMatchObject(method);
    expect(done(decide(policyChanges.reissue, { record: aPolicy(), ...now })).record.reissuedOn).toBe("2026-02-10");
    const ended = aPolicy({ state: "surrendered" });
    expect(answer(decide(policyChanges.changeAddress, { record: ended, input: address, ...now }))).toBe("core/not-from-here");
    expect(answer(decide(policyChanges.changePaymentMethod, { record: ended, input: method, ...now }))).toBe("core/not-from-here");
    expect(answer(decide(policyChanges.reissue, { record: ended, ...now }))).toBe("core/not-from-here");
  });

  it.each(["issued", "lapsed", "reinstatementPending", "extendedTerm", "reducedPaidUp"] as const)(
    "reach a policy that is %s, of which something may still come",
    (state) => {
      const record = aPolicy({ state });
      expect(answer(decide(policyChanges.changeAddress, { record, input: { mailingAddress: "Nanjing Road 1" }, ...now }))).toBe(state);
      expect(answer(decide(policyChanges.changePaymentMethod, { record, input: { paymentMethod: "card" }, ...now }))).toBe(state);
      expect(answer(decide(policyChanges.reissue, { record, ...now }))).toBe(state);
    },
  );

  it("reduce the sum, and nothing but reduce it", () => {
    const reduce = (sumAssured = yuan(99_999), premium = yuan(900), record: Policy = aPolicy()) =>
      decide(policyChanges.reduceSumAssured, { record, input: { sumAssured, premium }, ...now });
    expect(done(reduce()).record).toMatchObject({ sumAssured: yuan(99_999), premium: yuan(900) });
    const former = { policyId: "policy_1", sumAssured: yuan(100_000), untilOn: "2026-02-10" };
    const endorsed = { policyId: "policy_1", change: "sumAssured", endorsedOn: "2026-02-10" };
    expect(done(reduce()).acts).toMatchObject([
      { verb: "create", on: formerSum, input: former },
      { verb: "create", on: endorsement, input: endorsed },
    ]);
    expect(answer(reduce(yuan(100_000)))).toBe("insurance/not-reduced");
    // the proportion of a benefit is that of the premiums for the sum of the day on which the age came to light
    const misstated = { birthOn: "1980-01-01", knownOn: "2026-02-01", consequence: "underpaid", premiumPayable: yuan(1_250) } as const;
    const reduceWith = (settled: object) =>
      answer(reduce(yuan(50_000), yuan(500), aPolicy({ misstatedAge: { ...misstated, ...settled } })));
    const settled = [{ settledOn: "2026-02-05" }, { consequence: "outsideLimits" }];
    expect([{}, ...settled].map(reduceWith)).toEqual(["insurance/age-unsettled", "inForce", "inForce"]);
    expect(answer(reduce(yuan(0)))).toBe("insurance/amount-not-positive");
    expect(answer(reduce(yuan(1), yuan(0)))).toBe("insurance/amount-not-positive");
    expect(answer(reduce({ amountMinor: 1, currency: "USD" }))).toBe("insurance/currencies-differ");
  });
});

describe("requestServicing", () => {
  it("takes the request and keeps the contact, without a sentence of any language", async () => {
    const memory = new MemoryWork("2026-02-10");
    memory.add(policy, aPolicy());
    const input = {
      policyNumber: "P1",
      requesterId: "customer_holder",
      channel: "phone",
      identifiedBy: "oneTimeCode",
      change: reissue,
    } as const;
    const { requestId, interactionId } = await requestServicing.run(memory.work, input as never);
    expect(memory.row(requestId)).toMatchObject({ state: "received", requestedOn: "2026-02-10", change: reissue });
    expect(memory.all(interaction)).toMatchObject([
      { id: interactionId, topic: "reissue", aboutId: requestId, channel: "phone", direction: "inbound", identifiedBy: "oneTimeCode" },
      { customerId: "customer_insured", topic: "reissue", aboutId: requestId, direction: "internal" },
    ]);
  });
});
