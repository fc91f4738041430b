import { customer, defineRole, may } from "@kehu/core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Crm, createCrm } from "../crm.js";
import { pglite } from "../pglite/index.js";

const writer = defineRole("office/writer", [may.create(customer), may.update(customer, "all"), may.assign(customer, "all")]);
const half = defineRole("office/half", [
  may.create(customer),
  may.adopt(customer),
  may.update(customer, "all"),
  may.read(customer, "all", { hide: ["identifiers"] }),
]);
const own = defineRole("office/own", [may.create(customer), may.update(customer, "all"), may.read(customer, "own")]);
const person = {
  kind: "person" as const,
  displayName: "赵六",
  identifiers: [{ kind: "passport" as const, value: "E12345678", source: "desk" }],
};

describe("shown", () => {
  let crm: Crm;
  const as = (id: string, role: string) => crm.as({ id, tenant: "t", roles: [role] });
  beforeAll(async () => {
    crm = await createCrm({ packs: [], roles: [writer, half, own], database: pglite() });
    await crm.install();
    await crm.openTenant({ id: "t", timeZone: "Asia/Shanghai", jurisdiction: "CN", currency: "CNY", packs: [] });
  });
  afterAll(() => crm.close());

  it("shows a writer without a right to read nothing but that it is written", async () => {
    const made = await as("a", "office/writer").create(customer, person);
    expect(Object.keys(made).sort()).toEqual(["createdAt", "id", "since", "state", "updatedAt", "version"]);
    expect(await as("a", "office/writer").update(customer, made.id, { tier: "gold" })).not.toHaveProperty("displayName");
    expect(await as("a", "office/writer").assign(customer, made.id, { ownerId: "b" })).not.toHaveProperty("identifiers");
  });
  it("leaves out hidden fields, of one record and of many", async () => {
    const session = as("a", "office/half");
    const made = await session.create(customer, person);
    expect(made.displayName).toBe("赵六");
    expect(made).not.toHaveProperty("identifiers");
    for (const each of await session.updateMany(customer, [{ id: made.id, change: { tier: "gold" } }]))
      expect(each).not.toHaveProperty("identifiers");
  });
  it("tells what a verb that reads refuses: a field that is hidden", async () => {
    const session = as("a", "office/half");
    const { id } = await session.create(customer, person);
    await expect(session.get(customer, id)).rejects.toMatchObject({ code: "crm/field-hidden" });
    await expect(session.get(customer, id, { select: ["identifiers"] })).rejects.toMatchObject({ code: "crm/field-hidden" });
    expect(await session.get(customer, id, { select: ["displayName"] })).toEqual({ displayName: "赵六" });
    const adopted = await session.adoptMany(customer, [{ input: person, as: { state: "active", asOf: "2026-01-01", source: "a#1" } }]);
    for (const { record } of adopted) expect(record).not.toHaveProperty("identifiers");
  });
  it("looks at the reach of each record", async () => {
    const mine = await as("a", "office/own").create(customer, person);
    expect(mine.displayName).toBe("赵六");
    expect(await as("b", "office/own").update(customer, mine.id, { tier: "gold" })).not.toHaveProperty("displayName");
  });
  it("refuses an option that a read does not know", async () => {
    const find = as("a", "office/half").find(customer, { wherre: { displayName: "x" } } as never);
    await expect(find).rejects.toMatchObject({ code: "crm/invalid-query" });
  });
});
