import { customer, type Id, task } from "@kehu/core";
import { expect, it } from "vitest";
import { damage, hold, lease, leaseLifecycle } from "./rent.test-pack.js";
import { codeOf, days, onBothDatabases, yuan } from "./world.test-pack.js";

onBothDatabases("adopt", (world) => {
  const start = async () => {
    const house = await world().open();
    const stage = await house.stage(4);
    const input = (number: string, unit = 0) => ({
      number,
      customerId: stage.buyer.id,
      unitId: stage.units[unit]?.id as Id<"rent/unit">,
      startsOn: "2025-01-01",
      paidToOn: "2025-02-01",
    });
    return { house, stage, input };
  };

  it("takes in a record in any state as of a day, with since, origin, owner and stays", async () => {
    const { house, input } = await start();
    const as = {
      state: "frozen" as const,
      asOf: "2026-01-31",
      since: "2026-01-10T00:00:00.000Z",
      origin: { state: "late" as const, since: "2026-01-01T00:00:00.000Z" },
      ownerId: "li" as Id<"staff">,
      history: [
        { state: "draft" as const, from: "2025-01-01T00:00:00.000Z" },
        { state: "active" as const, from: "2025-02-01T00:00:00.000Z" },
        { state: "late" as const, from: "2026-01-01T00:00:00.000Z" },
      ],
      source: "leases.csv#1",
    };
    const made = await house.boss.adopt(lease, input("A1"), as);
    expect(made).toMatchObject({ state: "frozen", since: as.since, origin: as.origin, ownerId: "li", version: 1 });
    const journal = "select definition, state, effective_at, payload from kehu.journal where record = 'rent/lease' order by ordinal";
    expect(await house.rows(journal)).toMatchObject([
      { definition: "adopt", state: "draft", effective_at: as.history[0]?.from },
      { definition: "adopt", state: "active" },
      { definition: "adopt", state: "late" },
      { definition: "adopt", state: "frozen", effective_at: as.since, payload: { input: { asOf: "2026-01-31", source: as.source } } },
    ]);
    expect(await house.boss.apply(leaseLifecycle.unfreeze, made.id)).toMatchObject({ state: "late", since: as.origin.since });
  });

  it("is silent before the day, and governs as usual from there on", async () => {
    const { house, input } = await start();
    const made = await house.boss.adopt(lease, input("A1"), { state: "active", asOf: "2026-03-01", source: "a" });
    expect(made).toMatchObject({ state: "active", since: "2026-02-28T16:00:00.000Z" });
    await house.runDue();
    // paid to February 2025: late since long, but known as active on the first of March
    expect(await house.boss.get(lease, made.id)).toMatchObject({ state: "late", since: "2026-02-28T16:00:00.000Z" });
    const child = await house.boss.adopt(
      damage,
      { leaseId: made.id, what: "old", amount: yuan(1) },
      { state: "reported", asOf: "2026-03-01", since: "2026-01-01T00:00:00.000Z", source: "d" },
    );
    await house.runDue();
    expect(await house.rows(`select status from kehu.deadline where record = 'rent/damage'`)).toEqual([{ status: "missed" }]);
    expect((await house.boss.find(task, { where: { aboutId: child.id } })).items).toEqual([]);
  });

  it("knows the same row again, refuses other content, and takes a retracted one anew", async () => {
    const { house, input } = await start();
    const as = { state: "active", asOf: "2026-03-01", source: "a#1" } as const;
    const made = await house.boss.adopt(lease, input("A1"), as);
    const before = await house.hash();
    // the order of keys says nothing
    const again = await house.boss.adoptMany(lease, [
      { input: Object.fromEntries(Object.entries(input("A1")).reverse()) as never, as },
      { input: input("A2", 1), as },
      { input: input("A3", 1), as: { ...as, state: "late" } },
    ]);
    expect(again).toMatchObject([
      { index: 0, known: true, record: { id: made.id } },
      { index: 1, refusal: { code: "crm/adopted-otherwise" } },
      { index: 2, refusal: { code: "crm/adopted-otherwise" } },
    ]);
    expect(await house.hash()).toBe(before);
    await house.boss.retract(lease, made.id, "wrong");
    expect(await house.boss.adoptMany(lease, [{ input: input("A2", 1), as }])).toMatchObject([{ record: { number: "A2" } }]);
  });

  it("knows the same row from another source, or as of another day, by its unique key, and what was written by hand", async () => {
    const { house, stage, input } = await start();
    const made = await house.boss.adopt(lease, input("A1"), { state: "active", asOf: "2026-02-01", source: "old.csv#1" });
    const byHand = await stage.lease({ number: "A2", unitId: stage.units[1]?.id });
    const { id, version, state, since, createdAt, updatedAt, ownerId, ...fields } = byHand;
    const rows = [
      { input: input("A1"), as: { state: "active", asOf: "2026-02-01", source: "new.csv#7" } },
      { input: fields, as: { state: "active", asOf: "2026-03-01", source: "new.csv#8" } },
      { input: { ...input("A1"), startsOn: "2025-01-02" }, as: { state: "active", asOf: "2026-02-01", source: "new.csv#9" } },
      { input: input("A1"), as: { state: "late", asOf: "2026-02-01", source: "new.csv#10" } },
    ];
    const expected = [
      { known: true, record: { id: made.id } },
      { known: true, record: { id } },
      { refusal: { code: "crm/already-exists" } },
      { refusal: { code: "crm/already-exists" } },
    ];
    expect(await house.boss.adoptMany(lease, rows as never)).toMatchObject(expected);
    const before = await house.hash();
    expect(await house.boss.adoptMany(lease, rows as never)).toMatchObject(expected);
    // the day of a later export says nothing new
    expect(
      await house.boss.adoptMany(lease, [{ input: input("A1"), as: { state: "active", asOf: "2026-03-01", source: "old.csv#1" } }]),
    ).toMatchObject([{ known: true }]);
    expect(await house.hash()).toBe(before);
  });

  it("takes the present stay at the end of the others for what it is", async () => {
    const { house, input } = await start();
    const history = [
      { state: "active" as const, from: "2025-02-01T00:00:00.000Z" },
      { state: "late" as const, from: "2026-01-01T00:00:00.000Z" },
    ];
    const made = await house.boss.adopt(lease, input("A1"), { state: "late", asOf: "2026-01-31", source: "a", history });
    expect(made).toMatchObject({ since: history[1]?.from, origin: { state: "active", since: history[0]?.from } });
    expect(await house.rows("select state from kehu.journal where record = 'rent/lease' order by ordinal")).toEqual([
      { state: "active" },
      { state: "late" },
    ]);
  });

  it("goes back to the last stay that is told, where no state before is", async () => {
    const { house, input } = await start();
    const history = [
      { state: "draft" as const, from: "2025-01-01T00:00:00.000Z", until: "2025-02-01T00:00:00.000Z" },
      { state: "active" as const, from: "2025-02-01T00:00:00.000Z" },
    ];
    const made = await house.boss.adopt(lease, input("A1"), {
      state: "frozen",
      asOf: "2026-01-31",
      since: days(-40),
      source: "a",
      history,
    });
    expect(await house.boss.apply(leaseLifecycle.unfreeze, made.id)).toMatchObject({ state: "active", since: history[1]?.from });
  });

  it("takes as many rows as a rule over all of them allows", async () => {
    const { house, stage } = await start();
    const rows = stage.units.map(({ id: unitId }, index) => ({
      input: { unitId, customerId: stage.buyer.id, until: days(3) },
      as: { state: "held" as const, asOf: "2026-03-01", source: `h${index}` },
    }));
    const out = await house.boss.adoptMany(hold, rows);
    expect(out.map(({ refusal }) => refusal?.code)).toEqual([undefined, undefined, undefined, "rent/too-many-holds"]);
    expect((await house.boss.find(hold)).items).toHaveLength(3);
  });

  it("writes the good rows, and gives a refusal for each of the others", async () => {
    const { house, stage, input } = await start();
    const as = (source: string, more: object = {}) => ({ state: "active" as const, asOf: "2026-03-01", source, ...more });
    await stage.lease({ number: "TAKEN" });
    const guarantors = [{ customerId: stage.buyer.id, share: 50 }];
    const rows: readonly [string | undefined, object, object][] = [
      [undefined, input("G1", 1), as("1")],
      ["crm/invalid-input", { ...input("B1", 2), stray: 1 }, as("2")],
      ["crm/unknown-state", input("B2", 2), as("3", { state: "nope" })],
      ["crm/adopted-in-future", input("B3", 2), as("4", { asOf: "2026-03-04" })],
      ["crm/adopted-in-future", input("B4", 2), as("5", { since: days(1) })],
      ["crm/already-exists", input("TAKEN", 2), as("6")],
      ["crm/already-exists", input("G1", 3), as("7")],
      ["crm/overlaps", input("B5", 0), as("8")],
      ["crm/overlaps", input("B6", 1), as("9")],
      ["crm/reference-missing", { ...input("B7", 2), customerId: "customer_01kjp0y9m0efbv9wszv7jwykvp" }, as("10")],
      ["crm/invalid-input", { ...input("B8", 2), customerId: stage.product.id }, as("11")],
      ["crm/invalid-input", { ...input("B9", 2), aboutId: "what" }, as("12")],
      ["rent/shares-amiss", { ...input("B10", 2), guarantors }, as("13")],
      ["crm/history-out-of-order", input("B11", 2), as("14", { history: [{ state: "late", from: days(0) }] })],
      ["crm/history-has-gap", input("B15", 2), as("20", { history: [{ state: "late", from: days(-30), until: days(-20) }] })],
      ["crm/history-out-of-order", input("B16", 2), as("21", { origin: { state: "late", since: days(0) } })],
      [
        "crm/origin-differs",
        input("B17", 2),
        as("22", { origin: { state: "late", since: days(-30) }, history: [{ state: "draft", from: days(-30) }] }),
      ],
      ["crm/since-after-as-of", input("B18", 2), as("23", { asOf: "2026-02-01", since: days(-2) })],
      ["core/wrong-id", input("B19", 2), as("24", { ownerId: stage.buyer.id })],
      ["crm/source-twice", input("B12", 2), as("1")],
      ["crm/invalid-input", input("B13", 2), { state: "active", asOf: "2026-03-01" }],
      ["crm/invalid-input", input("B14", 2), as("16", { source: "a\0b" })],
      [undefined, { ...input("G2", 2), guarantors: [{ ...guarantors[0], share: 100 }] }, as("17", { state: "late" })],
      // out of the states in which days must not be shared
      [undefined, input("G3", 1), as("18", { state: "ended" })],
    ];
    const out = await house.boss.adoptMany(lease, rows.map(([, row, how]) => ({ input: row, as: how })) as never);
    expect(out.map(({ index, refusal }) => [index, refusal?.code])).toEqual(rows.map(([code], index) => [index, code]));
    expect(out.flatMap(({ record }) => record?.number ?? [])).toEqual(["G1", "G2", "G3"]);
    expect((await house.boss.find(lease, { where: { number: { in: ["G1", "G2", "G3"] } } })).items).toHaveLength(3);
    expect(await house.rows("select count(*) as count from kehu.journal where record = 'rent/lease'")).toEqual([{ count: 4 }]);
    expect(await house.rows("select count(*) as count from kehu.adoption")).toEqual([{ count: 3 }]);
  });

  it("keeps what an operation wrote before, when rows are refused", async () => {
    const { house, input } = await start();
    const rows = ["A", "B"].map((number, index) => ({
      input: { ...input(number, index), guarantors: [{ customerId: input("x").customerId, share: index === 0 ? 100 : 5 }] },
      as: { state: "active" as const, asOf: "2026-03-01", source: number },
    }));
    const out = await house.boss.adoptMany(lease, rows);
    expect(out.map(({ refusal }) => refusal?.code)).toEqual([undefined, "rent/shares-amiss"]);
  });

  it("ends a single one with its refusal, and is a right of its own", async () => {
    const { house, input } = await start();
    const as = { state: "nope", asOf: "2026-03-01", source: "a" } as never;
    expect(await codeOf(house.boss.adopt(lease, input("A"), as))).toBe("crm/unknown-state");
    expect(await codeOf(house.as("rent/agent").adopt(lease, input("A"), as))).toBe("crm/not-granted");
    expect(await codeOf(house.boss.adoptMany(customer, "x" as never))).toBe("crm/invalid-input");
    expect(await house.boss.adoptMany(customer, [null as never])).toMatchObject([{ refusal: { code: "crm/invalid-input" } }]);
  });
});
