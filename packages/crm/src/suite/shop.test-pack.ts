import {
  consent,
  count,
  customer,
  date,
  defineLedger,
  defineOperation,
  defineQuery,
  defineRecord,
  defineRefusal,
  defineRole,
  goal,
  goalLifecycle,
  group,
  interaction,
  interactionLifecycle,
  may,
  mayReadScores,
  mayScoreCustomers,
  money,
  type Pack,
  party,
  ratio,
  ref,
  surveyAnswer,
  task,
} from "@kehu/core";
import * as z from "zod";

/** Something that was sold, and what it cost; taken back with a negative amount. */
export const sale = defineRecord("shop/sale", {
  fields: { customerId: party("buyer"), soldOn: date(), amount: money(), cost: money().optional() },
});
const saleLedger = defineLedger(sale, {
  entries: ({ record: { customerId, soldOn: on, amount, cost } }) => [
    { key: "sale", customerId, on, kind: "revenue", category: "sale", amount },
    ...(cost ? [{ key: "cost", customerId, on, kind: "cost" as const, category: "goods", amount: cost }] : []),
  ],
});
/** What a customer deposited with the shop, or took out again. */
export const deposit = defineRecord("shop/deposit", { fields: { customerId: party("buyer"), on: date(), amount: money() } });
const depositLedger = defineLedger(deposit, {
  entries: ({ record: { customerId, on, amount } }) => [{ key: "deposit", customerId, on, kind: "holding", category: "deposit", amount }],
});
/** What a goal may do when it is missed. */
export const discount = defineOperation("shop/discount", {
  input: { percent: z.int().min(1).max(50) },
  output: group({ taskId: ref("task") }),
  async run(work, { percent }) {
    if (percent === 13) work.refuse(unlucky());
    return { taskId: (await work.create(task, { subject: `Give ${percent} % on everything` })).id };
  },
});
export const unlucky = defineRefusal("shop/unlucky", "Nobody takes 13 %; give another percentage.");
/** Says nothing of what it answers. */
export const weather = defineQuery("shop/weather", { input: {}, output: z.unknown(), run: async () => ({ text: "rain" }) });
/** How many were sold, and the share that was taken back; null before the first sale. */
export const sales = defineQuery("shop/sales", {
  input: { from: date() },
  output: group({ count: z.int(), takenBack: group({ value: z.number().nullable() }) }),
  async run(reader, { from }) {
    const where = { soldOn: { from } };
    const [all] = await reader.aggregate(sale, { where, measures: { count: count() } });
    const [back] = await reader.aggregate(sale, {
      where: { ...where, amount: { before: { amountMinor: 0, currency: "CNY" } } },
      measures: { count: count() },
    });
    const sold = all?.count ?? 0;
    return { count: sold, takenBack: { value: ratio(back?.count ?? 0, sold).value } };
  },
});
/** Sells, and sees what everybody is worth. */
const keeper = defineRole("shop/keeper", [
  ...[sale, deposit, customer, interaction, task, surveyAnswer, consent].flatMap((record) => [may.read(record, "all"), may.create(record)]),
  may.adopt(sale),
  may.retract(sale, "all"),
  may.retract(surveyAnswer, "all"),
  may.erase(customer, "all"),
  ...mayScoreCustomers,
  may.read(goal, "all"),
  may.create(goal),
  may.update(goal, "all"),
  may.apply(goalLifecycle.measure, "all"),
  may.apply(goalLifecycle.drop, "all"),
  may.apply(goalLifecycle.followUp, "all"),
  may.call(sales),
  may.call(weather),
  ...[interactionLifecycle.keepPromise, interactionLifecycle.answer].map((each) => may.apply(each, "all")),
]);
const onlooker = defineRole("shop/onlooker", [may.read(customer, "all"), ...mayReadScores]);
const clerk = defineRole("shop/clerk", [may.read(customer, "all"), may.read(sale, "all")]);

export const shopPack: Pack = {
  name: "shop",
  version: "0.1.0",
  requires: [],
  definitions: { sale, saleLedger, deposit, depositLedger, discount, unlucky, sales, weather, keeper, onlooker, clerk },
  locales: {},
};
