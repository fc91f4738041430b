import { describe, expect, it } from "vitest";
import { policy } from "../policy/policy.js";
import { acordPolicyStatus, acordStatusOf, acordStatusOfCovers, endReasonOfAcord, policyStateOfAcord } from "./acord-policy-status.js";

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

  // OLI_LU_POLSTAT, number by number; "-" where the pack leaves it to whoever imports
  const listed: Readonly<Record<number, string>> = {
    ...{ 1: "inForce", 2: "-", 3: "paidUp", 4: "lapsed", 5: "grace", 6: "surrendered", 7: "notTaken", 8: "underwriting" },
    ...{ 9: "premiumWaived", 10: "deathClaimPending", 11: "deathClaimPaid", 12: "proposed", 13: "terminated", 14: "terminated" },
    ...{ 17: "expired", 18: "extendedTerm", 20: "reducedPaidUp", 21: "proposed", 23: "proposed", 24: "approved", 25: "issued" },
    ...{ 26: "counterOffered", 27: "declined", 28: "lapsed", 29: "deferred", 36: "-", 37: "inForce", 38: "reinstatementPending" },
    ...{ 39: "notTaken", 40: "matured", 42: "grace", 50: "freeLookCancelled", 51: "notTaken", 54: "submitted", 55: "-", 57: "quoted" },
    62: "deferred",
  };
  it("takes each number of the list for what it stands for, and gives the usual one of several", () => {
    const taken = Object.keys(listed).map((code) => [code, policyStateOfAcord(Number(code)) ?? "-"]);
    expect(Object.fromEntries(taken)).toEqual(listed);
    for (const state of policy.states) expect(listed[acordPolicyStatus[state]]).toBe(unpaid[state] ?? state);
    const { inForce, grace, lapsed, proposed, terminated, notTaken, deferred } = acordPolicyStatus;
    expect([inForce, grace, lapsed, proposed, terminated, notTaken, deferred]).toEqual([1, 42, 4, 12, 14, 7, 29]);
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
    for (const code of [7, 39, 51]) {
      const state = policyStateOfAcord(code) ?? "quoted";
      expect(acordStatusOf({ state, endReason: endReasonOfAcord(code) })).toBe(code);
    }
    expect(acordStatusOf({ state: "notTaken", endReason: "notTaken" })).toBe(7);
    expect(acordStatusOf({ state: "inForce" })).toBe(1);
  });
});

describe("acordStatusOfCovers", () => {
  it("is active if any cover is", () => {
    expect(acordStatusOfCovers([4, 14, 1])).toBe(1);
    expect(acordStatusOfCovers([4, 42])).toBe(42);
    expect(acordStatusOfCovers([4, 37])).toBe(1);
    expect(acordStatusOfCovers([14])).toBe(14);
    expect(acordStatusOfCovers([14, 8])).toBe(acordStatusOfCovers([8, 14]));
    expect(acordStatusOfCovers([])).toBeUndefined();
  });
});
