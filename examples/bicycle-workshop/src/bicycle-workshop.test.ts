import { amountOf, customer, task } from "@kehu/core";
import { viewCustomer } from "@kehu/crm";
import { expectPack, refusalsNamedIn, type TestCrm, testCrm } from "@kehu/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { bicycleWorkshop } from "./bicycle-workshop.js";
import { bookRepair } from "./book-repair.js";
import * as exported from "./index.js";
import { part } from "./part.js";
import { partLifecycle } from "./part-lifecycle.js";
import { repair } from "./repair.js";
import { repairLifecycle } from "./repair-lifecycle.js";
import { counter, mechanic } from "./roles.js";

describe("bicycleWorkshop", () => {
  let test: TestCrm;
  beforeAll(async () => {
    test = await testCrm({ packs: [bicycleWorkshop], now: "2026-03-02T01:00:00.000Z" }); // a Monday
  });
  afterAll(() => test.close());

  const bookedFor = async (repairNumber: string, comesOn: string) => {
    const desk = await test.as(counter);
    const { id: customerId } = await desk.create(customer, { kind: "person", displayName: "陈明" });
    const bicycle = { frameNumber: `F-${repairNumber}`, make: "Forever" };
    const { repairId } = await desk.call(bookRepair, { ...bicycle, repairNumber, customerId, complaint: "The brake squeals", comesOn });
    return { desk, customerId, repairId };
  };

  it("goes through a repair that waits for a part", async () => {
    const { desk, customerId, repairId } = await bookedFor("R1", "2026-03-02");
    const stand = await test.as(mechanic);
    await desk.apply(repairLifecycle.receive, repairId, { estimate: amountOf(30_000, "CNY") });
    const { id: pads } = await stand.create(part, { repairId, name: "Brake pads", price: amountOf(8_000, "CNY") });
    await stand.apply(partLifecycle.order, pads);
    await stand.apply(repairLifecycle.waitForParts, repairId);
    await test.clock.advance("P7D");
    await stand.apply(partLifecycle.arrive, pads);
    expect(await desk.get(repair, repairId)).toMatchObject({ state: "working" }); // by itself, with its last part
    await stand.apply(partLifecycle.fit, pads);
    await stand.apply(repairLifecycle.finish, repairId, { price: amountOf(25_000, "CNY") });
    await desk.apply(repairLifecycle.handOver, repairId);
    const { value, deadlines } = await test.system.call(viewCustomer, { customerId });
    expect(value).toMatchObject([{ line: "bicycle-workshop" }]);
    expect(deadlines).toEqual([]); // it waited for a week, and yet it was ready in time
    expect((await desk.find(task)).items).toEqual([]);
  });

  it("calls the customer when it takes longer than three working days", async () => {
    const { desk, customerId, repairId } = await bookedFor("R2", "2026-03-09");
    await desk.apply(repairLifecycle.receive, repairId, { estimate: amountOf(30_000, "CNY") });
    await test.clock.advance("P7D");
    const { items } = await desk.find(task, { where: { aboutId: repairId } });
    expect(items).toMatchObject([{ customerId, subject: "Call about repair R2: it takes longer", dueOn: "2026-03-13" }]);
  });

  it("notes that nobody came, as of the end of that day", async () => {
    const { desk, repairId } = await bookedFor("R3", "2026-03-20");
    await test.clock.advance({ until: "2026-03-25" });
    expect(await desk.get(repair, repairId)).toMatchObject({ state: "missed", since: "2026-03-20T15:59:59.999Z" });
  });

  it("takes no booking for a day that is over", async () => {
    await expect(bookedFor("R4", "2026-03-01")).rejects.toMatchObject({ code: "bicycle-workshop/day-is-over" });
  });

  it("takes a bicycle in only once at a time", async () => {
    const { desk, customerId } = await bookedFor("R5", "2026-04-01");
    const again = { repairNumber: "R6", customerId, frameNumber: "F-R5", make: "Forever", complaint: "A flat tyre", comesOn: "2026-04-02" };
    await expect(desk.call(bookRepair, again)).rejects.toMatchObject({ code: "crm/already-exists" });
  });

  it("hides the customer from the mechanic", async () => {
    const { repairId } = await bookedFor("R7", "2026-04-03");
    const stand = await test.as(mechanic);
    await expect(stand.get(repair, repairId)).rejects.toMatchObject({ code: "crm/field-hidden" });
    expect(await stand.get(repair, repairId, { select: ["state", "complaint"] })).toEqual({
      state: "booked",
      complaint: "The brake squeals",
    });
  });

  it("is sound", async () => {
    await expectPack(bicycleWorkshop, { raised: refusalsNamedIn(import.meta.dirname), exported });
  });
});
