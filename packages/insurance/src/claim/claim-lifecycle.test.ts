import { check, decide, type NeedsOf, staysOf } from "@kehu/core";
import { stored } from "@kehu/testing";
import { describe, expect, it } from "vitest";
import { aClaim, answer, aPolicy, aProduct, at, done, endOf, noOtherClaims, startOf, yuan } from "../../test/moments.js";
import { coverage } from "../coverage/coverage.js";
import { policyEnd } from "../policy/policy-end.js";
import { claimsHandler } from "../roles/claims-handler.js";
import { manager } from "../roles/manager.js";
import type { Claim } from "./claim.js";
import { claimLedger } from "./claim-ledger.js";
import { claimLifecycle } from "./claim-lifecycle.js";
import { claimDatesAreSound, claimIsSound } from "./claim-rules.js";

const inForce = [{ state: "inForce" as const, from: startOf("2024-03-01") }];
const lapsedThen = staysOf([...inForce, { state: "grace", from: endOf("2025-03-01") }, { state: "lapsed", from: endOf("2025-04-30") }]);
type Loaded = NeedsOf<typeof claimLifecycle.approve> & NeedsOf<typeof claimLifecycle.pay>;
const needs = (stays: Loaded["stays"] = inForce, changes: Partial<Loaded> = {}): Loaded => ({
  ...noOtherClaims,
  policy: aPolicy(),
  product: aProduct(),
  stays,
  deaths: { open: 1 },
  ...changes,
});
const approved = (changes: Partial<Claim> = {}) =>
  aClaim({ state: "approved", approvedAmount: yuan(500), approvedOn: "2026-02-15", ...changes });

describe("claimLifecycle.approve", () => {
  const approve = (amount = yuan(500), stays?: Loaded["stays"]) =>
    decide(claimLifecycle.approve, { record: aClaim(), needs: needs(stays), input: { amount }, ...at("2026-02-15") });

  it("keeps the amount and the day", () => {
    expect(done(approve()).record).toMatchObject({ state: "approved", approvedAmount: yuan(500), approvedOn: "2026-02-15" });
  });

  it("refuses a loss without cover, whatever the policy is today", () => {
    expect(answer(approve(yuan(500), lapsedThen))).toBe("insurance/not-covered");
  });

  it("approves something, up to the sum assured and in its currency", () => {
    expect(answer(approve(yuan(0)))).toBe("insurance/amount-not-positive");
    expect(answer(approve(yuan(100_000)))).toBe("approved");
    expect(answer(approve(yuan(100_001)))).toBe("insurance/above-sum-assured");
    expect(answer(approve({ amountMinor: 1, currency: "USD" }))).toBe("insurance/currencies-differ");
  });

  it("needs a claim that was registered", () => {
    const record = aClaim({ state: "reported" });
    expect(answer(decide(claimLifecycle.approve, { record, needs: needs(), input: { amount: yuan(1) }, ...at("2026-02-15") }))).toBe(
      "core/not-from-here",
    );
    expect(answer(decide(claimLifecycle.register, { record, needs: needs(), ...at("2026-02-15") }))).toBe("registered");
  });

  it("is limited for a claims handler and not for a manager", () => {
    const grantOf = (role: typeof manager) => role.grants.find(({ on }) => on === claimLifecycle.approve.name);
    const allows = (amountMinor: number, currency = "CNY") =>
      grantOf(claimsHandler)?.limit?.({ record: aClaim(), needs: {}, input: { amount: { amountMinor, currency } }, ...at("2026-02-15") });
    expect([allows(5_000_000), allows(5_000_001), allows(1, "USD")]).toEqual([true, false, false]);
    expect(grantOf(manager)?.limit).toBeUndefined();
    const advance = claimsHandler.grants.find(({ on }) => on === claimLifecycle.payInAdvance.name);
    const mayPay = (amount: number) =>
      advance?.limit?.({
        record: aClaim({ paidInAdvance: yuan(49_000) }),
        needs: {},
        input: { amount: yuan(amount) },
        ...at("2026-02-15"),
      });
    expect([mayPay(1_000), mayPay(1_001)]).toEqual([true, false]);
  });
});

describe("claimLifecycle.requestDocuments and receiveDocuments", () => {
  const ask = (record: Claim, requestedOn = "2026-02-12") =>
    decide(claimLifecycle.requestDocuments, { record, input: { documents: ["Invoice"], requestedOn }, ...at("2026-02-12") });

  it("waits, and goes back to where it was", () => {
    const waiting = done(ask(aClaim())).record;
    expect(waiting).toMatchObject({ state: "waitingForDocuments", documentsRequested: ["Invoice"], documentsRequestedOn: "2026-02-12" });
    const receive = (receivedOn: string) =>
      decide(claimLifecycle.receiveDocuments, { record: waiting, input: { receivedOn }, ...at("2026-03-01") });
    expect(done(receive("2026-02-25")).record).toMatchObject({
      state: "registered",
      since: aClaim().since,
      documentsReceivedOn: "2026-02-25",
    });
    expect(done(receive("2026-02-25")).effectiveAt).toBe(startOf("2026-02-25"));
    expect(answer(receive("2026-03-02"))).toBe("insurance/date-in-future");
  });

  it("asks once", () => {
    expect(answer(ask(aClaim({ documentsRequestedOn: "2026-02-11" })))).toBe("insurance/documents-asked-for");
    expect(answer(ask(aClaim(), "2026-02-13"))).toBe("insurance/date-in-future");
  });
});

describe("claimLifecycle.judgeCover", () => {
  const judge = (stays: Loaded["stays"], changes: Partial<Claim> = {}) =>
    decide(claimLifecycle.judgeCover, {
      record: aClaim(changes),
      needs: needs(stays),
      input: { isCovered: true, reason: "Receipts in the paper file" },
      ...at("2026-02-15"),
    });

  it("is possible only where the history is silent, and again", () => {
    expect(done(judge([])).record.coverJudgement).toEqual({ isCovered: true, reason: "Receipts in the paper file" });
    expect(answer(judge([], { coverJudgement: { isCovered: false, reason: "No" } }))).toBe("registered");
    expect(answer(judge(inForce))).toBe("insurance/cover-is-known");
    expect(answer(judge(lapsedThen))).toBe("insurance/cover-is-known");
  });
});

describe("claimLifecycle.correctLossDate", () => {
  it("takes back a judgement that was made for another day", () => {
    const record = aClaim({ coverJudgement: { isCovered: true, reason: "Receipts" } });
    const corrected = done(
      decide(claimLifecycle.correctLossDate, { record, needs: needs(), input: { lossOn: "2026-01-01" }, ...at("2026-02-15") }),
    ).record;
    expect(corrected).toMatchObject({ state: "registered", lossOn: "2026-01-01" });
    expect(corrected.coverJudgement).toBeUndefined();
  });
});

describe("claimLifecycle.deny and withdraw", () => {
  it("denies an uncovered claim with a reason, and then says so", () => {
    const denied = done(
      decide(claimLifecycle.deny, {
        record: aClaim({ state: "reported" }),
        needs: needs(),
        input: { reason: "Lapsed" },
        ...at("2026-02-15"),
      }),
    ).record;
    expect(denied).toMatchObject({ state: "denied", denialReason: "Lapsed", deniedOn: "2026-02-15" });
    const send = (sentOn: string) =>
      decide(claimLifecycle.sendDenialNotice, { record: denied, needs: needs(), input: { sentOn }, ...at("2026-02-16") });
    expect(done(send("2026-02-16")).record).toMatchObject({ state: "closed", denialNoticeOn: "2026-02-16" });
    expect(answer(send("2026-02-17"))).toBe("insurance/date-in-future");
    const whole = { record: aClaim({ state: "paid" }), needs: needs(), input: { sentOn: "2026-02-16" }, ...at("2026-02-16") };
    expect(answer(decide(claimLifecycle.sendDenialNotice, whole))).toBe("insurance/nothing-denied");
  });

  it("is withdrawn until it is paid", () => {
    const withdraw = (record: Claim) =>
      answer(decide(claimLifecycle.withdraw, { record, needs: needs(), input: { reason: "Found it" }, ...at("2026-02-16") }));
    expect(withdraw(approved())).toBe("withdrawn");
    expect(withdraw(approved({ state: "paid" }))).toBe("core/not-from-here");
  });
});

describe("claimLifecycle.pay", () => {
  const pay = (input: object = {}, stays?: Loaded["stays"]) =>
    decide(claimLifecycle.pay, {
      record: approved(),
      needs: needs(stays),
      input: { paidOn: "2026-02-20", endsPolicy: false, ...input },
      ...at("2026-02-20"),
    });

  it("pays what was approved, which is a cost of the policyholder", () => {
    const { record, acts } = done(pay());
    expect(record).toMatchObject({ state: "paid", paidAmount: yuan(500), paidOn: "2026-02-20" });
    expect(acts).toEqual([]);
    const entry = { key: "payout", customerId: "customer_holder", on: "2026-02-20", kind: "cost", category: "payout", amount: yuan(500) };
    const closed = done(decide(claimLifecycle.close, { record, needs: needs(), ...at("2026-02-21") })).record;
    for (const each of [record, closed])
      expect(claimLedger.entries({ record: each, needs: needs(), ...at("2026-02-20") })).toEqual([entry]);
    expect(claimLedger.entries({ record: approved(), needs: needs(), ...at("2026-02-20") })).toEqual([]);
  });

  it("ends the policy where the claim uses it up", () => {
    expect(done(pay({ endsPolicy: true })).acts).toMatchObject([
      { verb: "apply", on: policyEnd.terminateByClaim, id: "policy_1", input: { lossOn: "2026-02-01" } },
    ]);
  });

  it("looks at the cover again", () => {
    expect(answer(pay({}, lapsedThen))).toBe("insurance/not-covered");
  });

  it("refuses a payment of tomorrow", () => {
    expect(answer(pay({ paidOn: "2026-02-21" }))).toBe("insurance/date-in-future");
  });
});

describe("claimIsSound", () => {
  const codesOf = (changes: Partial<Claim>) =>
    check([claimIsSound], { record: aClaim(changes), needs: { policy: aPolicy(), coverage: undefined }, ...at("2026-02-10") }).map(
      ({ code }) => code,
    );

  it("is claimed on a cover of its policy, and on no other", () => {
    const codes = (policyId: string) =>
      check([claimIsSound], {
        record: aClaim({ coverageId: "coverage_1" }),
        needs: { policy: aPolicy(), coverage: stored(coverage, { policyId, coverageCode: "R1" }) },
        ...at("2026-02-10"),
      }).map(({ code }) => code);
    expect([codes("policy_1"), codes("policy_2")]).toEqual([[], ["insurance/cover-of-another-policy"]]);
  });

  it("takes a loss of the day on which it is reported", () => {
    expect(codesOf({ lossOn: "2026-02-10", claimedAmount: yuan(1) })).toEqual([]);
  });

  it("refuses what cannot be", () => {
    expect(codesOf({ claimedAmount: yuan(0) })).toEqual(["insurance/amount-not-positive"]);
    expect(codesOf({ claimedAmount: { amountMinor: 1, currency: "USD" } })).toEqual(["insurance/currencies-differ"]);
    expect(codesOf({ state: "paid" })).toEqual(["insurance/approved-amount-missing"]);
    expect(codesOf({ state: "closed", paidAmount: yuan(1) })).toEqual(["insurance/approved-amount-missing"]);
    expect(codesOf({ state: "closed", approvedAmount: yuan(1), paidAmount: yuan(2) })).toEqual(["insurance/above-approved"]);
    expect(codesOf({ state: "closed", approvedAmount: yuan(1), paidAmount: yuan(-1) })).toEqual(["insurance/amount-negative"]);
    expect(codesOf({ approvedAmount: yuan(1), paidAmount: { amountMinor: 1, currency: "USD" } })).toEqual(["insurance/currencies-differ"]);
  });
});

describe("claimDatesAreSound", () => {
  const codesOf = (changes: Partial<Claim>, before?: Claim, proposedOn?: string) =>
    check([claimDatesAreSound], {
      record: aClaim(changes),
      ...(before && { before }),
      needs: { policy: aPolicy(proposedOn === undefined ? {} : { proposedOn }) },
      ...at("2026-03-01"),
    }).map(({ code }) => code);
  const whole = { documentsRequestedOn: "2026-02-10", documentsReceivedOn: "2026-02-10", approvedOn: "2026-02-10", paidOn: "2026-03-01" };

  it("takes everything on one day, and up to today", () => {
    expect(codesOf({ lossOn: "2026-02-10", ...whole })).toEqual([]);
    expect(codesOf({ deniedOn: "2026-02-10", denialNoticeOn: "2026-02-10" })).toEqual([]);
    expect([codesOf({ knownOn: "2026-02-01" }), codesOf({ knownOn: "2026-02-10" })]).toEqual([[], []]);
    expect([codesOf({ knownOn: "2026-01-31" }), codesOf({ knownOn: "2026-02-11" })]).toEqual([
      ["insurance/dates-out-of-order"],
      ["insurance/dates-out-of-order"],
    ]);
  });

  it.each<[string, Partial<Claim>]>([
    ["a report before the loss", { lossOn: "2026-02-11" }],
    ["a request before the report", { documentsRequestedOn: "2026-02-09" }],
    ["documents before they were asked for", { documentsRequestedOn: "2026-02-12", documentsReceivedOn: "2026-02-11" }],
    ["an approval before the report", { approvedOn: "2026-02-09" }],
    ["a denial before the report", { deniedOn: "2026-02-09" }],
    ["a payment before the approval", { approvedOn: "2026-02-15", paidOn: "2026-02-14" }],
    ["a notice before the denial", { deniedOn: "2026-02-15", denialNoticeOn: "2026-02-14" }],
  ])("refuses %s", (_, changes) => {
    expect(codesOf(changes)).toEqual(["insurance/dates-out-of-order"]);
  });

  it.each(["reportedOn", "documentsRequestedOn", "approvedOn", "deniedOn"] as const)("refuses %s in the future", (field) => {
    expect(codesOf({ [field]: "2026-03-02" })).toEqual(["insurance/date-in-future"]);
  });

  it("refuses a loss from before anybody had applied for the policy, and takes one that is only not covered", () => {
    expect(codesOf({ lossOn: "2024-02-25" })).toEqual([]);
    expect(codesOf({ lossOn: "2024-02-20" }, undefined, "2024-02-20")).toEqual([]);
    expect(codesOf({ lossOn: "2024-02-19" }, undefined, "2024-02-20")).toEqual(["insurance/before-proposal"]);
    expect(codesOf({ lossOn: "1950-01-01" })).toEqual(["insurance/before-proposal"]);
  });

  it("does not judge again what was taken once", () => {
    const old = aClaim({ lossOn: "1950-01-01" });
    expect(codesOf({ lossOn: "1950-01-01", approvedOn: "2026-02-15" }, old)).toEqual([]);
  });
});

describe("the days of a claim's transitions", () => {
  const asked = aClaim({
    state: "waitingForDocuments",
    documentsRequestedOn: "2026-02-12",
    origin: { state: "registered", since: endOf("2026-02-10") },
  });
  const now = at("2026-03-01");
  it("come after what they follow from", () => {
    const documents = ["Invoice"];
    const ask = (requestedOn: string) =>
      answer(decide(claimLifecycle.requestDocuments, { record: aClaim(), input: { documents, requestedOn }, ...now }));
    expect([ask("2026-02-09"), ask("2026-02-10")]).toEqual(["insurance/dates-out-of-order", "waitingForDocuments"]);
    const receive = (receivedOn: string) =>
      answer(decide(claimLifecycle.receiveDocuments, { record: asked, input: { receivedOn }, ...now }));
    expect([receive("2026-02-11"), receive("2026-02-12")]).toEqual(["insurance/dates-out-of-order", "registered"]);
    const denied = aClaim({ state: "denied", deniedOn: "2026-02-12" });
    const send = (sentOn: string) =>
      answer(decide(claimLifecycle.sendDenialNotice, { record: denied, needs: needs(), input: { sentOn }, ...now }));
    expect([send("2026-02-11"), send("2026-02-12")]).toEqual(["insurance/dates-out-of-order", "closed"]);
    const payOn = (paidOn: string) =>
      answer(decide(claimLifecycle.pay, { record: approved(), needs: needs(), input: { paidOn, endsPolicy: false }, ...now }));
    expect([payOn("2026-02-14"), payOn("2026-02-15")]).toEqual(["insurance/dates-out-of-order", "paid"]);
  });
});
