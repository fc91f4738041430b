import { customer, interaction } from "@kehu/core";
import { viewCustomer } from "@kehu/crm";
import { insurance, serviceDesk } from "@kehu/insurance";
import { type TestCrm, testCrm } from "@kehu/testing";
import { afterAll, beforeAll, expect, it } from "vitest";

let test: TestCrm;
beforeAll(async () => {
  test = await testCrm({ packs: [insurance], now: "2026-03-02T01:00:00.000Z" });
});
afterAll(() => test.close());

it("waits at most 24 hours for a reply to a consumer", async () => {
  const desk = await test.as(serviceDesk);
  const { id: customerId } = await desk.create(customer, { kind: "person", displayName: "王芳" });
  const question = { customerId, channel: "email", direction: "inbound", happenedAt: test.clock.get(), topic: "A question" } as const;
  await desk.create(interaction, question, { state: "awaitingReply" });
  await test.clock.advance("PT25H");
  const { deadlines } = await desk.call(viewCustomer, { customerId });
  expect(deadlines).toMatchObject([{ deadline: "reply-due", dueAt: "2026-03-03T01:00:00.000Z" }]);
});
