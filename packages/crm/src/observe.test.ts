import { customer, KehuError } from "@kehu/core";
import { BasicTracerProvider, InMemorySpanExporter, SimpleSpanProcessor } from "@opentelemetry/sdk-trace-base";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Crm, createCrm } from "./crm.js";
import { type LogEntry, observing } from "./observe.js";
import { pglite } from "./pglite/index.js";
import { lease, leaseLifecycle, product, rentOut, unit } from "./suite/rent.test-pack.js";
import { rentPack } from "./suite/rent-roles.test-pack.js";
import { codeOf } from "./suite/world.test-pack.js";

describe("a crm that is watched", () => {
  const exporter = new InMemorySpanExporter();
  const tracer = new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] }).getTracer("kehu");
  const entries: LogEntry[] = [];
  let crm: Crm;
  beforeAll(async () => {
    crm = await createCrm({ packs: [rentPack()], database: pglite(), log: (entry) => void entries.push(entry), tracer });
    await crm.install();
    await crm.openTenant({ id: "t", timeZone: "Asia/Shanghai", jurisdiction: "CN", currency: "CNY", packs: ["rent"] });
  });
  afterAll(() => crm?.close());

  it("tells of each call what it was, how long it took and how it ended, and nothing of what was in it", async () => {
    const secret = "canary-secret";
    const boss = crm.as({ id: `${secret}-actor`, tenant: "t", roles: ["rent/boss"] });
    const made = await boss.create(customer, { kind: "person", displayName: secret }, { key: `${secret}-key` });
    const named = await boss.create(product, { name: secret, graceDays: 1, dailyRate: { amountMinor: 1, currency: "CNY" } });
    const [first] = await boss.createMany(unit, [{ code: secret, productId: named.id }]);
    await codeOf(boss.create(unit, { code: secret, productId: named.id }));
    await codeOf(boss.update(customer, made.id, { displayName: secret, [secret]: secret } as never));
    await codeOf(boss.find(customer, { where: { [secret]: secret } as never }));
    await codeOf(boss.apply(leaseLifecycle.cancel, `rent_lease_${"0".repeat(26)}` as never, { reason: secret }));
    await codeOf(boss.call(rentOut, { number: secret, customerId: made.id, unitId: first?.id as never, startsOn: "x", paidToOn: secret }));
    await codeOf(boss.erase(customer, made.id, secret));
    await boss.get(customer, made.id);
    await boss.can(unit, first?.id as never);
    await boss.find(lease);
    await crm.runDue(new Date().toISOString());
    const told = entries.map(({ verb, on, level, code }) => [verb, on, level, code]);
    expect(told).toEqual([
      ["create", "customer", "debug", undefined],
      ["create", "rent/product", "debug", undefined],
      ["createMany", "rent/unit", "debug", undefined],
      ["create", "rent/unit", "info", "crm/already-exists"],
      ["update", "customer", "info", "crm/unknown-field"],
      ["find", "customer", "info", "crm/invalid-where"],
      ["apply", "rent/lease#cancel", "info", "crm/not-found"],
      ["call", "rent/rent-out", "info", "crm/invalid-input"],
      ["erase", "customer", "info", "crm/not-granted"],
      ["get", "customer", "debug", undefined],
      ["can", "rent/unit", "debug", undefined],
      ["find", "rent/lease", "debug", undefined],
      ["runDue", undefined, "debug", undefined],
    ]);
    expect(entries.every(({ milliseconds, tenant }) => milliseconds > 0 && tenant === "t")).toBe(true);
    const spans = exporter.getFinishedSpans();
    expect(spans.map(({ name, attributes }) => [name, attributes["kehu.on"], attributes["kehu.code"]])).toEqual(
      entries.map(({ verb, on, code }) => [`kehu ${verb}`, on, code]),
    );
    for (const seen of [entries, spans.map(({ name, attributes, events, status }) => ({ name, attributes, events, status }))])
      expect(JSON.stringify(seen)).not.toContain("canary");
  });

  it("tells of each of the calls that went together", async () => {
    entries.length = 0;
    const boss = crm.as({ id: "boss", tenant: "t", roles: ["rent/boss"] });
    const none = {
      number: "1",
      customerId: `customer_${"0".repeat(26)}`,
      unitId: `rent_unit_${"0".repeat(26)}`,
      paidToOn: "2026-03-02",
    } as const;
    await Promise.all(["2026-03-01", "x", "2026-03-01", "y"].map((startsOn) => codeOf(boss.call(rentOut, { ...none, startsOn }))));
    expect(entries.map(({ verb, on, code }) => [verb, on, code]).toSorted()).toEqual(
      ["crm/invalid-input", "crm/invalid-input", "crm/reference-missing", "crm/reference-missing"].map((code) => [
        "call",
        "rent/rent-out",
        code,
      ]),
    );
  });

  it("says how the process, its database and a tenant are", async () => {
    const health = await crm.health();
    expect(health).toEqual({
      database: {
        kind: "pglite",
        place: "memory",
        version: expect.stringMatching(/^1[5-9]\./),
        connections: { open: 1, idle: expect.any(Number), waiting: 0, most: 1 },
      },
      packs: { kehu: "0.1.0", rent: "0.1.0" },
      format: expect.any(Number),
    });
    const before = await crm.tenantHealth("t");
    expect(before).toMatchObject({ dueTimers: 0, refusedTimers: 0, consumers: {} });
    expect(before.unnumberedEntries).toBeGreaterThan(0);
    const feed = crm.feed({ id: "erp", tenant: "t", roles: ["rent/boss"] });
    const page = await feed.read();
    await feed.confirm(page.position - 1);
    expect(await crm.tenantHealth("t")).toEqual({ dueTimers: 0, refusedTimers: 0, unnumberedEntries: 0, consumers: { erp: 1 } });
    expect(await codeOf(crm.tenantHealth("nowhere"))).toBe("crm/unknown-tenant");
  });
});

describe("observing", () => {
  const what = { verb: "get" };
  it("tells failures from refusals and from what can be tried again", async () => {
    const levels: string[] = [];
    const observe = observing({ log: ({ level, code }) => void levels.push(`${level} ${code}`) });
    const thrown = [
      new KehuError("crm/busy", "x", { retryable: true }),
      new KehuError("crm/database-error", "x"),
      new KehuError("rent/full", "x"),
      new RangeError("secret"),
      "secret",
    ];
    for (const error of thrown) await expect(observe(what, () => Promise.reject(error))).rejects.toBe(error);
    expect(levels).toEqual(["warn crm/busy", "error crm/database-error", "info rent/full", "error RangeError", "error unknown"]);
  });
  it("is not stopped by who watches", async () => {
    const observe = observing({
      log() {
        throw new Error("disk full");
      },
    });
    expect(await observe(what, async () => 1)).toBe(1);
  });
});
