import { type Customer, consent, customer, interaction } from "@kehu/core";
import { stored } from "@kehu/testing";
import { describe, expect, it } from "vitest";
import { MemoryWork } from "../../test/memory-work.js";
import { aCustomer, aPolicy, aProduct, startOf } from "../../test/moments.js";
import { consentPurpose } from "../health/medical-note.js";
import { policy } from "../policy/policy.js";
import { product } from "../policy/product.js";
import { enquire } from "../service/enquire.js";
import { reportClaim } from "./report-claim.js";

const reported = { policyNumber: "P1", lossOn: "2026-02-01", cause: "A fall", reporterId: "customer_insured", channel: "phone" };
function book(actor?: MemoryWork["actor"], kind: Customer["kind"] = "person"): MemoryWork {
  const memory = new MemoryWork("2026-02-10", actor);
  memory.add(product, aProduct());
  memory.add(policy, aPolicy());
  memory.add(customer, aCustomer("customer_insured", kind));
  const agreed = { purpose: consentPurpose("claim"), channel: "any", decision: "given", decidedAt: startOf("2026-02-01") } as const;
  memory.add(consent, stored(consent, { customerId: "customer_insured", ...agreed }));
  return memory;
}

describe("reportClaim", () => {
  it("keeps the claim and the contact, and promises an answer", async () => {
    const memory = book();
    const { claimId, claimNumber, interactionId, promisedUntil } = await reportClaim.run(memory.work, reported as never);
    expect(memory.row(claimId)).toMatchObject({
      state: "reported",
      claimNumber: "P1-C1",
      policyId: "policy_1",
      lossOn: "2026-02-01",
      reportedOn: "2026-02-10",
      cause: "A fall",
    });
    expect(memory.row(interactionId)).toMatchObject({
      state: "promised",
      customerId: "customer_insured",
      direction: "inbound",
      line: "insurance",
      aboutId: claimId,
      promisedUntil,
      // no sentence in one language
      topic: "P1-C1",
      promise: "P1-C1",
    });
    expect([claimNumber, promisedUntil]).toEqual(["P1-C1", "2026-02-11T04:00:00.000Z"]);
  });

  it("keeps what may be health data out of the contact", async () => {
    const memory = book();
    await reportClaim.run(memory.work, reported as never);
    expect(JSON.stringify(memory.all(interaction))).not.toContain("A fall");
  });

  it("gives a company three days, and every claim its own number", async () => {
    const memory = book(undefined, "organization");
    expect((await reportClaim.run(memory.work, reported as never)).promisedUntil).toBe("2026-02-13T04:00:00.000Z");
    expect((await reportClaim.run(memory.work, reported as never)).claimNumber).toBe("P1-C2");
    expect((await reportClaim.run(memory.work, { ...reported, claimNumber: "L-7" } as never)).claimNumber).toBe("L-7");
  });

  it("refuses an unknown policy, and a loss of tomorrow", async () => {
    await expect(reportClaim.run(book().work, { ...reported, policyNumber: "P2" } as never)).rejects.toMatchObject({
      code: "insurance/unknown-policy",
    });
    await expect(reportClaim.run(book().work, { ...reported, lossOn: "2026-02-11" } as never)).rejects.toMatchObject({
      code: "insurance/dates-out-of-order",
    });
  });
});

describe("enquire", () => {
  const asked = {
    policyNumber: "P1",
    customerId: "customer_insured",
    channel: "web",
    identifiedBy: "oneTimeCode",
    question: "Am I covered?",
  };

  it("answers and keeps the contact", async () => {
    const memory = book();
    await reportClaim.run(memory.work, reported as never);
    const { interactionId, ...answer } = await enquire.run(memory.work, asked as never);
    expect(answer).toEqual({
      policyId: "policy_1",
      state: "inForce",
      paidToOn: "2026-03-01",
      nextDueOn: "2026-03-01",
      graceEndsOn: "2026-04-30",
      openClaims: 1,
    });
    expect(memory.row(interactionId)).toMatchObject({ topic: "Am I covered?", aboutId: "policy_1", line: "insurance" });
  });

  it("asks nothing more of a policy that is over", async () => {
    const memory = book();
    memory.add(policy, aPolicy({ state: "surrendered" }));
    const { nextDueOn, graceEndsOn } = await enquire.run(memory.work, asked as never);
    expect([nextDueOn, graceEndsOn]).toEqual([undefined, undefined]);
  });

  it("shows customers who serve themselves their own policies only", async () => {
    const portal = (customerId: string) => ({ id: "portal", tenant: "t1", roles: ["insurance/policyholder"], customerId });
    await expect(enquire.run(book(portal("customer_other")).work, asked as never)).rejects.toMatchObject({
      code: "insurance/unknown-policy",
    });
    expect(await enquire.run(book(portal("customer_holder")).work, asked as never)).toMatchObject({ state: "inForce" });
  });
});
