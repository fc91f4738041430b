import { check, circumstances, deadlineAt, decide, dueAt, type Moment } from "@kehu/core";
import { createCalendar } from "@kehu/core/calendar";
import { stored } from "@kehu/testing";
import { describe, expect, it } from "vitest";
import { answerCase, resolveCase } from "./case-deadlines.js";
import { caseLifecycle } from "./case-lifecycle.js";
import { caseHasOwner } from "./case-rules.js";
import { type ServiceCase, serviceCase } from "./service-case.js";

const calendar = createCalendar({ timeZone: "Asia/Shanghai" });
const at = (now: string) =>
  circumstances({ now, calendar, actor: { id: "li", tenant: "t", roles: [] }, jurisdiction: "CN", overrides: {} });
/** A Monday morning. */
const monday = "2026-03-02T01:00:00.000Z";
const aCase = (fields: Partial<ServiceCase> = {}): ServiceCase =>
  stored(serviceCase, {
    id: "case_1",
    caseNumber: "1",
    kind: "question",
    subject: "How long?",
    customerId: "customer_1",
    channel: "phone",
    severity: "minor",
    reopenings: 0,
    state: "acknowledged",
    since: monday,
    createdAt: monday,
    ...fields,
  });

type Name = Exclude<keyof typeof caseLifecycle, "kind">;
const input: Partial<Record<Name, object>> = {
  reject: { reason: "spam" },
  cancel: { reason: "sorted out" },
  waitForCustomer: { reason: "the policy number" },
  hold: { reason: "the actuary is away" },
  resolve: { resolution: "In three days" },
  close: {},
  reopen: { reason: "it came back" },
};
const answer = (name: Name, record: ServiceCase, now = monday): string => {
  const decision = decide(caseLifecycle[name] as typeof caseLifecycle.close, { record, input: input[name], ...at(now) } as never);
  return decision.ok ? decision.record.state : decision.refusal.code;
};

/** What a trouble ticket may do, and from where. */
const table: Readonly<Record<ServiceCase["state"], Partial<Record<Name, ServiceCase["state"]>>>> = {
  acknowledged: { start: "inProgress", reject: "rejected", cancel: "cancelled", respond: "acknowledged" },
  inProgress: { waitForCustomer: "pending", hold: "held", resolve: "resolved", cancel: "cancelled", respond: "inProgress" },
  pending: { goOn: "inProgress", cancel: "cancelled", respond: "pending" },
  held: { release: "inProgress", respond: "held" },
  resolved: { close: "closed", closeBySilence: "closed", reopen: "inProgress" },
  closed: { reopen: "inProgress" },
  rejected: {},
  cancelled: {},
};

describe("caseLifecycle", () => {
  it.each(Object.keys(table) as ServiceCase["state"][])("goes from %s where a trouble ticket goes, and nowhere else", (state) => {
    for (const name of Object.keys(caseLifecycle) as Name[])
      expect([name, answer(name, aCase({ state, ownerId: "li" }))]).toEqual([name, table[state][name] ?? "core/not-from-here"]);
  });

  it("belongs to whoever starts it, and says so where nobody does", () => {
    const started = decide(caseLifecycle.start, { record: aCase(), ...at(monday) });
    expect(started.ok && started.record.ownerId).toBe("li");
    const codes = (record: ServiceCase) => check([caseHasOwner], { record, ...at(monday) }).map(({ code }) => code);
    expect(codes(aCase())).toEqual([]);
    expect(codes(aCase({ state: "inProgress" }))).toEqual(["service/owner-missing"]);
    expect(codes(aCase({ state: "inProgress", ownerId: "li" }))).toEqual([]);
  });

  it("has one first answer, and a solution is one", () => {
    const record = aCase({ state: "inProgress", ownerId: "li" });
    expect(answer("respond", { ...record, respondedAt: monday })).toBe("service/answered-already");
    const solved = decide(caseLifecycle.resolve, { record, input: { resolution: "x" }, ...at(monday) });
    expect(solved.ok && solved.record.respondedAt).toBe(monday);
  });

  it("closes by itself a week after the solution, and may be taken up again for a month", () => {
    const resolved = aCase({ state: "resolved", ownerId: "li" });
    expect(dueAt(caseLifecycle.closeBySilence, { record: resolved, needs: {}, ...at(monday) })).toBe("2026-03-09T01:00:00.000Z");
    const closed = aCase({ state: "closed", ownerId: "li" });
    expect(answer("reopen", closed, "2026-04-01T01:00:00.000Z")).toBe("inProgress");
    expect(answer("reopen", closed, "2026-04-01T01:00:00.001Z")).toBe("service/reopen-too-late");
    const again = decide(caseLifecycle.reopen, {
      record: { ...closed, resolution: "x", satisfaction: 2 },
      input: { reason: "no" },
      ...at(monday),
    });
    expect(again.ok && again.record).toMatchObject({ reopenings: 1, statusReason: "no" });
    expect(again.ok && again.record).not.toHaveProperty("resolution");
  });
});

describe("the clocks of a case", () => {
  const endOf = (deadline: typeof answerCase, kind: "person" | "organization", fields: Partial<ServiceCase> = {}) => {
    const record = aCase(fields);
    const within = deadline.within({ record, needs: { customer: { kind } }, ...at(monday) } as Moment<never, never, never>);
    return within && deadlineAt(within, record.since, [], calendar);
  };

  it("give a consumer an answer on the next working day, a company on the third", () => {
    expect(endOf(answerCase, "person")).toBe("2026-03-03T10:00:00.000Z");
    expect(endOf(answerCase, "organization")).toBe("2026-03-05T10:00:00.000Z");
    // a Friday evening, and the make-up workday before a holiday
    expect(endOf(answerCase, "person", { since: "2026-02-13T12:00:00.000Z" })).toBe("2026-02-14T10:00:00.000Z");
  });

  it("give a question three working days and a complaint ten", () => {
    expect(endOf(resolveCase, "person")).toBe("2026-03-05T10:00:00.000Z");
    expect(endOf(resolveCase, "person", { kind: "complaint" })).toBe("2026-03-16T10:00:00.000Z");
  });

  it("run on the hours of the team that has it, and on the standard ones where it has none of its own", () => {
    const record = aCase({ teamId: "night" });
    expect(answerCase.within({ record, needs: { customer: { kind: "person" } }, ...at(monday) } as never)).toMatchObject({
      hours: "night",
    });
    expect(endOf(answerCase, "person", { teamId: "night" })).toBe(endOf(answerCase, "person"));
  });

  it("become a task that carries the number", () => {
    for (const deadline of [answerCase, resolveCase]) {
      const acts = deadline.missed?.({ record: aCase(), needs: {}, input: undefined, ...at(monday) } as never);
      expect(acts).toMatchObject([
        { verb: "create", input: { subject: "1", aboutId: "case_1", customerId: "customer_1", dueOn: "2026-03-02" } },
      ]);
    }
  });
});
