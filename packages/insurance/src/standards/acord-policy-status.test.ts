import { describe, expect, it } from "vitest";
import { policy } from "../policy/policy.js";
import { acordPolicyStatus, acordStatusOf, acordStatusOfCovers, policyStateOfAcord } from "./acord-policy-status.js";

/** What was paid already comes back as owed. */
const unpaid: Readonly<Record<string, string>> = {
  surrenderPaid: "surrendered",
  terminationPaid: "terminated",
  freeLookRefunded: "freeLookCancelled",
  maturityPaid: "matured",
};

describe("acordPolicyStatus", () => {
  it("brings every state there and back", () => {
    for (const state of policy.states) expect(policyStateOfAcord(acordPolicyStatus[state])).toBe(unpaid[state] ?? state);
  });

  it("means the exercised free look by 50, and guesses nothing", () => {
    expect(policyStateOfAcord(50)).toBe("freeLookCancelled");
    for (const code of [0, 2, 36, 55, 99]) expect(policyStateOfAcord(code)).toBeUndefined();
  });

  it("takes the numbers of the schema, not those of a list that circulates", () => {
    expect([policyStateOfAcord(5), policyStateOfAcord(6)]).toEqual(["grace", "surrendered"]); // there: paid up, lapsed
    expect([policyStateOfAcord(3), policyStateOfAcord(4)]).toEqual(["paidUp", "lapsed"]);
  });

  it("takes the old code of a decision that was put off", () => {
    expect([policyStateOfAcord(62), policyStateOfAcord(29), acordPolicyStatus.deferred]).toEqual(["deferred", "deferred", 29]);
  });
});

describe("acordStatusOf", () => {
  it("tells what was withdrawn from what was never paid and what was not taken", () => {
    expect(acordStatusOf({ state: "notTaken", endReason: "withdrawn" })).toBe(39);
    expect(acordStatusOf({ state: "notTaken", endReason: "notPlaced" })).toBe(51);
    expect(acordStatusOf({ state: "notTaken", endReason: "notTaken" })).toBe(7);
    expect(acordStatusOf({ state: "inForce" })).toBe(1);
  });
});

describe("acordStatusOfCovers", () => {
  it("is active if any cover is", () => {
    expect(acordStatusOfCovers([4, 14, 1])).toBe(1);
    expect(acordStatusOfCovers([4, 42])).toBe(42);
    expect(acordStatusOfCovers([14])).toBe(14);
    expect(acordStatusOfCovers([])).toBeUndefined();
  });
});
