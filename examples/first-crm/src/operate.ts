// What a CRM needs besides its screens: what goes outside, people who leave, and whoever watches over it.
import { customer, defineRole, interaction, may } from "@kehu/core";
import { createCrm, exportCustomer, type LogEntry } from "@kehu/crm";
import { pglite } from "@kehu/crm/pglite";

const clerk = defineRole("shop/clerk", [
  may.read(customer, "all"),
  may.create(customer),
  may.read(interaction, "all"),
  may.create(interaction),
]);
const mail = defineRole("shop/mail", [may.read(customer, "all", { hide: ["identifiers", "birthOn"] })]);
const privacyOfficer = defineRole("shop/privacy-officer", [
  may.read(customer, "all"),
  may.read(interaction, "all"),
  may.erase(customer, "all"),
]);

// #region watch
const entries: LogEntry[] = [];
const crm = await createCrm({
  packs: [],
  roles: [clerk, mail, privacyOfficer],
  database: pglite(),
  log: (entry) => entries.push(entry), // { verb, on, tenant, level, milliseconds, code }: never what was in a call
  // tracer: trace.getTracer("kehu"), of @opentelemetry/api: each call is a span
});
// #endregion
await crm.install();
await crm.openTenant({ id: "shop", timeZone: "Asia/Shanghai", jurisdiction: "CN", currency: "CNY", packs: [] });
const desk = crm.as({ id: "li", tenant: "shop", roles: ["shop/clerk"] });
const contactPoints = [{ kind: "email", value: "wang@example.com", source: "form" } as const];
const { id: customerId } = await desk.create(customer, { kind: "person", displayName: "王芳", contactPoints });
await desk.create(interaction, {
  customerId,
  channel: "phone",
  direction: "inbound",
  happenedAt: new Date().toISOString(),
  topic: "Asks for a loan",
});

// #region feed
const feed = crm.feed({ id: "mailing", tenant: "shop", roles: ["shop/mail"] });
const sent: string[] = [];
await feed.deliver(async (events) => {
  for (const { position, record, definition, changed } of events)
    sent.push(`${position} ${definition} ${record}: ${changed["displayName"]}`);
}); // confirmed page by page; what throws is given again
console.log(sent); // ["1 create customer: 王芳"]
// #endregion

// #region leave
const officer = crm.as({ id: "chen", tenant: "shop", roles: ["shop/privacy-officer"] });
const whole = await officer.call(exportCustomer, { customerId, locale: "zh-CN" });
console.log(whole.records.map(({ label }) => label)); // ["客户", "联络"]
const { erased, kept } = await officer.erase(customer, customerId, "asked for it on 2026-03-02");
console.log(
  erased.map(({ record, fields }) => `${record}: ${fields.join(", ")}`),
  kept.length,
);
// #endregion

// #region check
const { rows, erased: without, damage, head } = await crm.verifyJournal("shop");
console.log(rows, without, damage, head.length); // so many entries, two of them without content, no damage
const { database } = await crm.health();
const { dueTimers, unnumberedEntries, consumers } = await crm.tenantHealth("shop");
console.log(database.kind, dueTimers, unnumberedEntries, consumers); // how far each consumer of the feed is behind
// #endregion
console.log(entries.filter(({ level }) => level !== "debug").length); // nothing was refused
await crm.close();
