import { staysOf } from "@kehu/core";
import { describe, expect, it } from "vitest";
import { aClaim, aPolicy, aProduct, at, endOf, startOf } from "../../test/moments.js";
import type { Claim } from "./claim.js";
import { whyNotCovered } from "./cover.js";

const stays = staysOf([
  { state: "proposed", from: startOf("2024-02-20") },
  { state: "inForce", from: startOf("2024-03-01") },
  { state: "grace", from: endOf("2025-03-01") },
  { state: "lapsed", from: endOf("2025-04-30") },
  { state: "reinstatementPending", from: startOf("2025-06-01") },
  { state: "inForce", from: startOf("2025-06-10") },
  { state: "surrendered", from: startOf("2026-01-10") },
] as const);
type Given = Pick<Parameters<typeof whyNotCovered>[0]["needs"], "coverage" | "vehicles">;
const cover = (
  lossOn: string,
  given: { claim?: Partial<Claim>; policy?: object; product?: object; stays?: typeof stays; needs?: Given } = {},
) =>
  whyNotCovered({
    record: aClaim({ lossOn, ...given.claim }),
    needs: { policy: aPolicy(given.policy), product: aProduct(given.product), stays: given.stays ?? stays, ...given.needs },
    ...at("2026-02-15"),
  })?.code;

describe("whyNotCovered", () => {
  it.each<[string, string | undefined, string]>([
    ["2024-03-01", undefined, "the first day of cover"],
    ["2025-03-01", undefined, "the due date"],
    ["2025-03-02", undefined, "the first day of grace"],
    ["2025-04-30", undefined, "the last day of grace"],
    ["2025-05-01", "insurance/not-covered", "the first day of the lapse"],
    ["2025-05-31", "insurance/not-covered", "the last day of the lapse"],
    ["2025-06-09", "insurance/not-covered", "the day before the arrears were paid"],
    ["2025-06-10", undefined, "the day on which the arrears were paid"],
    ["2026-01-09", undefined, "the day before the surrender"],
    ["2026-01-10", "insurance/not-covered", "the day of the surrender"],
  ])("judges a loss of %s: %s, %s", (lossOn, code) => {
    expect(cover(lossOn)).toBe(code);
  });

  it("lets what is said to have happened after a death wait that is looked into, and covers its day as a whole", () => {
    const pending = { state: "deathClaimPending", diedOn: "2024-06-01" };
    const days = ["2024-06-01", "2024-06-02"].map((lossOn) => cover(lossOn, { policy: pending }));
    expect(days).toEqual([undefined, "insurance/loss-after-death"]);
    // all of it was decided at noon of that day
    const noon = at("2024-06-01").now;
    const ended = staysOf([
      { state: "inForce", from: startOf("2024-03-01") },
      { state: "deathClaimPaid", from: noon },
    ] as never);
    const paid = { state: "deathClaimPaid", endReason: "claimPaid", endedOn: "2024-06-01" };
    const after = ["2024-06-01", "2024-06-02"].map((lossOn) => cover(lossOn, { policy: paid, stays: ended as never }));
    expect(after).toEqual([undefined, "insurance/not-covered"]);
  });

  it("refuses what lies outside the term", () => {
    expect(cover("2024-02-29")).toBe("insurance/loss-outside-term");
    expect(cover("2025-02-28", { policy: { expiresOn: "2025-02-28" } })).toBeUndefined();
    expect(cover("2025-03-01", { policy: { expiresOn: "2025-02-28" } })).toBe("insurance/loss-outside-term");
  });

  it("refuses what lies outside the term of the cover that is claimed on", () => {
    const needs = { coverage: { effectiveOn: "2024-09-01", expiresOn: "2024-12-31" } };
    expect(["2024-08-31", "2024-09-01", "2024-12-31", "2025-01-01"].map((lossOn) => cover(lossOn, { needs }))).toEqual([
      "insurance/loss-outside-term",
      undefined,
      undefined,
      "insurance/loss-outside-term",
    ]);
  });

  it("judges compulsory motor by the cover of a vehicle", () => {
    const product = { line: "compulsoryMotor" };
    const vehicles = [
      { startsOn: "2024-09-01", endsOn: "2025-08-31", cancelledOn: "2024-11-01" },
      { startsOn: "2025-01-01", endsOn: "2025-03-31" },
    ];
    const judged = (lossOn: string) => cover(lossOn, { product, needs: { vehicles } });
    expect(["2024-08-31", "2024-11-01", "2024-12-31", "2025-04-01"].map(judged)).toEqual(Array(4).fill("insurance/vehicle-not-covered"));
    expect(["2024-09-01", "2024-10-31", "2025-01-01", "2025-03-31"].map(judged)).toEqual(Array(4).fill(undefined));
    expect(cover("2024-08-31", { needs: { vehicles } })).toBeUndefined();
  });

  it("refuses the waiting period to its last day", () => {
    expect(cover("2024-05-30", { product: { waitingDays: 90 } })).toBe("insurance/loss-in-waiting-period");
    expect(cover("2024-05-31", { product: { waitingDays: 90 } })).toBeUndefined();
    expect(cover("2024-03-01", { product: { waitingDays: 0 } })).toBeUndefined();
    const accident = { claim: { kind: "accident" as const } };
    expect(cover("2024-05-30", { ...accident, product: { waitingDays: 90 } })).toBeUndefined();
    expect(cover("2024-05-30", { ...accident, product: { waitingDays: 90, accidentsWait: true } })).toBe(
      "insurance/loss-in-waiting-period",
    );
  });

  it("waits anew from the day of the reinstatement, unless the product says otherwise, and from the beginning of a later rider", () => {
    const policy = { suicideClauseFromOn: "2025-06-10" };
    const waiting = (lossOn: string, product: object = {}) => cover(lossOn, { policy, product: { waitingDays: 90, ...product } });
    expect([waiting("2025-09-08"), waiting("2025-09-09")]).toEqual(["insurance/loss-in-waiting-period", undefined]);
    expect(waiting("2025-06-10", { waitsAfterReinstatement: false })).toBeUndefined();
    // the reinstatement came after the loss
    expect([waiting("2025-04-30"), waiting("2024-05-30")]).toEqual([undefined, "insurance/loss-in-waiting-period"]);
    const rider = { needs: { coverage: { effectiveOn: "2024-09-01" } }, product: { waitingDays: 90 } };
    expect([cover("2024-11-30", rider), cover("2024-12-01", rider)]).toEqual(["insurance/loss-in-waiting-period", undefined]);
  });

  it("does not know what lies before the adoption, until somebody judges it", () => {
    const known = staysOf([{ state: "inForce", from: startOf("2025-01-01") }] as const);
    expect(cover("2024-12-31", { stays: known })).toBe("insurance/cover-unknown");
    expect(
      cover("2024-12-31", { stays: known, claim: { coverJudgement: { isCovered: true, reason: "The paper file shows the receipts" } } }),
    ).toBeUndefined();
    expect(cover("2024-12-31", { stays: known, claim: { coverJudgement: { isCovered: false, reason: "No receipts" } } })).toBe(
      "insurance/judged-not-covered",
    );
    expect(cover("2025-01-01", { stays: known })).toBeUndefined();
  });

  it("follows a rescission for what the application hid", () => {
    const rescinded = (kind: "deliberate" | "grossNegligence") => ({
      policy: { endReason: "nonDisclosure", nonDisclosure: { knownOn: "2025-12-01", kind } },
    });
    const judged = (isCovered: boolean) => ({ coverJudgement: { isCovered, reason: "The cause of death" } });
    expect(cover("2025-03-01", rescinded("deliberate"))).toBe("insurance/rescinded-for-hiding");
    expect(cover("2025-03-01", { ...rescinded("deliberate"), claim: judged(true) })).toBe("insurance/rescinded-for-hiding");
    expect(cover("2025-03-01", rescinded("grossNegligence"))).toBe("insurance/influence-unknown");
    expect(cover("2025-03-01", { ...rescinded("grossNegligence"), claim: judged(false) })).toBe("insurance/judged-not-covered");
    expect(cover("2025-03-01", { ...rescinded("grossNegligence"), claim: judged(true) })).toBeUndefined();
    expect(cover("2025-05-01", { ...rescinded("grossNegligence"), claim: judged(true) })).toBe("insurance/not-covered");
    // what was hidden, and not used
    expect(cover("2025-03-01", { policy: { nonDisclosure: { knownOn: "2025-12-01", kind: "deliberate" } } })).toBeUndefined();
  });

  it("leaves to a judgement what a rescission for a misstated age means for a loss before it", () => {
    const policy = { endReason: "misstatedAge" };
    const judged = (isCovered: boolean) => ({ policy, claim: { coverJudgement: { isCovered, reason: "The terms" } } });
    expect(cover("2025-03-01", { policy })).toBe("insurance/rescinded-for-age");
    expect([cover("2025-03-01", judged(false)), cover("2025-03-01", judged(true))]).toEqual(["insurance/judged-not-covered", undefined]);
    expect(cover("2026-01-10", judged(true))).toBe("insurance/not-covered");
  });

  it("excludes a suicide for two years of the contract, and again of its reinstatement", () => {
    const suicide = (lossOn: string, { policy = {}, claim = {} }: { policy?: object; claim?: Partial<Claim> } = {}) =>
      cover(lossOn, {
        policy,
        claim: { kind: "death", suicide: "capable", ...claim },
        stays: staysOf([{ state: "inForce", from: startOf("2024-03-01") }] as const) as typeof stays,
      });
    expect([suicide("2026-03-01"), suicide("2026-03-02")]).toEqual(["insurance/suicide-excluded", undefined]);
    const concluded = { policy: { issuedOn: "2024-02-20" } };
    expect([suicide("2026-02-20", concluded), suicide("2026-02-21", concluded)]).toEqual(["insurance/suicide-excluded", undefined]);
    const again = { policy: { suicideClauseFromOn: "2025-06-10" } };
    expect([suicide("2027-06-10", again), suicide("2027-06-11", again)]).toEqual(["insurance/suicide-excluded", undefined]);
    expect(suicide("2026-05-01", { policy: { suicideClauseFromOn: "2026-06-10" } })).toBeUndefined();
    expect(suicide("2025-01-01", { claim: { suicide: "incapable" } })).toBeUndefined();
    expect(suicide("2025-01-01", { claim: { kind: "illness" } })).toBeUndefined();
  });
});
