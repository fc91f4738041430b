import { type Deadline, deadlineAt, type Pause } from "@kehu/core";
import { describe, expect, it } from "vitest";
import { aClaim, aPolicy, at, calendar, endOf, startOf } from "../../test/moments.js";
import type { Claim } from "./claim.js";
import { decideClaim, payClaim, sendDenial } from "./claim-deadlines.js";

function endOfDeadline(deadline: Deadline, changes: Partial<Claim>, pauses: readonly Pause[] = []): string | undefined {
  const record = aClaim(changes);
  const within = deadline.within({ record, needs: { policy: aPolicy() }, ...at("2026-02-10") });
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
    expect(decideClaim).toMatchObject({ runsIn: ["reported", "registered"], pausesIn: ["waitingForDocuments"] });
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
});

describe("a deadline that is missed", () => {
  it.each([decideClaim, payClaim, sendDenial])("becomes a task of $name", (deadline) => {
    const acts = deadline.missed?.({ record: aClaim(), needs: { policy: aPolicy() }, input: undefined, ...at("2026-04-01") });
    expect(acts).toMatchObject([
      { verb: "create", input: { subject: "P1-C1", aboutId: "claim_1", customerId: "customer_holder", dueOn: "2026-04-01" } },
    ]);
  });
});
