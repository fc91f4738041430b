import { customer, defineRole, may } from "@kehu/core";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { postgresUrl } from "../../../../.config/test-databases.js";
import { createCrm } from "../crm.js";
import type { Database, Statement } from "../database/database.js";
import { newPlace, type Place } from "../suite/place.test-pack.js";
import { tellingDatabase } from "../suite/telling.test-pack.js";

const reader = defineRole("shop/reader", [may.create(customer), may.read(customer, "all")]);
const kinds = (["pglite", "postgres"] as const).filter((kind) => kind === "pglite" || postgresUrl() !== undefined);

describe.each(kinds)("a page of the feed on %s", (kind) => {
  let place: Place;
  let database: Database;
  const asked: Statement[] = [];
  beforeEach(async () => {
    place = await newPlace(kind);
    database = await place.source.open();
  });
  afterEach(async () => {
    await database.close();
    await place.drop();
  });

  /** The same database, whose reads are noted. */
  const noting = (): Database => ({
    ...tellingDatabase(database, () => {}),
    close: async () => {},
    read(tenant, statements) {
      asked.push(...statements);
      return database.read(tenant, statements);
    },
  });

  it("is found by its position, and not by looking at every row of the journal", async () => {
    const crm = await createCrm({ packs: [], roles: [reader], database: { kind, open: async () => noting() } });
    await crm.install();
    await crm.openTenant({ id: "shop", timeZone: "Asia/Shanghai", jurisdiction: "CN", currency: "CNY", packs: [] });
    const actor = { id: "search", tenant: "shop", roles: ["shop/reader"] };
    await crm.as(actor).create(customer, { kind: "person", displayName: "王芳" });
    expect((await crm.feed(actor).read()).events).toHaveLength(1);
    const page = asked.findLast(({ name }) => name?.startsWith("feed page")) as Statement;
    const plan = await database.transaction("shop", async (transaction) => {
      const plain = { sql: "select set_config('enable_seqscan', 'off', true)", parameters: [] };
      const [, explained] = await transaction.send([plain, { sql: `explain ${page.sql}`, parameters: page.parameters }]);
      return (explained?.rows ?? []).map((row) => row["QUERY PLAN"]).join("\n");
    });
    expect(plan).toMatch(/Index Cond: .*"?position"? > /);
    await crm.close();
  });
});
