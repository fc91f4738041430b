import {
  customer,
  defineLifecycle,
  defineParameter,
  defineRecord,
  defineRefusal,
  defineRole,
  defineRule,
  group,
  list,
  may,
  money,
  type Pack,
  party,
  personal,
  ref,
  task,
  text,
} from "@kehu/core";
import * as z from "zod";

/** What is personal stands at the top of a record, in a group, in a list, in what a transition is given, and where it cannot be left out. */
export const file = defineRecord("clinic/file", {
  fields: {
    patientId: party("patient"),
    number: text(20),
    complaint: personal("health", text(300)),
    allergies: personal("health", list(text(60), 10)).default([]),
    bloodGroup: personal("health", z.enum(["A", "B", "AB", "0"])),
    address: group({ street: personal("contact", text(100)), city: text(40), floor: personal("contact", text(40)).optional() }).optional(),
    visits: list(group({ ward: text(40), remark: personal("health", text(100)) }), 10).default([]),
  },
  states: ["open", "closed"],
  unique: [{ by: ["number"] }],
});
export const fileLifecycle = defineLifecycle(file, (t) => ({
  close: t({ from: "open", to: "closed", input: { why: personal("content", text(200)) } }),
}));
/** Hangs on a file: it names no customer. */
export const finding = defineRecord("clinic/finding", {
  fields: { fileId: ref("clinic/file"), says: personal("health", text(300)) },
});
/** Nothing in it is personal but what a transition is given. */
export const bed = defineRecord("clinic/bed", { fields: { patientId: party("patient"), ward: text(20) }, states: ["taken", "left"] });
export const bedLifecycle = defineLifecycle(bed, (t) => ({
  leave: t({ from: "taken", to: "left", input: { why: personal("content", text(200)) } }),
}));
export const keptYears = defineParameter("clinic/kept-years", {
  schema: z.int(),
  values: [{ from: "2000-01-01", value: 10, source: "the law of bills, art. 7", verified: true }],
});
export const bill = defineRecord("clinic/bill", {
  fields: { payerId: party("payer").optional(), addressee: personal("name", text(100)), amount: money() },
  states: ["open", "paid"],
  retention: keptYears,
});
export const billLifecycle = defineLifecycle(bill, (t) => ({ pay: t({ from: "open", to: "paid" }) }));
export const proxy = defineRecord("clinic/proxy", {
  fields: { giverId: party("giver"), holderId: party("holder"), scope: personal("content", text(200)) },
});
export const willStands = defineRefusal("clinic/will-stands", "A last will is not changed; write a new one.");
export const will = defineRecord("clinic/will", { fields: { testatorId: party("testator"), words: personal("content", text(200)) } });
export const willsStand = defineRule("clinic/wills-stand", will, {
  check: ({ record, before }) => (before !== undefined && before.words !== record.words ? willStands() : undefined),
});

const records = [customer, task, file, finding, bed, bill, proxy, will] as const;
export const registrar = defineRole("clinic/registrar", [
  ...records.flatMap((record) => [
    may.read(record, "all"),
    may.create(record),
    may.adopt(record),
    may.update(record, "all"),
    may.retract(record, "all"),
  ]),
  may.apply(fileLifecycle.close, "all"),
  may.apply(bedLifecycle.leave, "all"),
  may.apply(billLifecycle.pay, "all"),
]);
export const privacyOfficer = defineRole("clinic/privacy-officer", [
  ...records.map((record) => may.read(record, "all")),
  may.erase(customer, "all"),
]);
/** Sees neither findings nor the complaint. */
export const porter = defineRole("clinic/porter", [
  may.read(customer, "all"),
  may.read(file, "all", { hide: ["complaint"] }),
  may.erase(customer, "own"),
]);

export const clinicPack: Pack = {
  name: "clinic",
  version: "0.1.0",
  requires: [],
  definitions: {
    ...{ file, fileLifecycle, finding, bed, bedLifecycle, keptYears, bill, billLifecycle, proxy, willStands, will, willsStand },
    ...{ registrar, privacyOfficer, porter },
  },
  locales: {
    "zh-CN": {
      file: {
        name: "病历",
        fields: { complaint: "主诉", bloodGroup: { name: "血型", options: { A: "A 型" } } },
        states: { open: "进行中" },
      },
    },
  },
};
