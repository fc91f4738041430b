// What the compiler says where somebody's zod is another version than the one that the packages were built with. Needs `pnpm build` and
// the registry; run it when zod or the generics of the constructs change: npx tsx .ci/types-zod.ts
//
// Each version is tried in two ways: `one copy`, the packages use it too, as a peer dependency should be; and `two copies`, it lies
// beside the one of the packages, as it does after a careless installation. Either way it has to compile, and soon.
import { execFileSync } from "node:child_process";
import { cpSync, readFileSync, realpathSync, rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { compile, project, root, stage } from "./types-stage.js";

const mostSeconds = 5;
const consumer = `import { act, count, createId, date, decide, defineLifecycle, defineOperation, definePack, defineParameter, defineQuery, defineRecord, defineRefusal, group, list, money, one, party, ref, task, text } from "@kehu/core";
import { createCrm } from "@kehu/crm";
import { pglite } from "@kehu/crm/pglite";
import { insurance, payPremium, policy, policyLifecycle } from "@kehu/insurance";
import * as z from "zod";

export const cover = defineRecord("garage/cover", {
  fields: { policyId: ref("insurance/policy"), holderId: party("holder"), startsOn: date(), fee: money(), seats: z.int().min(1), kind: z.enum(["full", "basic"]), email: z.email().max(200).optional(), isNew: z.boolean().default(false), weight: z.number().optional(), frequency: policy.fields.premiumFrequency, parts: list(group({ name: text(40), pieces: z.int(), size: z.enum(["s", "m"]) }), 20).default([]), note: z.string().max(20), variant: z.strictObject({ colour: z.string().max(9) }).optional() },
  states: ["open", "closed"],
});
export const notYet = defineRefusal("garage/not-yet", "It starts on {startsOn}; wait.");
export const days = defineParameter("garage/days", { schema: z.int(), values: [{ from: "2020-01-01", value: 3, source: "house rule", verified: true }] });
export const coverLifecycle = defineLifecycle(cover, (t) => ({
  close: t({ from: "open", to: "closed", input: { on: date(), reason: z.enum(["sold", "lost"]) }, needs: { policy: one(policy, "policyId") }, check: ({ input, record, needs }) => (input.reason === "sold" && needs.policy.state === "inForce" && input.on < record.startsOn ? notYet({ startsOn: record.startsOn }) : undefined), also: ({ record }) => [act.create(task, { subject: record.note, aboutId: record.id })] }),
}));
export const book = defineOperation("garage/book", {
  input: { policyId: ref("insurance/policy"), seats: z.int(), kind: z.enum(["full", "basic"]) },
  output: group({ coverId: ref("garage/cover"), seats: z.int() }),
  run: async (work, { policyId, seats, kind }) => {
    const { holderId } = await work.get(policy, policyId);
    const made = await work.create(cover, { policyId, holderId, startsOn: work.today, fee: { amountMinor: 1, currency: "CNY" }, seats, kind, frequency: "annual", note: "n" });
    return { coverId: made.id, seats: made.seats };
  },
});
export const covers = defineQuery("garage/covers", { input: { kind: z.enum(["full", "basic"]) }, output: z.array(z.number()).max(9), run: async (reader, { kind }) => (await reader.aggregate(cover, { where: { kind }, measures: { all: count() } })).map(({ all }) => all) });
const choice = { full: "全", basic: "基" };
export const garage = definePack({
  name: "garage", version: "0.1.0", requires: [insurance], definitions: { cover, notYet, days, coverLifecycle, book, covers },
  locales: { "zh-CN": { cover: { name: "保障", fields: { policyId: "保单", holderId: "持有人", startsOn: "起", fee: "费", seats: "座", kind: { name: "种", options: choice }, email: "邮", isNew: "新", weight: "重", frequency: { name: "频", options: { single: "趸", monthly: "月", quarterly: "季", semiannual: "半", annual: "年" } }, parts: "件", note: "注", variant: "款" }, states: { open: "开", closed: "关" } }, notYet: "{startsOn} 起。", days: "天", coverLifecycle: { close: { name: "关", input: { on: "日", reason: { name: "因", options: { sold: "售", lost: "失" } } } } }, book: { name: "订", input: { policyId: "保单", seats: "座", kind: { name: "种", options: choice } } }, covers: { name: "数", input: { kind: { name: "种", options: choice } } } } },
});
export const crm = await createCrm({ packs: [insurance, garage], database: pglite() });
const desk = crm.as({ id: "li", tenant: "t1", roles: [] });
export const done: { coverId: string; seats: number } = await desk.call(book, { policyId: "p1", seats: 2, kind: "full" });
export const found = await desk.get(cover, done.coverId);
await desk.apply(coverLifecycle.close, found.id, { on: "2026-01-01", reason: "lost" });
await desk.call(payPremium, { policyNumber: "P1", receiptNumber: "R1", amount: { amountMinor: 1, currency: "CNY" }, paidOn: "2026-01-01", method: "card" });
await desk.apply(policyLifecycle.issue, "p1");
export const decision = decide(policyLifecycle.issue, { record: await desk.get(policy, "p1"), now: createId.name });
`;

const built = (JSON.parse(readFileSync(join(root, "packages/core/node_modules/zod/package.json"), "utf8")) as { readonly version: string })
  .version;
const npm = (...args: readonly string[]): string =>
  execFileSync("npm", args, { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }).trim();
const inRange = (JSON.parse(npm("view", "zod@^4.6.0", "version", "--json")) as readonly string[]).filter(
  (version) => !version.includes("-"),
);
/** The ends of the peer range, the version of the build, and two that the range leaves out. */
const versions = [...new Set([inRange[0] as string, inRange.at(-1) as string, built, "4.5.4", "4.0.0"])];

/** The packages as an installation with one copy of zod has them: their dependencies beside them. */
function withOneCopy(at: string): void {
  for (const name of ["core", "crm", "service", "insurance"]) {
    const [from, to] = [join(root, "packages", name), join(at, "node_modules/@kehu", name)];
    rmSync(to, { force: true });
    for (const part of ["package.json", "dist"]) cpSync(join(from, part), join(to, part), { recursive: true });
  }
  for (const name of ["kysely", "@electric-sql"])
    symlinkSync(realpathSync(join(root, "packages/crm/node_modules", name)), join(at, "node_modules", name));
}

let failed = false;
for (const version of versions)
  for (const copies of ["one copy", "two copies"] as const) {
    const at = stage();
    try {
      rmSync(join(at, "node_modules/zod"));
      const file = npm("pack", `zod@${version}`, "--pack-destination", at, "--silent");
      execFileSync("tar", ["-xzf", join(at, file), "-C", join(at, "node_modules")]);
      cpSync(join(at, "node_modules/package"), join(at, "node_modules/zod"), { recursive: true });
      if (copies === "one copy") withOneCopy(at);
      else for (const name of ["service", "insurance"]) symlinkSync(join(root, "packages", name), join(at, "node_modules/@kehu", name));
      project(join(at, "garage"), "garage", new Map([["index.ts", consumer]]));
      const { errors, seconds, instantiations } = compile(join(at, "garage"), mostSeconds * 4);
      const isGood = seconds <= mostSeconds && errors.length === 0;
      failed ||= !isGood;
      console.log(
        `${isGood ? "ok    " : "FAILED"} zod ${version} beside ${built}, ${copies}: ${seconds.toFixed(1)} s, ${instantiations} instantiations, ${errors.length} errors`,
      );
      for (const error of errors.slice(0, 3)) console.log(`         ${error.slice(0, 300)}`);
    } finally {
      rmSync(at, { recursive: true, force: true });
    }
  }
process.exit(failed ? 1 : 0);
