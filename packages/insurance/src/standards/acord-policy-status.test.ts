import { describe, expect, it } from "vitest";
import { policy } from "../policy/policy.js";
import { acordPolicyStatus, policyStateOfAcord } from "./acord-policy-status.js";

describe("acordPolicyStatus", () => {
  it("brings every state there and back", () => {
    for (const state of policy.states)
      expect(policyStateOfAcord(acordPolicyStatus[state])).toBe(state === "surrenderPaid" ? "surrendered" : state);
  });

  it("means the exercised free look by 50, and guesses nothing", () => {
    expect(policyStateOfAcord(50)).toBe("freeLookCancelled");
    expect(policyStateOfAcord(3)).toBeUndefined();
    expect(policyStateOfAcord(0)).toBeUndefined();
  });
});
