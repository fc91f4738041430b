import { customer, defineRole, interaction, KehuError, may, task, taskLifecycle } from "@kehu/core";
import { createCrm, formatPlan, lookUpCustomer, viewCustomer } from "@kehu/crm";
import { pglite } from "@kehu/crm/pglite";
import { postgres } from "@kehu/crm/postgres";
import { insurance, policy } from "@kehu/insurance";

// #region open
const url = process.env["DATABASE_URL"];
const database = url === undefined ? pglite() : postgres({ url });
const receptionist = defineRole("agency/receptionist", [
  may.read(customer, "all"),
  may.create(customer),
  may.update(customer, "all"),
  may.read(interaction, "all"),
  may.create(interaction),
  may.read(task, "own"),
  may.create(task),
  may.apply(taskLifecycle.finish, "own"),
]);
let now = "2026-03-02T01:00:00.000Z";
const crm = await createCrm({ packs: [insurance], roles: [receptionist], database, clock: () => now });
const plan = await crm.install();
console.log(formatPlan(plan).split("\n")[0]); // create schema kehu
// #endregion

// #region tenant
await crm.openTenant({ id: "agency", timeZone: "Asia/Shanghai", jurisdiction: "CN", currency: "CNY", packs: ["insurance"] });
const desk = crm.as({ id: "zhao", tenant: "agency", roles: ["agency/receptionist"] });
// #endregion

// #region write
const wang = await desk.create(customer, {
  kind: "person",
  displayName: "王芳",
  contactPoints: [{ kind: "phone", value: "138 0013 8000", source: "front desk" }],
});
await desk.update(customer, wang.id, { language: "zh-CN" }, { version: wang.version });
const call = {
  customerId: wang.id,
  channel: "phone",
  direction: "inbound",
  happenedAt: now,
  topic: "A question about her policy",
} as const;
await desk.create(interaction, call, { state: "awaitingReply", key: `call ${wang.id}` });
const { id: taskId } = await desk.create(task, { subject: "Call Ms Wang back", customerId: wang.id, dueOn: "2026-03-03" });
await desk.apply(taskLifecycle.finish, taskId, { outcome: "She has her answer" });
// #endregion

// #region read
const { items } = await desk.find(customer, { where: { state: "active", language: "zh-CN" }, sort: "displayName", limit: 20 });
console.log(items.length); // 1
const [found] = await desk.call(lookUpCustomer, { text: "+86 138-0013-8000" });
console.log(found?.displayName, found?.by); // 王芳 phone
const view = await desk.call(viewCustomer, { customerId: wang.id });
console.log(view.interactions.length, view.deadlines.length); // 1 1
console.log(view.withheld.includes("engagement")); // true: no role of Zhao's lets her read it
// #endregion

// #region can
for (const { label, possible, refusal } of await desk.can(task, taskId)) console.log(label, possible, refusal?.code); // Finish false core/not-from-here
// #endregion

// #region refused
try {
  await desk.find(policy);
} catch (error) {
  if (error instanceof KehuError) console.log(error.code, error.retryable); // crm/not-granted false
}
// #endregion

// #region due
now = "2026-03-05T01:00:00.000Z";
const { fired } = await crm.runDue(now);
console.log(fired > 0); // true: the reply was due after 24 hours
await crm.close();
// #endregion
