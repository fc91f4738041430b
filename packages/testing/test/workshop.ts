import {
  act,
  count,
  date,
  defineDeadline,
  defineLedger,
  defineLifecycle,
  defineOperation,
  definePack,
  defineParameter,
  defineQuery,
  defineRecord,
  defineRefusal,
  defineRole,
  defineRule,
  group,
  interaction,
  may,
  money,
  one,
  party,
  personal,
  ref,
  task,
  text,
  type Words,
} from "@kehu/core";
import * as z from "zod";

// A workshop for bicycles: a pack that is sound, from which the tests make faulty ones.
export const bike = defineRecord("workshop/bike", {
  fields: {
    frameNumber: text(40),
    ownedBy: party("rider"),
    colour: z.enum(["red", "blue"]).optional(),
    contactPhone: personal("contact", text(40)).optional(),
  },
  unique: [{ by: ["frameNumber"] }],
});
export const repair = defineRecord("workshop/repair", {
  fields: {
    repairNumber: text(40),
    bikeId: ref("workshop/bike"),
    fault: text(200),
    hours: z.int().min(0).max(100).optional(),
    price: money().optional(),
    promisedOn: date().optional(),
    paidOn: date().optional(),
  },
  states: ["asked", "working", "ready", "collected", "dropped"],
  unique: [{ by: ["repairNumber"] }],
  managed: ["hours", "price", "paidOn"],
});
export const notPaid = defineRefusal("workshop/not-paid", "The repair {repairNumber} is not paid; take the money first.");
export const unknownFrame = defineRefusal("workshop/unknown-frame", "There is no bike with the frame {frameNumber}; enter it first.");
export const priceless = defineRefusal("workshop/priceless", "The price is not above zero; enter what was agreed.");
export const yearlyRate = defineParameter("workshop/hourly-rate", {
  schema: z.int().min(0),
  values: [
    { from: "2020-01-01", value: 6000, source: "The list on the wall", verified: true },
    { from: "2027-01-01", value: 6600, source: "The list on the wall, second page", verified: false },
  ],
});
export const repairLife = defineLifecycle(repair, (t) => ({
  begin: t({ from: "asked", to: "working", input: { promisedOn: date() }, set: ({ input }) => input }),
  finish: t({
    from: "working",
    to: "ready",
    input: { hours: z.int().min(0).max(100) },
    needs: { bike: one(bike, "bikeId") },
    set: ({ input, parameter, today }) => ({
      hours: input.hours,
      price: { amountMinor: 1 + input.hours * parameter(yearlyRate, today), currency: "CNY" },
    }),
    also: ({ record, needs }) => [
      act.create(task, { subject: `Call about ${record.repairNumber}`, aboutId: record.id, customerId: needs.bike.ownedBy }),
    ],
  }),
  pay: t({ from: "ready", input: { paidOn: date() }, set: ({ input }) => input }),
  collect: t({
    from: "ready",
    to: "collected",
    guard: ({ record }) => (record.paidOn === undefined ? notPaid({ repairNumber: record.repairNumber }) : undefined),
  }),
  drop: t({ from: ["asked", "working"], to: "dropped" }),
}));
export const priceIsSound = defineRule("workshop/price-is-sound", repair, {
  check: ({ record }) => (record.price !== undefined && record.price.amountMinor <= 0 ? priceless() : undefined),
});
export const beReady = defineDeadline("workshop/be-ready", repair, {
  runsIn: ["working"],
  within: ({ record }) => (record.promisedOn === undefined ? undefined : { at: record.promisedOn }),
  warn: ["P1D"],
});
export const repairLedger = defineLedger(repair, {
  needs: { bike: one(bike, "bikeId") },
  entries: ({ record, needs }) =>
    record.price === undefined || record.paidOn === undefined
      ? []
      : [{ key: "price", customerId: needs.bike.ownedBy, on: record.paidOn, kind: "revenue", category: "repair", amount: record.price }],
});
export const takeIn = defineOperation("workshop/take-in", {
  input: { frameNumber: text(40), fault: text(200), repairNumber: text(40) },
  output: group({ repairId: ref("workshop/repair") }),
  async run(work, { frameNumber, ...told }) {
    const { items } = await work.find(bike, { where: { frameNumber }, select: ["id"], limit: 1 });
    const [found] = items;
    if (found === undefined) return work.refuse(unknownFrame({ frameNumber }));
    const made = await work.create(repair, { ...told, bikeId: found.id });
    return { repairId: made.id };
  },
});
export const openRepairs = defineQuery("workshop/open-repairs", {
  input: {},
  output: group({ open: z.int() }),
  run: async (reader) => {
    const [row] = await reader.aggregate(repair, { where: { state: { in: ["asked", "working"] } }, measures: { open: count() } });
    return { open: row?.open ?? 0 };
  },
});
export const mechanic = defineRole("workshop/mechanic", [
  may.read(bike, "all"),
  may.create(bike),
  may.read(repair, "all"),
  may.create(repair),
  may.apply(repairLife.begin, "all"),
  may.apply(repairLife.finish, "all"),
  may.apply(repairLife.pay, "all"),
  may.apply(repairLife.collect, "all"),
  may.apply(repairLife.drop, "all"),
  may.call(takeIn),
  may.call(openRepairs),
  may.read(interaction, "own"),
]);

export const definitions = {
  bike,
  repair,
  notPaid,
  unknownFrame,
  priceless,
  yearlyRate,
  repairLife,
  priceIsSound,
  beReady,
  repairLedger,
  takeIn,
  openRepairs,
  mechanic,
};
export const words: Words<typeof definitions> = {
  bike: {
    name: "自行车",
    fields: {
      frameNumber: "车架号",
      ownedBy: "车主",
      colour: { name: "颜色", options: { red: "红", blue: "蓝" } },
      contactPhone: "联系电话",
    },
    states: { active: "有效" },
  },
  repair: {
    name: "维修单",
    fields: {
      repairNumber: "维修单号",
      bikeId: "自行车",
      fault: "故障",
      hours: "工时",
      price: "价格",
      promisedOn: "约定日期",
      paidOn: "付款日期",
    },
    states: { asked: "待修", working: "维修中", ready: "已修好", collected: "已取车", dropped: "已取消" },
  },
  notPaid: "维修单 {repairNumber} 尚未付款；请先收款。",
  unknownFrame: "没有车架号为 {frameNumber} 的自行车；请先登记。",
  priceless: "价格须大于零；请填写约定的价格。",
  yearlyRate: "工时单价",
  repairLife: {
    begin: { name: "开始维修", input: { promisedOn: "约定日期" } },
    finish: { name: "完成", input: { hours: "工时" } },
    pay: { name: "付款", input: { paidOn: "付款日期" } },
    collect: "取车",
    drop: "取消",
  },
  beReady: "交车期限",
  takeIn: { name: "收车", input: { frameNumber: "车架号", fault: "故障", repairNumber: "维修单号" } },
  openRepairs: { name: "未完成维修", input: {} },
  mechanic: "技师",
};
export const allRefusals = ["workshop/not-paid", "workshop/unknown-frame", "workshop/priceless"];

/** The pack with other definitions under the same names, and with other words. */
export const workshop = (changed: Readonly<Record<string, unknown>> = {}, otherWords: Readonly<Record<string, unknown>> = {}) =>
  definePack({
    name: "workshop",
    version: "0.1.0",
    definitions: { ...definitions, ...changed } as never,
    locales: { "zh-CN": { ...words, ...otherWords } as never },
  });
