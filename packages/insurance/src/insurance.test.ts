import { analyse, mermaid } from "@kehu/core";
import { describe, expect, it } from "vitest";
import { claim } from "./claim/claim.js";
import { claimLifecycle } from "./claim/claim-lifecycle.js";
import * as publicNames from "./index.js";
import { insurance } from "./insurance.js";
import { policy } from "./policy/policy.js";
import { policyEnd } from "./policy/policy-end.js";
import { policyLifecycle } from "./policy/policy-lifecycle.js";
import { policyPremium } from "./policy/policy-premium.js";
import { policyReinstatement } from "./policy/policy-reinstatement.js";
import { premiumReceipt } from "./premium/premium-receipt.js";
import { premiumReceiptLifecycle } from "./premium/premium-receipt-lifecycle.js";

const ofPolicy = [policyLifecycle, policyPremium, policyReinstatement, policyEnd];

describe("insurance", () => {
  it("reaches every state of a policy, and ends only where a contract is over", () => {
    const { unreachable, deadEnds, automaticLoops } = analyse(policy, ofPolicy);
    expect(unreachable).toEqual([]);
    expect(deadEnds).toEqual(["surrenderPaid", "terminated", "freeLookCancelled", "notTaken", "expired", "matured"]);
    expect(automaticLoops).toEqual([]);
  });

  it("reaches every state of a claim and of a receipt", () => {
    expect(analyse(claim, [claimLifecycle])).toEqual({ unreachable: [], deadEnds: ["closed", "withdrawn"], automaticLoops: [] });
    expect(analyse(premiumReceipt, [premiumReceiptLifecycle])).toEqual({ unreachable: [], deadEnds: ["reversed"], automaticLoops: [] });
  });

  it("draws the way from grace to lapse with a clock", () => {
    expect(mermaid(policy, ofPolicy)).toContain("grace --> lapsed: ⏱ lapse");
  });

  it("lists every definition that it publishes", () => {
    const published = Object.entries(publicNames).filter(([, value]) => "kind" in Object(value));
    const listed = new Set<unknown>(Object.values(insurance.definitions));
    expect(published.filter(([, value]) => !listed.has(value)).map(([name]) => name)).toEqual([]);
    expect(Object.keys(insurance.definitions).filter((name) => !(name in publicNames))).toEqual([]);
  });
});
