import { once } from "node:events";
import { allPages } from "@kehu/core";
import { describe, expect, it } from "vitest";
import { startScript } from "../../../../.config/scripts.js";
import { counts, isSoak } from "../../../../.config/soak.js";
import { postgresUrl } from "../../../../.config/test-databases.js";
import { createCrm } from "../crm.js";
import type { DatabaseSource, Row } from "../database/database.js";
import { cars, garages } from "./garage.test-pack.js";
import { fillGarage, garageTenants } from "./garage-rows.test-pack.js";
import { newPlace, type Place } from "./place.test-pack.js";
import { tellingSource } from "./telling.test-pack.js";
import { monday } from "./world.test-pack.js";

const all = (["pglite", "postgres"] as const).filter((kind) => kind === "pglite" || postgresUrl() !== undefined);
const kinds = isSoak ? all : all.slice(-1);

const open = (source: DatabaseSource, version: keyof typeof garages) =>
  createCrm({ packs: [garages[version]], database: source, clock: () => monday });

/** What is to be seen of a database's build in PostgreSQL's own tables. */
const catalogue = `
  with ours as (select c.oid, n.nspname || '.' || c.relname as name, c.relkind::text, c.relrowsecurity, c.relforcerowsecurity
    from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname = 'kehu' or n.nspname like 'kehu\\_%')
  select 'table' as what, name, concat_ws(' ', relkind, relrowsecurity, relforcerowsecurity, obj_description(oid, 'pg_class')) as told from ours
  union all select 'column', o.name, concat_ws(' ', a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull, a.attidentity::text, a.attcollation::text, pg_get_expr(d.adbin, d.adrelid))
    from ours o join pg_attribute a on a.attrelid = o.oid and a.attnum > 0 and not a.attisdropped left join pg_attrdef d on d.adrelid = o.oid and d.adnum = a.attnum
  union all select 'index', o.name, pg_get_indexdef(x.indexrelid) from ours o join pg_index x on x.indrelid = o.oid
  union all select 'constraint', o.name, k.conname || ' ' || pg_get_constraintdef(k.oid) from ours o join pg_constraint k on k.conrelid = o.oid
  union all select 'policy', o.name, concat_ws(' ', p.polname, p.polcmd::text, pg_get_expr(p.polqual, p.polrelid), pg_get_expr(p.polwithcheck, p.polrelid)) from ours o join pg_policy p on p.polrelid = o.oid
  union all select 'trigger', o.name, pg_get_triggerdef(t.oid) from ours o join pg_trigger t on t.tgrelid = o.oid where not t.tgisinternal
  union all select 'function', p.proname, p.prosrc from pg_proc p join pg_namespace n on n.oid = p.pronamespace where n.nspname = 'kehu'
  union all select 'extension', extname, extversion from pg_extension
  union all select 'pack', pack, version || ' ' || digest from kehu.pack_version
  union all select 'upgrade', pack, to_version from kehu.upgrade
  order by 1, 2, 3`;

async function buildOf(source: DatabaseSource): Promise<readonly Row[]> {
  const database = await source.open();
  const [found] = await database.administer((transaction) => transaction.send([{ sql: catalogue, parameters: [] }]));
  await database.close();
  return found?.rows ?? [];
}
async function rowsOf(source: DatabaseSource, tenant: string): Promise<readonly object[]> {
  const crm = await open(source, "three");
  const found: object[] = [];
  const session = crm.as({ id: "boss", tenant, roles: ["garage/boss"] });
  for await (const page of allPages(session, cars.three, { sort: ["licence"] })) found.push(...page.map(({ id, keeperId, ...car }) => car));
  await crm.close();
  return found;
}

/** What is installed, from what, and how to look at what came of it. */
const ways = {
  installing: { version: "one", async prepare() {}, resultOf: buildOf },
  upgrading: {
    version: "three",
    async prepare({ source }: Place) {
      const crm = await open(source, "one");
      await fillGarage(crm, 9);
      await crm.close();
    },
    async resultOf(source: DatabaseSource) {
      const results: unknown[] = [await buildOf(source)];
      // one after another: a directory has one owner
      for (const tenant of garageTenants) results.push(await rowsOf(source, tenant));
      return results;
    },
  },
} as const;

describe.each(kinds)("a process that is killed, %s", (kind) => {
  it.each(["installing", "upgrading"] as const)(
    "at any step of %s a pack, leaves what another one brings to the same end",
    async (name) => {
      const { version, prepare, resultOf } = ways[name];
      const whole = await newPlace(kind, "disk");
      await prepare(whole);
      let groups = 0;
      const counted = await open(
        tellingSource(whole.source, () => {
          groups += 1;
        }),
        version,
      );
      await counted.install();
      await counted.close();
      const right = await resultOf(whole.source);
      await whole.drop();
      expect(groups).toBeGreaterThan(3);

      // each group before it was sent, and when it has just been
      const steps = Array.from({ length: 2 * groups }, (_, index) => index);
      for (const step of isSoak ? steps : steps.slice(groups, groups + 1)) {
        const place = await newPlace(kind, "disk");
        await prepare(place);
        const child = startScript(
          import.meta.url,
          `import { createCrm } from "../crm.ts";
          import { garages } from "./garage.test-pack.ts";
          import { tellingSource } from "./telling.test-pack.ts";
          const end = () => process.kill(process.pid, "SIGKILL");
          let groups = 0;
          const source = tellingSource(${place.script}, () => {
            if (groups === ${Math.floor(step / 2)}) ${step % 2 === 0 ? "end()" : "setImmediate(end)"};
            groups += 1;
          });
          const crm = await createCrm({ packs: [garages.${version}], database: source, clock: () => ${JSON.stringify(monday)} });
          await crm.install();`,
        );
        expect([step, (await once(child, "close"))[1]]).toEqual([step, "SIGKILL"]);
        const again = await open(place.source, version);
        await again.install();
        expect((await again.install()).steps).toEqual([]);
        await again.close();
        expect([step, await resultOf(place.source)]).toEqual([step, right]);
        await place.drop();
      }
    },
    counts(120_000, 3_600_000),
  );
});
