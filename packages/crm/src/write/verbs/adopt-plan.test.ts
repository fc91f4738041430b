import { randomUUID } from "node:crypto";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { postgresUrl } from "../../../../../.config/test-databases.js";
import { createCrm } from "../../crm.js";
import type { Statement } from "../../database/database.js";
import { explained, rowsOf } from "../../suite/explain.test-pack.js";
import { garages } from "../../suite/garage.test-pack.js";
import { fillGarage } from "../../suite/garage-rows.test-pack.js";
import { newPlace, type Place } from "../../suite/place.test-pack.js";
import { tellingSource } from "../../suite/telling.test-pack.js";

const kinds = (["pglite", "postgres"] as const).filter((kind) => kind === "pglite" || postgresUrl() !== undefined);
const [known, asked] = [4000, 200];

describe.each(kinds)("a tenant of which the statistics know nothing, on %s", (kind) => {
  let place: Place;
  beforeEach(async () => {
    place = await newPlace(kind);
  });
  afterEach(() => place.drop());

  it("has only looked at what a row may be, however much it has", async () => {
    const sent: Statement[] = [];
    const source = tellingSource(place.source, (_, statements) => void sent.push(...statements));
    const crm = await createCrm({ packs: [garages.one], database: source });
    await fillGarage(crm, 500);
    await crm.analyse();
    await crm.close();
    const lookUps = ["from kehu.adoption where", `from "kehu_garage"."car" as "t" where`].map(
      (text) => sent.findLast(({ sql }) => sql.replaceAll("as t ", 'as "t" ').includes(text)) as Statement,
    );
    const database = await place.source.open();
    const looked = await database.transaction("west", async (transaction) => {
      const at = "2026-03-01T00:00:00Z";
      const ids = Array.from({ length: known }, () => randomUUID());
      await transaction.send([
        {
          sql: `insert into kehu_garage.car (tenant, id, state, since, version, created_at, updated_at, plate, data)
            select 'west', id, 'listed', '${at}', 1, '${at}', '${at}', 'P' || n, '{}' from unnest($1::uuid[]) with ordinality as r(id, n)`,
          parameters: [ids],
        },
        {
          sql: "insert into kehu.adoption (tenant, record, source, record_id, digest) select 'west', 'garage/car', 'P' || n, id, '' from unnest($1::uuid[]) with ordinality as r(id, n)",
          parameters: [ids],
        },
      ]);
      const names = Array.from({ length: asked }, (_, index) => `P${index + 1}`);
      const own = (value: unknown) => (Array.isArray(value) ? names : value === "south" ? "west" : value);
      const results = await transaction.send(lookUps.map(({ sql, parameters }) => explained({ sql, parameters: parameters.map(own) })));
      return results.map(rowsOf);
    });
    await database.close();
    for (const { gave, read } of looked) {
      expect(gave).toBe(asked);
      expect(read).toBeLessThan(2 * asked);
    }
  });
});
