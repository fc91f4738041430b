import {
  count,
  customer,
  defineLifecycle,
  defineOperation,
  defineRecord,
  defineRole,
  group,
  type Id,
  may,
  type Pack,
  ref,
  type Session,
  text,
  totals,
} from "@kehu/core";
import { type Benchmark, bench } from "../../../../.ci/bench-api.js";
import { createDatabase, findPostgres } from "../../../../.config/postgres.js";
import { type Crm, createCrm } from "../crm.js";
import { postgres } from "../postgres/index.js";

/** Whether the parent follows its children: a dossier is complete when it has enough pages, a folder is a mere heading. */
const folder = defineRecord("hot/folder", { fields: { title: text(20) }, states: ["open", "full"] });
const page = defineRecord("hot/page", { fields: { folderId: ref("hot/folder"), text: text(20) } });
const dossier = defineRecord("hot/dossier", { fields: { title: text(20) }, states: ["open", "full"] });
const sheet = defineRecord("hot/sheet", { fields: { dossierId: ref("hot/dossier"), text: text(20) } });
const dossierLife = defineLifecycle(dossier, (t) => ({
  fill: t({
    from: "open",
    to: "full",
    needs: { sheets: totals(sheet, "dossierId", { measures: { count: count() } }) },
    when: ({ needs }) => needs.sheets.count >= 1_000_000,
  }),
}));
const file = defineOperation("hot/file", {
  input: { folderId: ref("hot/folder"), text: text(20) },
  output: group({ pageId: ref("hot/page") }),
  run: async (work, input) => ({ pageId: (await work.create(page, input)).id }),
});
const add = defineOperation("hot/add", {
  input: { dossierId: ref("hot/dossier"), text: text(20) },
  output: group({ sheetId: ref("hot/sheet") }),
  run: async (work, input) => ({ sheetId: (await work.create(sheet, input)).id }),
});
const clerk = defineRole("hot/clerk", [
  ...[may.create(folder), may.read(folder, "all"), may.create(dossier), may.read(dossier, "all"), may.read(customer, "all")],
  ...[may.call(file), may.call(add)],
]);
const definitions = { folder, page, dossier, dossierLife, sheet, file, add, clerk };
const pack: Pack = { name: "hot", version: "0.1.0", requires: [], definitions, locales: {} };

const [writers, each] = [8, 40];
const server = await findPostgres();
let crm: Crm;
let desk: Session;
let drop: () => Promise<void>;
interface Parents {
  readonly folderId: Id<"hot/folder">;
  readonly dossierId: Id<"hot/dossier">;
}
let parents: Parents[] = [];
async function open(): Promise<void> {
  if ("problem" in server) throw new Error(server.problem);
  const made = await createDatabase(server.url, `kehu_bench_${Date.now().toString(36)}_hot`);
  drop = made.drop;
  crm = await createCrm({ packs: [pack], database: postgres({ url: made.url }), clock: () => "2026-03-02T04:00:00.000Z" });
  await crm.install();
  await crm.openTenant({ id: "t", timeZone: "Asia/Shanghai", jurisdiction: "CN", currency: "CNY", packs: ["hot"] });
  desk = crm.as({ id: "bench", tenant: "t", roles: ["hot/clerk"] });
  const titles = Array.from({ length: writers * 20 }, (_, index) => ({ title: `${index}` }));
  const [folders, dossiers] = [await desk.createMany(folder, titles), await desk.createMany(dossier, titles)];
  parents = folders.map(({ id }, index) => ({ folderId: id, dossierId: dossiers[index]?.id as Id<"hot/dossier"> }));
}
async function close(): Promise<void> {
  await crm.close();
  await drop();
}

/** Eight who write at once, all under one parent or each under its own; new ones each time, so that there is not ever more to count. */
async function writing(work: (parent: Parents) => Promise<unknown>, isHot: boolean): Promise<number> {
  const own = parents.splice(0, writers);
  const writer = async (_: unknown, index: number): Promise<void> => {
    for (let time = 0; time < each; time += 1) await work(own[isHot ? 0 : index] as Parents);
  };
  await Promise.all(Array.from({ length: writers }, writer));
  return writers * each;
}
const filing = ({ folderId }: Parents): Promise<unknown> => desk.call(file, { folderId, text: "x" });
const adding = ({ dossierId }: Parents): Promise<unknown> => desk.call(add, { dossierId, text: "x" });

const under = (name: string, work: typeof filing, timesBaseline: number): Benchmark =>
  bench({
    name: `${writers} writers under ${name}`,
    unit: "write",
    setup: open,
    teardown: close,
    variants: { "one parent": () => writing(work, true), "a parent each": () => writing(work, false) },
    baseline: "a parent each",
    aim: { timesBaseline },
    rounds: 7,
  });

export default ("url" in server
  ? [under("a parent that is pointed at", filing, 1 / 0.7), under("a parent that follows its children", adding, 1 / 0.4)]
  : []) satisfies readonly Benchmark[];
