import { type Deadline, deadlineAt, type Pause } from "@kehu/core";
import { describe, expect, it } from "vitest";
import { aClaim, aPolicy, aProduct, at, calendar, endOf, startOf } from "../../test/moments.js";
import type { Product } from "../policy/product.js";
import type { Claim } from "./claim.js";
import { decideClaim, decideCompulsory, payCertainPart, payClaim, sendDenial, tellDocuments } from "./claim-deadlines.js";

function endOfDeadline(
  deadline: Deadline,
  changes: Partial<Claim>,
  pauses: readonly Pause[] = [],
  line: Product["line"] = "life",
): string | undefined {
  const record = aClaim(changes);
  const within = deadline.within({ record, needs: { policy: aPolicy(), product: aProduct({ line }) }, ...at("2026-02-10") });
  return within && deadlineAt(within, record.since, pauses, calendar);
}

describe("decideClaim", () => {
  it("ends with the thirtieth day after the report", () => {
    expect(endOfDeadline(decideClaim, { reportedOn: "2026-02-10" })).toBe(endOf("2026-03-12"));
    expect(endOfDeadline(decideClaim, { reportedOn: "2024-02-10" })).toBe(endOf("2024-03-11"));
  });

  it("stands still while documents are missing", () => {
    const waiting = [{ from: startOf("2026-02-12"), until: startOf("2026-02-25"), reason: "documents" }];
    expect(endOfDeadline(decideClaim, {}, waiting)).toBe(endOf("2026-03-25"));
    expect(endOfDeadline(decideClaim, {}, [{ from: startOf("2026-02-12") }])).toBeUndefined();
    expect(decideClaim).toMatchObject({
      runsIn: ["reported", "registered", "investigating", "assessed", "reopened"],
      pausesIn: ["waitingForDocuments"],
    });
  });
});

describe("payClaim", () => {
  it("ends with the tenth day after the approval", () => {
    expect(endOfDeadline(payClaim, { state: "approved", approvedOn: "2026-02-15" })).toBe(endOf("2026-02-25"));
    expect(endOfDeadline(payClaim, { state: "approved", since: startOf("2026-02-15") })).toBe(endOf("2026-02-25"));
  });
});

describe("sendDenial", () => {
  it("ends with the third day after the decision", () => {
    expect(endOfDeadline(sendDenial, { state: "denied", deniedOn: "2026-02-27" })).toBe(endOf("2026-03-02"));
    expect(endOfDeadline(sendDenial, { state: "denied", since: startOf("2026-02-27") })).toBe(endOf("2026-03-02"));
  });

  it("is a clock of the rest that was denied, too, and of nothing that was approved whole", () => {
    expect(sendDenial.runsIn).toEqual(["denied", "partiallyApproved", "paid"]);
    expect(endOfDeadline(sendDenial, { state: "partiallyApproved", deniedOn: "2026-02-27" })).toBe(endOf("2026-03-02"));
    expect(endOfDeadline(sendDenial, { state: "paid" })).toBeUndefined();
    const isMet = (changes: Partial<Claim>) =>
      sendDenial.met?.({ record: aClaim(changes), needs: { policy: aPolicy() }, ...at("2026-03-01") });
    expect([isMet({ deniedOn: "2026-02-27" }), isMet({ deniedOn: "2026-02-27", denialNoticeOn: "2026-02-28" })]).toEqual([false, true]);
  });
});

describe("payCertainPart", () => {
  it("ends with the sixtieth day after the documents, and is met by a payment in advance", () => {
    expect(endOfDeadline(payCertainPart, { documentsReceivedOn: "2026-02-10" })).toBe(endOf("2026-04-11"));
    expect(endOfDeadline(payCertainPart, { reportedOn: "2026-02-10" })).toBe(endOf("2026-04-11"));
    const isMet = (changes: Partial<Claim>) =>
      payCertainPart.met?.({ record: aClaim(changes), needs: { policy: aPolicy() }, ...at("2026-02-10") });
    expect([isMet({}), isMet({ advancePaidOn: "2026-03-01" })]).toEqual([false, true]);
  });
});

describe("the clocks of compulsory motor cover", () => {
  const of = (deadline: Deadline, changes: Partial<Claim>, line: Product["line"] = "compulsoryMotor") =>
    endOfDeadline(deadline, changes, [], line);

  it("are one, five and ten days", () => {
    expect(of(tellDocuments, { reportedOn: "2026-02-10" })).toBe(endOf("2026-02-11"));
    expect(of(decideCompulsory, { documentsReceivedOn: "2026-02-12" })).toBe(endOf("2026-02-17"));
    expect(of(decideCompulsory, { reportedOn: "2026-02-10" })).toBe(endOf("2026-02-15"));
    expect(of(payClaim, { state: "approved", approvedOn: "2026-02-17" })).toBe(endOf("2026-02-27"));
  });

  it("take the place of the general one, and are no clocks of other cover", () => {
    expect(of(decideClaim, {})).toBeUndefined();
    expect(of(tellDocuments, {}, "motor")).toBeUndefined();
    expect(of(decideCompulsory, { documentsReceivedOn: "2026-02-12" }, "motor")).toBeUndefined();
  });

  it("does not count the days on which the claimant looks for documents", () => {
    expect(decideCompulsory.pausesIn).toEqual(["waitingForDocuments"]);
    const changes = { reportedOn: "2026-02-10" };
    expect(endOfDeadline(decideCompulsory, changes, [{ from: startOf("2026-02-12") }], "compulsoryMotor")).toBeUndefined();
  });

  it("is met when the documents are asked for", () => {
    const isMet = (changes: Partial<Claim>) =>
      tellDocuments.met?.({ record: aClaim(changes), needs: { policy: aPolicy(), product: aProduct() }, ...at("2026-02-10") });
    expect([isMet({}), isMet({ documentsRequestedOn: "2026-02-10" })]).toEqual([false, true]);
  });
});

describe("a deadline that is missed", () => {
  it.each([decideClaim, payClaim, sendDenial, payCertainPart, tellDocuments, decideCompulsory])("becomes a task of $name", (deadline) => {
    const acts = deadline.missed?.({ record: aClaim(), needs: { policy: aPolicy() }, input: undefined, ...at("2026-04-01") });
    expect(acts).toMatchObject([
      { verb: "create", input: { subject: "P1-C1", aboutId: "claim_1", customerId: "customer_holder", dueOn: "2026-04-01" } },
    ]);
  });
});
