import { fileURLToPath } from "node:url";
import { customer, interaction, task } from "@kehu/core";
import { viewCustomer } from "@kehu/crm";
import { postgres } from "@kehu/crm/postgres";
import { expectPack, refusalsNamedIn, type TestCrm, testCrm } from "@kehu/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTestDatabase, postgresUrl } from "../../../.config/test-databases.js";
import * as exported from "./index.js";

const { agent, answer, appointment, bookAppointment, caseFigures, caseLifecycle, openCase, selfService, service, serviceCase, supervisor } =
  exported;

describe("service", () => {
  it("is a sound pack", async () => {
    const hour = (day: string) => ({ startsAt: `${day}T01:00:00.000Z`, endsAt: `${day}T02:00:00.000Z` });
    const samples = { "service/appointment": [hour("2026-02-27"), hour("2026-03-03")] };
    await expectPack(service, { exported, samples, raised: refusalsNamedIn(fileURLToPath(new URL(".", import.meta.url))) });
  }, 120_000);
});

const kinds = ["PGlite", ...(postgresUrl() === undefined ? [] : ["PostgreSQL"])] as const;
describe.each(kinds)("a service desk on %s", (kind) => {
  let server: { readonly url: string; drop(): Promise<void> } | undefined;
  let world: TestCrm;
  beforeAll(async () => {
    if (kind === "PostgreSQL") server = await createTestDatabase("service");
    world = await testCrm({
      packs: [service],
      now: "2026-03-02T01:00:00.000Z",
      ...(server && { database: postgres({ url: server.url }) }),
    });
  });
  afterAll(async () => {
    await world.close();
    await server?.drop();
  });
  const caller = async () => (await (await world.as(agent)).create(customer, { kind: "person", displayName: "林静" })).id;
  const codeOf = (work: Promise<unknown>) =>
    work.then(
      () => "done",
      ({ code }: { readonly code?: string }) => code,
    );

  it("sees a complaint through: one owner, the first answer, a pause, the solution, and the customer who comes back", async () => {
    const [desk, boss] = [await world.as(agent), await world.as(supervisor)];
    const customerId = await caller();
    const friend = await caller();
    const opened = await desk.call(openCase, {
      kind: "complaint",
      subject: "Nobody called back",
      customerId,
      reporterId: friend,
      channel: "phone",
    });
    expect(opened.caseNumber).toMatch(/^20260302-[0-9A-Z]{6}$/);
    for (const who of [customerId, friend])
      expect((await desk.call(viewCustomer, { customerId: who })).interactions).toMatchObject([
        { topic: "Nobody called back", aboutId: opened.caseId },
      ]);
    await desk.apply(caseLifecycle.start, opened.caseId);
    expect(await desk.get(serviceCase, opened.caseId)).toMatchObject({ state: "inProgress", ownerId: desk.actor.id });
    expect(await codeOf((await world.as(agent)).apply(caseLifecycle.resolve, opened.caseId, { resolution: "x" }))).toBe("crm/not-granted");
    await desk.call(answer, { caseId: opened.caseId, channel: "phone", message: "We look into it." });
    await desk.apply(caseLifecycle.waitForCustomer, opened.caseId, { reason: "the day of the call" });
    await world.clock.advance("P21D");
    await desk.apply(caseLifecycle.goOn, opened.caseId);
    expect((await desk.find(task, { where: { aboutId: opened.caseId } })).items).toEqual([]);
    const clocks = (await desk.call(viewCustomer, { customerId })).deadlines;
    expect(clocks.map(({ deadline, status }) => [deadline, status])).toEqual([["service/resolve-case", "running"]]);
    await desk.apply(caseLifecycle.resolve, opened.caseId, { resolution: "An apology and a call" });
    const portal = await world.as(selfService, { customerId });
    await portal.apply(caseLifecycle.reopen, opened.caseId, { reason: "still no call" });
    await desk.apply(caseLifecycle.resolve, opened.caseId, { resolution: "Called" });
    await world.clock.advance("P8D");
    expect(await portal.get(serviceCase, opened.caseId)).toMatchObject({
      state: "closed",
      reopenings: 1,
      respondedAt: "2026-03-02T01:00:00.000Z",
    });
    expect(await boss.call(caseFigures, { from: "2026-03-01", until: "2026-03-31" })).toMatchObject({
      opened: 1,
      byKind: { complaint: 1, question: 0, request: 0 },
      reopened: { numerator: 1, denominator: 1, value: 1 },
      rejected: { value: 0 },
    });
    expect(await boss.call(caseFigures, { from: "2020-01-01", until: "2020-01-31" })).toMatchObject({
      opened: 0,
      reopened: { value: null },
    });
  });

  it("leaves a task where nobody answers in time", async () => {
    const desk = await world.as(agent);
    const customerId = await caller();
    const opened = await desk.call(openCase, { kind: "question", subject: "When?", customerId, channel: "email", caseNumber: "Q-1" });
    await world.clock.advance("P2D");
    const { items } = await (await world.as(supervisor)).find(task, { where: { aboutId: opened.caseId } });
    expect(items).toMatchObject([{ subject: "Q-1", customerId }]);
    expect(await codeOf(desk.call(openCase, { kind: "question", subject: "x", customerId, channel: "email", caseNumber: "Q-1" }))).toBe(
      "crm/already-exists",
    );
  });

  it("owes the first answer also while something else is in the way", async () => {
    const desk = await world.as(agent);
    const customerId = await caller();
    const clocks = async () =>
      (await desk.call(viewCustomer, { customerId })).deadlines.map(({ deadline, status }) => [deadline, status]).toSorted();
    const { caseId } = await desk.call(openCase, { kind: "complaint", subject: "The bill is wrong", customerId, channel: "phone" });
    await desk.apply(caseLifecycle.start, caseId);
    await desk.apply(caseLifecycle.hold, caseId, { reason: "the books are being closed" });
    expect(await clocks()).toEqual([
      ["service/answer-case", "running"],
      ["service/resolve-case", "paused"],
    ]);
    await desk.apply(caseLifecycle.respond, caseId);
    expect(await clocks()).toEqual([["service/resolve-case", "paused"]]);
  });

  it("books nobody twice at a time, whoever comes first", async () => {
    const desk = await world.as(agent);
    const customerId = await caller();
    const staffId = desk.actor.id;
    const now = Date.parse(world.clock.get());
    const hour = (count: number): string => new Date(now + count * 3_600_000).toISOString();
    const book = (start: number) =>
      codeOf(
        desk.call(bookAppointment, {
          subject: "Advice",
          customerId,
          staffId,
          startsAt: hour(start),
          endsAt: hour(start + 1),
          channel: "web",
        }),
      );
    expect(await codeOf(Promise.all([book(-1)]).then(([code]) => Promise.reject(Object.assign(new Error(), { code }))))).toBe(
      "service/already-begun",
    );
    const codes = await Promise.all(Array.from({ length: 8 }, () => book(2)));
    expect(codes.toSorted()).toEqual(["done", ...Array.from({ length: 7 }, () => "service/staff-is-taken")].toSorted());
    expect(await book(3)).toBe("done");
    expect((await desk.find(appointment, { where: { customerId } })).items).toHaveLength(2);
    expect((await desk.find(interaction, { where: { customerId } })).items).toHaveLength(2);
  });
});
