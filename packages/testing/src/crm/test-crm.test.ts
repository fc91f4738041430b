import { customer, defineRole, KehuError, may, task, taskDue } from "@kehu/core";
import { postgres } from "@kehu/crm/postgres";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTestDatabase, postgresUrl } from "../../../../.config/test-databases.js";
import { insurance, payPremium, product, serviceDesk } from "../../../insurance/src/index.js";
import { refusalsRaised } from "./refusals-raised.js";
import { type TestCrm, testCrm } from "./test-crm.js";

const clerk = defineRole("testing/clerk", [may.create(customer), may.read(customer, "own"), may.read(task, "team"), may.create(task)]);
const codeOf = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => "no refusal",
    (error: unknown) => (error instanceof KehuError ? error.code : String(error)),
  );
const person = { kind: "person", displayName: "王芳" } as const;

describe.each(["pglite", "postgres"] as const)("testCrm on %s", (kind) => {
  if (kind === "postgres" && !postgresUrl()) return;
  let test: TestCrm;
  let server: Awaited<ReturnType<typeof createTestDatabase>> | undefined;
  const open = () => testCrm({ packs: [insurance], roles: [clerk], ...(server && { database: postgres({ url: server.url }) }) });
  beforeAll(async () => {
    server = kind === "postgres" ? await createTestDatabase("testing") : undefined;
    test = await open();
  });
  afterAll(async () => {
    await test?.close();
    await server?.drop();
  });

  it("asks for the role that a test is about", async () => {
    expect(await codeOf(Promise.resolve().then(() => test.as([])))).toBe("testing/role-missing");
  });

  it("gives actors who are on the staff, each somebody else, with the rights of their roles", async () => {
    const [one, other] = [await test.as(clerk), await test.as("testing/clerk")];
    const made = await one.create(customer, person);
    expect(made.ownerId).toBe(one.actor.id);
    expect(await codeOf(other.get(customer, made.id))).toBe("crm/not-found");
    expect(await codeOf(one.create(product, { code: "L1", name: "Life" }))).toBe("crm/not-granted");
    expect(await test.system.get(customer, made.id)).toMatchObject(person);
  });

  it("gives customers who serve themselves", async () => {
    const made = await test.system.create(customer, person);
    const self = defineRole("insurance/policyholder", []);
    const session = await test.as(self, { customerId: made.id });
    expect(await session.get(customer, made.id)).toMatchObject(person);
  });

  it("lets happen what is due when the clock advances", async () => {
    const begun = test.clock.get();
    await test.system.create(task, { subject: "Call back", dueOn: "2026-03-05" });
    expect(taskDue.warn).toEqual(["P1D"]);
    expect(await test.clock.advance("P10D")).toBeGreaterThan(0);
    expect(test.clock.get()).toBe("2026-03-12T04:00:00.000Z");
    expect(await codeOf(test.clock.advance({ until: "2026-03-01" }))).toBe("testing/clock-runs-backwards");
    await test.clock.advance({ until: "2026-03-20" });
    expect(test.clock.get()).toBe("2026-03-20T15:59:59.999Z");
    test.clock.set(begun);
    expect(test.clock.get()).toBe(begun);
  });

  it("tells by a digest whether anything was changed", async () => {
    const before = await test.digest();
    const desk = await test.as(serviceDesk);
    const hired = await test.digest();
    expect(hired).not.toBe(before);
    const paid = {
      policyNumber: "none",
      receiptNumber: "R1",
      amount: { amountMinor: 1, currency: "CNY" },
      paidOn: "2026-03-01",
      method: "cash",
    } as const;
    expect(await codeOf(desk.call(payPremium, paid))).toBe("insurance/unknown-policy");
    expect(await test.digest()).toBe(hired);
    expect(refusalsRaised().has("insurance/unknown-policy")).toBe(true);
  });
});

describe("testCrm", () => {
  it("gives the same ids for the same seed", async () => {
    const ids = async (seed: number) => {
      const test = await testCrm({ packs: [], seed });
      const { id } = await test.system.create(customer, person);
      await test.close();
      return id;
    };
    expect(await ids(1)).toBe(await ids(1));
    expect(await ids(1)).not.toBe(await ids(2));
  });
});
