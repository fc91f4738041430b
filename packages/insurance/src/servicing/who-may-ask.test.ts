import { check, type Relationship, relationship } from "@kehu/core";
import { stored } from "@kehu/testing";
import { describe, expect, it } from "vitest";
import { MemoryWork } from "../../test/memory-work.js";
import { aPolicy, at } from "../../test/moments.js";
import { policy } from "../policy/policy.js";
import { requestServicing } from "./request-servicing.js";
import { servicingRequest, servicingTypes } from "./servicing-request.js";
import { requesterIsEntitled } from "./who-may-ask.js";

const people = ["holder", "insured", "payor", "child"] as const;
// y: may ask, n: may not; in the order of the people
const expected: Readonly<Record<(typeof servicingTypes)[number], string>> = {
  address: "ynnn",
  beneficiaries: "yynn",
  paymentMethod: "ynyn",
  sumReduction: "ynnn",
  nonForfeiture: "ynnn",
  reinstatement: "ynnn",
  surrender: "ynnn",
  policyLoan: "ynnn",
  reissue: "ynnn",
};
const beneficiaries = [{ customerId: "customer_child", rank: 1, shareBasisPoints: 10_000 }];
const owned = aPolicy({ payorId: "customer_payor", beneficiaries });
const codeOf = (type: string, requesterId: string, actsFor: readonly Relationship[] = []) => {
  const record = stored(servicingRequest, { policyId: owned.id, requesterId, requestedOn: "2026-02-10", change: { type } as never });
  return check([requesterIsEntitled], { record, needs: { policy: owned, actsFor }, ...at("2026-02-10") })[0]?.code;
};

describe("requesterIsEntitled", () => {
  it.each(servicingTypes.flatMap((type) => people.map((person, index) => [type, person, expected[type][index] === "y"] as const)))(
    "answers a request (%s) of the %s: %s",
    (type, person, isEntitled) => {
      const refused = isEntitled ? undefined : "insurance/not-theirs-to-ask";
      expect(codeOf(type, `customer_${person}`)).toBe(refused);
      // who acts for somebody may ask for what he or she may ask for, and for nothing else
      const acts = stored(relationship, { customerId: `customer_${person}`, relatedId: "customer_agent", kind: "guardian" });
      expect(codeOf(type, "customer_agent", [acts])).toBe(refused);
    },
  );

  it("does not judge again what came in before", () => {
    const record = stored(servicingRequest, {
      requesterId: "customer_child",
      requestedOn: "2026-02-10",
      change: { type: "reissue" } as never,
    });
    expect(check([requesterIsEntitled], { record, before: record, needs: { policy: owned, actsFor: [] }, ...at("2026-02-11") })).toEqual(
      [],
    );
  });
});

describe("requestServicing", () => {
  const ask = (requesterId: string, change: object) => {
    const memory = new MemoryWork("2026-02-10");
    memory.add(policy, owned);
    const asked = { policyNumber: "P1", requesterId, channel: "storeVisit", identifiedBy: "faceToFace", change } as never;
    return requestServicing.run(memory.work, asked).then(({ requestId }) => memory.row(requestId)["change"]);
  };

  it("takes no surrender from the insured, and the policyholder's", async () => {
    const surrender = { type: "surrender", noticeOn: "2026-02-09", cashValue: { amountMinor: 1, currency: "CNY" } };
    await expect(ask("customer_insured", surrender)).rejects.toMatchObject({ code: "insurance/not-theirs-to-ask" });
    await expect(ask("customer_holder", surrender)).resolves.toEqual(surrender);
  });

  it("takes an insured's wish for other beneficiaries as consent to them, and asks for it where the policyholder wishes", async () => {
    const change = { type: "beneficiaries", beneficiaries };
    expect(await ask("customer_insured", change)).toEqual({ ...change, insuredConsentedOn: "2026-02-10" });
    expect(await ask("customer_holder", change)).toEqual(change);
  });
});
