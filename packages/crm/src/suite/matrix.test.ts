import {
  type AnyRecord,
  type AnyTransition,
  among,
  count,
  customer,
  type Id,
  interaction,
  type Session,
  type Stored,
  score,
  type scoring,
  type task,
} from "@kehu/core";
import { expect, it } from "vitest";
import { exportCustomer } from "../customer/export-customer.js";
import { lookUpCustomer } from "../customer/look-up-customer.js";
import { stoppedClocks } from "../customer/stopped-clocks.js";
import { viewCustomer } from "../customer/view-customer.js";
import { buildRegistry, type RecordEntry } from "../registry.js";
import { lease, leasesOf, rentOut } from "./rent.test-pack.js";
import { rentPack, roles } from "./rent-roles.test-pack.js";
import { codeOf, days, type House, onBothDatabases, type World, yuan } from "./world.test-pack.js";

const registry = buildRegistry([rentPack()]);
const entries = [...registry.records.values()];
/** A record of each type. */
type Rows = Readonly<Record<string, Stored<typeof task>>>;
interface Case {
  readonly session: Session;
  readonly entry: RecordEntry;
  readonly record: AnyRecord;
  /** The id of the other tenant's record, and one that nobody has. */
  readonly id: string;
  readonly rows: Rows;
}
const nobodys = (id: string): string => `${id.slice(0, -4)}0000`;
const text = (entry: RecordEntry): string => Object.entries(entry.record.info).find(([, { kind }]) => kind === "text")?.[0] ?? "id";
const transitionOf = (entry: RecordEntry): AnyTransition | undefined =>
  entry.transitions.find(({ input }) => input === undefined) ?? entry.transitions[0];

/**
 * What every verb of a session does to a record that is another's. The list is taken from the session: a verb that comes later and is
 * not here makes the test fail.
 */
const verbs: Readonly<Record<string, (each: Case) => Promise<unknown> | undefined>> = {
  get: ({ session, record, id }) => session.get(record, id as never, { select: ["id"] } as never),
  find: ({ session, record, id, entry }) =>
    session.find(record, { where: { id }, select: ["id"], sort: [text(entry), "-id"] as never } as never).then(({ items }) => items),
  aggregate: ({ session, record, id }) =>
    session.aggregate(record, { where: { id }, by: ["state"], measures: { count: count() } } as never),
  create: ({ session, entry, record, rows }) => session.create(record, pointing(entry, rows) as never),
  createMany: ({ session, entry, record, rows }) => session.createMany(record, [pointing(entry, rows) as never]),
  adopt: ({ session, entry, record, rows }) => session.adopt(record, pointing(entry, rows) as never, adoption(record)),
  adoptMany: ({ session, entry, record, rows }) =>
    session.adoptMany(record, [{ input: pointing(entry, rows) as never, as: adoption(record) }]).then(([row]) => {
      if (row?.refusal) throw row.refusal;
      return row;
    }),
  update: ({ session, record, id }) => session.update(record, id as never, {} as never),
  updateMany: ({ session, record, id }) => session.updateMany(record, [{ id: id as never, change: {} as never }]),
  assign: ({ session, record, id }) => session.assign(record, id as never, { teamId: "x" }),
  assignMany: ({ session, record, id }) => session.assignMany(record, [{ id: id as never }], { teamId: "x" }),
  retract: ({ session, record, id }) => session.retract(record, id as never, "x"),
  retractMany: ({ session, record, id }) => session.retractMany(record, [{ id: id as never }], "x"),
  erase: ({ session, record, id }) => session.erase(record as never, id as never, "x"),
  apply: ({ session, entry, id }) => {
    const transition = transitionOf(entry);
    return transition && session.apply(transition, id as never, inputFor(transition) as never);
  },
  applyMany: ({ session, entry, id }) => {
    const transition = transitionOf(entry);
    return transition && session.applyMany(transition, [{ id: id as never, input: inputFor(transition) as never }]);
  },
  call: ({ session, record, rows }) =>
    record.name === "customer"
      ? session.call(viewCustomer, { customerId: rows["customer"]?.id as never })
      : session.call(leasesOf, { customerId: rows["customer"]?.id as never }).then(({ running }) => (running === 0 ? [] : running)),
  callMany: ({ session, rows }) => session.callMany(rentOut, [rentOutOf(rows) as never]),
  describe: undefined as never,
  can: ({ session, record, id }) => session.can(record, id as never),
};
/** Ways to a record that are no verbs of their own. */
const ways: typeof verbs = {
  "find among": ({ session, entry, rows }) =>
    throughReferences(entry, rows, (where) => session.find(entry.record, { where, select: ["id"] } as never)),
  "find by reference": ({ session, entry, rows }) =>
    throughReferences(entry, rows, (_, plain) => session.find(entry.record, { where: plain, select: ["id"] } as never)),
  "look up": ({ session }) => session.call(lookUpCustomer, { text: "SECRET-1" }),
  "look up by phone": ({ session }) => session.call(lookUpCustomer, { text: "13800138000" }),
  "stopped clocks": ({ session }) => session.call(stoppedClocks, {}).then(({ rows }) => rows),
  export: ({ session, rows }) => session.call(exportCustomer, { customerId: rows["customer"]?.id as never }),
};

const adoption = (record: AnyRecord) => ({ state: record.states[0] as never, asOf: "2026-03-01", source: "matrix" });
const inputFor = ({ name, input }: AnyTransition): unknown =>
  input === undefined ? undefined : name === "rent/lease#pay" ? { toOn: "2026-04-01", amount: yuan(500) } : { outcome: "x", reason: "x" };
const rentOutOf = (rows: Rows) => ({
  number: "NEW",
  customerId: rows["customer"]?.id,
  unitId: rows["rent/unit"]?.id,
  startsOn: "2026-03-01",
  paidToOn: "2026-03-01",
});

/** Fields of a new record that points at those of the other tenant wherever it can. */
function pointing(entry: RecordEntry, rows: Rows): object {
  const { id, version, state, since, createdAt, updatedAt, ownerId, teamId, origin, ...fields } = rows[entry.record.name] as Stored<
    typeof task
  >;
  return {
    ...fields,
    ...("number" in fields && { number: "NEW" }),
    ...("code" in fields && { code: "NEW" }),
    ...("name" in fields && { name: "NEW" }),
  };
}
async function throughReferences(
  entry: RecordEntry,
  rows: Rows,
  find: (where: object, plain: object) => Promise<{ readonly items: readonly unknown[] }>,
): Promise<unknown> {
  const found: unknown[] = [];
  for (const { path, target, plain } of entry.references) {
    const to = rows[target];
    if (!plain || !to) continue;
    const record = (registry.records.get(target) as RecordEntry).record;
    found.push(...(await find({ [path]: { in: among(record, "id", { id: to.id } as never) } }, { [path]: to.id })).items);
  }
  return found;
}

async function fill(house: House): Promise<Rows> {
  const { boss } = house;
  const stage = await house.stage(3);
  const buyer = await boss.create(customer, {
    kind: "person",
    displayName: "SECRET",
    contactPoints: [{ kind: "phone", value: "13800138000", source: "x" }],
  });
  const [one, two] = stage.units.map(({ id }) => id) as [Id<"rent/unit">, Id<"rent/unit">];
  const made = await stage.lease({
    customerId: buyer.id,
    unitId: one,
    number: "SECRET-1",
    guarantors: [{ customerId: buyer.id, share: 100 }],
  });
  const records: Record<string, object> = {
    customer: buyer,
    "rent/lease": made,
    "rent/product": stage.product,
    "rent/unit": stage.units[0] as object,
  };
  const fields: Readonly<Record<string, object>> = {
    "rent/hold": { unitId: two, customerId: buyer.id, until: days(3) },
    "rent/damage": { leaseId: made.id, what: "x", amount: yuan(1) },
    "rent/reading": { unitId: one, value: 1, readAt: days(0) },
    relationship: { customerId: buyer.id, relatedId: stage.buyer.id, kind: "employer", startsOn: "2026-01-01" },
    consent: { customerId: buyer.id, purpose: "x", channel: "any", decision: "given", textVersion: "1", evidence: "x", decidedAt: days(0) },
    interaction: { customerId: buyer.id, channel: "phone", direction: "inbound", happenedAt: days(0), topic: "x", line: "rent" },
    staff: { displayName: "x", staffNumber: "1" },
    task: { subject: "x", aboutId: made.id, customerId: buyer.id },
    goal: {
      name: "x",
      query: "rent/leases-of",
      input: JSON.stringify({ customerId: buyer.id }),
      figure: "running",
      direction: "atLeast",
      baseline: 0,
      target: 1,
      dueOn: "2027-01-01",
      onMiss: { task: "x" },
      customerId: buyer.id,
    },
    "survey-answer": { customerId: buyer.id, question: "effort", answer: 1, scaleFrom: 1, scaleTo: 7, answeredOn: "2026-01-31" },
    scoring: { asOf: "2026-01-31", currency: "CNY", horizonMonths: 12, discountRatePerMonth: "0.01" },
  };
  for (const entry of entries) {
    const given = fields[entry.record.name];
    if (given) records[entry.record.name] = await boss.create(entry.record, given as never);
  }
  records["score"] = await boss.create(score, {
    scoringId: (records["scoring"] as Stored<typeof scoring>).id,
    customerId: buyer.id,
    asOf: "2026-01-31",
    purchases: 1,
    revenue: yuan(1),
    cost: yuan(0),
    profit: yuan(1),
    profitRank: 1,
  });
  records["engagement"] = (await boss.find(registry.records.get("engagement")?.record as AnyRecord)).items[0] as object;
  return records as never;
}

const refusing =
  /: (crm\/(not-granted|not-found|field-hidden|append-only|reference-missing|stale-version|unknown-role)|core\/not-from-here)$/;

onBothDatabases("the matrix", (world) => {
  const scene = async (): Promise<{ readonly mine: House; readonly theirs: House; readonly rows: Rows; readonly world: World }> => {
    const [mine, theirs] = [await world().open(), await world().open()];
    return { mine, theirs, rows: await fill(theirs), world: world() };
  };

  it("has a row for every verb of a session and every record", async () => {
    const { mine, rows } = await scene();
    expect(Object.keys(verbs).sort()).toEqual(Object.keys(mine.boss).sort());
    expect(Object.keys(rows).sort()).toEqual(entries.map(({ record }) => record.name).sort());
    expect(interaction.name in rows).toBe(true);
  });

  /** What every verb and way gives of another tenant's records, against records that nobody has. */
  const expectApart = async ({ mine, theirs, rows }: Awaited<ReturnType<typeof scene>>, roleNames: readonly string[]): Promise<void> => {
    const before = [await mine.hash(), await theirs.hash()];
    for (const role of roleNames) {
      const buyer = rows["customer"]?.id as never;
      const session = mine.as(role === "stranger" ? [] : role, { id: "rent/boss", teams: ["x"], customerId: buyer });
      for (const entry of entries)
        for (const [verb, run] of cells(entry, rows)) {
          const { id } = rows[entry.record.name] as { readonly id: string };
          const there = await outcome(() => run({ session, entry, record: entry.record, id, rows }));
          const nowhere = await outcome(() => run({ session, entry, record: entry.record, id: nobodys(id), rows: withNobodys(rows) }));
          const cell = `${role}, ${verb}, ${entry.record.name}`;
          expect(`${cell}: ${there}`).toBe(`${cell}: ${nowhere}`);
          if (there !== "nothing") expect(`${cell}: ${there}`).toMatch(/: (crm|core)\/[a-z-]+$/);
        }
    }
    expect([await mine.hash(), await theirs.hash()]).toEqual(before);
  };

  it("keeps tenants apart, for every role, verb and record, and tells nothing of what there is", async () => {
    await expectApart(await scene(), [...roles.map(({ name }) => name), "stranger"]);
  }, 240_000);

  it("keeps tenants apart by row-level security alone, where a statement forgets its tenant", async () => {
    const each = await scene();
    let forgotten = 0;
    each.world.altered = ({ name: _, sql, ...rest }) => ({
      ...rest,
      sql: sql.replace(/((?:"?\w+"?\.)?"?tenant"?) = (\$\d+)(?!\d)/g, (_whole, column: string, value: string) => {
        forgotten += 1;
        return `(${column} is not null and ${value}::text is not null)`;
      }),
    });
    await expectApart(each, ["rent/boss", "rent/agent"]).finally(() => {
      each.world.altered = undefined;
    });
    expect(forgotten).toBeGreaterThan(1000);
  }, 240_000);

  it("keeps tenants apart by its own statements alone, where row-level security is off", async () => {
    const each = await scene();
    const toggle = (how: string) => each.mine.meddle(...each.mine.tables.map((table) => `alter table ${table} ${how} row level security`));
    await toggle("disable");
    // hashes are of all rows then, of both tenants
    await expectApart(each, ["rent/boss", "rent/agent"]).finally(() => toggle("enable"));
  }, 240_000);

  it("lets nobody without a right change or see anything, and does not tell whether it is there", async () => {
    const { theirs, rows } = await scene();
    const before = await theirs.hash();
    for (const role of ["rent/nobody", "rent/scribe", "rent/team", "rent/lessee", "rent/agent"]) {
      const session = theirs.as(role, { id: "somebody", teams: ["none"] });
      for (const entry of entries)
        for (const [verb, run] of cells(entry, rows)) {
          if (mayAnyway(role, verb, entry)) continue;
          const { id } = rows[entry.record.name] as { readonly id: string };
          const there = await outcome(() => run({ session, entry, record: entry.record, id, rows }));
          const cell = `${role}, ${verb}, ${entry.record.name}`;
          if (there !== "nothing") expect(`${cell}: ${there}`).toMatch(refusing);
          const nowhere = await outcome(() => run({ session, entry, record: entry.record, id: nobodys(id), rows: withNobodys(rows) }));
          expect(`${cell}: ${there}`).toBe(`${cell}: ${nowhere}`);
        }
    }
    expect(await theirs.hash()).toBe(before);
  }, 120_000);

  it("does not tell by a version, an input or a filter what may not be seen", async () => {
    const { theirs, rows } = await scene();
    const agent = theirs.as("rent/agent", { id: "somebody" });
    const made = rows["rent/lease"]?.id as Id<"rent/lease">;
    for (const id of [made, nobodys(made) as typeof made]) {
      expect(await codeOf(agent.update(lease, id, { note: "x" }, { version: 99 }))).toBe("crm/not-found");
      expect(await codeOf(agent.update(lease, id, { deposit: yuan(1) }))).toBe("crm/not-found");
    }
    const own = theirs.as("rent/agent", { id: "rent/boss" });
    expect(await codeOf(own.get(lease, made))).toBe("crm/field-hidden");
    expect(await codeOf(own.find(lease, { where: { deposit: { amountMinor: 1, currency: "CNY" } } as never, select: ["id"] }))).toBe(
      "crm/field-hidden",
    );
    expect(await codeOf(own.find(lease, { select: ["id"], sort: "deposit" as never }))).toBe("crm/field-hidden");
  });
});

const making = ["create", "createMany", "adopt", "adoptMany"];
/** The rows of the matrix for a record type. Who makes what points nowhere touches nobody else's. */
const cells = (entry: RecordEntry, rows: Rows) =>
  Object.entries({ ...verbs, ...ways }).filter(([verb]) => verb !== "describe" && !(making.includes(verb) && pointsNowhere(entry, rows)));
const pointsNowhere = (entry: RecordEntry, rows: Rows): boolean =>
  entry.references.every(({ path }) => !((path.split(".")[0] as string) in pointing(entry, rows)) || path.includes("stops"));
const withNobodys = (rows: Rows): Rows =>
  Object.fromEntries(Object.entries(rows).map(([name, row]) => [name, { ...row, id: nobodys(row.id) as never }]));
/** What the role may do on its own account, so that it is no leak. */
const mayAnyway = (role: string, verb: string, { record }: RecordEntry): boolean =>
  (registry.roles.get(role)?.grants ?? []).some(
    ({ on, reach, verb: granted }) => on === record.name && reach === "all" && (granted === "read" || granted === "create"),
  ) && ["get", "find", "aggregate", "find by reference", "find among", "can"].includes(verb);

async function outcome(run: () => Promise<unknown> | undefined): Promise<string> {
  try {
    const result = await run();
    if (result === undefined || (Array.isArray(result) && result.length === 0)) return "nothing";
    return `something: ${JSON.stringify(result).slice(0, 200)}`;
  } catch (error) {
    return (error as { readonly code?: string }).code ?? String(error);
  }
}
