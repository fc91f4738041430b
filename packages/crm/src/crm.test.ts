import {
  act,
  activity,
  count,
  customer,
  date,
  defineDeadline,
  defineLedger,
  defineLifecycle,
  defineOperation,
  definePack,
  defineRecord,
  defineRefusal,
  defineRole,
  defineRule,
  engagement,
  group,
  history,
  interaction,
  many,
  may,
  money,
  one,
  type Pack,
  party,
  ref,
  task,
  text,
  totals,
} from "@kehu/core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Crm, createCrm } from "./crm.js";
import { lookUpCustomer } from "./customer/look-up-customer.js";
import { viewCustomer } from "./customer/view-customer.js";
import { pglite } from "./pglite/index.js";

const order = defineRecord("shop/order", {
  fields: { number: text(20), customerId: party("buyer"), amount: money(), paidToOn: date() },
  states: ["open", "late", "done"],
  unique: [{ by: ["number"] }],
  managed: ["paidToOn"],
});
const item = defineRecord("shop/item", { fields: { orderId: ref("shop/order"), name: text(40) }, states: ["picked", "packed"] });
const itemLifecycle = defineLifecycle(item, (t) => ({ pack: t({ from: "picked", to: "packed" }) }));
const orderLifecycle = defineLifecycle(order, (t) => ({
  becomeLate: t({
    from: "open",
    to: "late",
    due: ({ record, calendar }) => calendar.endOf(record.paidToOn),
    also: ({ record }) => [act.create(task, { subject: `Order ${record.number} is late`, aboutId: record.id })],
  }),
  finish: t({
    from: ["open", "late"],
    to: "done",
    needs: { items: many(item, "orderId") },
    when: ({ needs }) => needs.items.length > 0 && needs.items.every((each) => each.state === "packed"),
  }),
}));
const orderLedger = defineLedger(order, {
  entries: ({ record }) =>
    record.state === "done"
      ? [
          {
            key: "sale",
            customerId: record.customerId,
            on: record.since.slice(0, 10),
            kind: "revenue",
            category: "sale",
            amount: record.amount,
          },
        ]
      : [],
});
const packSoon = defineDeadline("shop/pack-soon", order, { runsIn: ["open"], within: () => ({ length: "P2D" }), warn: ["P1D"] });
const place = defineOperation("shop/place", {
  input: { number: text(20), customerId: party("buyer"), amount: money(), paidToOn: date(), items: text(40).array().max(5) },
  output: group({ orderId: ref("shop/order") }),
  async run(work, { items, ...rest }) {
    const made = await work.create(order, rest);
    await work.createMany(
      item,
      items.map((name) => ({ orderId: made.id, name })),
    );
    return { orderId: made.id };
  },
});
const clerk = defineRole("shop/clerk", [
  may.read(order, "all"),
  may.create(order),
  may.create(item),
  may.read(item, "all"),
  may.apply(itemLifecycle.pack, "all"),
  may.call(place),
  may.create(customer),
  may.read(customer, "all"),
  may.read(engagement, "all"),
  may.read(task, "all"),
  may.create(interaction),
  may.read(interaction, "all"),
  may.adopt(order),
  may.update(order, "all"),
]);
const shop: Pack = definePack({
  name: "shop",
  version: "0.1.0",
  definitions: { order, item, itemLifecycle, orderLifecycle, orderLedger, packSoon, place, clerk },
  locales: {
    "zh-CN": {
      order: {
        name: "订单",
        fields: { number: "编号", customerId: "客户", amount: "金额", paidToOn: "付至" },
        states: { open: "未结", late: "逾期", done: "完成" },
      },
      item: { name: "项目", fields: { orderId: "订单", name: "名称" }, states: { picked: "已拣", packed: "已装" } },
      itemLifecycle: { pack: "装箱" },
      orderLifecycle: { becomeLate: "逾期", finish: "完成" },
      packSoon: "尽快装箱",
      place: { name: "下单", input: { number: "编号", customerId: "客户", amount: "金额", paidToOn: "付至", items: "项目" } },
      clerk: "店员",
    },
  },
});

describe("createCrm", () => {
  let crm: Crm;
  let now = "2026-03-02T01:00:00.000Z";
  beforeAll(async () => {
    crm = await createCrm({ packs: [shop], database: pglite(), clock: () => now });
    await crm.install();
    await crm.openTenant({ id: "t1", timeZone: "Asia/Shanghai", jurisdiction: "CN", currency: "CNY", packs: ["shop"] });
  });
  afterAll(() => crm.close());

  it("runs a business day", async () => {
    const desk = crm.as({ id: "li", tenant: "t1", roles: ["shop/clerk"] });
    const buyer = await desk.create(customer, {
      kind: "person",
      displayName: "张三",
      contactPoints: [{ kind: "phone", value: "138 0013 8000", source: "test" }],
    });
    const amount = { amountMinor: 12_300, currency: "CNY" };
    const { orderId } = await desk.call(
      place,
      { number: "N1", customerId: buyer.id, amount, paidToOn: "2026-03-05", items: ["a", "b"] },
      { key: "k1" },
    );
    expect(
      await desk.call(place, { number: "N1", customerId: buyer.id, amount, paidToOn: "2026-03-05", items: ["a", "b"] }, { key: "k1" }),
    ).toEqual({ orderId });
    await expect(desk.create(order, { number: "N1", customerId: buyer.id, amount, paidToOn: "2026-03-05" })).rejects.toMatchObject({
      code: "crm/already-exists",
    });
    now = "2026-03-07T01:00:00.000Z";
    console.log(await crm.runDue(now));
    expect(await desk.get(order, orderId)).toMatchObject({ state: "late", since: "2026-03-05T15:59:59.999Z" });
    expect((await desk.find(task)).items).toHaveLength(1);
    const { items } = await desk.find(item, { where: { orderId } });
    for (const each of items) await desk.apply(itemLifecycle.pack, each.id);
    expect(await desk.get(order, orderId)).toMatchObject({ state: "done" });
    expect((await desk.find(engagement)).items).toMatchObject([{ line: "shop", state: "active" }]);
    expect(await desk.call(lookUpCustomer, { text: "13800138000" })).toMatchObject([{ customerId: buyer.id, by: "phone" }]);
    expect(await desk.call(lookUpCustomer, { text: "N1" })).toMatchObject([{ customerId: buyer.id, by: "number" }]);
    console.log(
      JSON.stringify(await desk.call(viewCustomer, { customerId: buyer.id }), null, 1),
      JSON.stringify(desk.describe(order, "zh-CN")),
      await desk.can(order, orderId),
    );
  });
});
