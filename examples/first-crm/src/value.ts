// What customers are worth: of a small shop, scored in memory.
import {
  among,
  consent,
  customer,
  date,
  defineLedger,
  definePack,
  defineRecord,
  defineRole,
  goal,
  goalLifecycle,
  interaction,
  may,
  mayScoreCustomers,
  money,
  party,
  type Score,
  score,
  surveyAnswer,
  task,
} from "@kehu/core";
import { type ActionRule, fitPurchaseModel, probabilitiesAlive, summarisePurchases } from "@kehu/core/value";
import {
  bestHidden,
  createCrm,
  dormantCustomers,
  loyaltyCells,
  measureGoals,
  nextBestActions,
  profitCurve,
  scoreCustomers,
  tierMovements,
  viewCustomer,
} from "@kehu/crm";
import { pglite } from "@kehu/crm/pglite";
import { generatePurchases } from "@kehu/testing";

/** What one of many customers of a shop bought, the same at each run. */
const purchasesOf = (seed: number) =>
  generatePurchases({ seed, asOf: "2026-02-28" }).map(({ on, amountMinor }) => ({ on, amount: { amountMinor, currency: "CNY" } }));
const yuan = (amount: number) => ({ amountMinor: Math.round(amount * 100), currency: "CNY" });

// #region pure
const purchases = Array.from({ length: 200 }, (_, number) =>
  purchasesOf(number).map((purchase) => ({ customerId: `c${number}`, ...purchase })),
).flat();
const summary = summarisePurchases(purchases, { unit: "week", endsOn: "2026-02-28" });
const model = fitPurchaseModel(summary, { model: "bg-nbd", unit: "week", asOf: "2026-02-28" });
const alive = probabilitiesAlive(model, summary);
console.log(`${summary.customerIds[0]} will buy again with a probability of ${alive[0]?.toFixed(2)}`); // 0.95
// #endregion

// #region pack
const sale = defineRecord("shop/sale", { fields: { customerId: party("buyer"), soldOn: date(), amount: money(), cost: money() } });
const saleLedger = defineLedger(sale, {
  entries: ({ record: { customerId, soldOn: on, amount, cost } }) => [
    { key: "sale", customerId, on, kind: "revenue", category: "sale", amount },
    { key: "goods", customerId, on, kind: "cost", category: "goods", amount: cost },
  ],
});
const owner = defineRole("shop/owner", [
  may.read(customer, "all"),
  may.create(customer),
  ...[interaction, task, surveyAnswer].map((record) => may.read(record, "all")),
  may.create(surveyAnswer),
  may.create(consent),
  may.read(sale, "all"),
  may.adopt(sale),
  ...mayScoreCustomers,
  may.read(goal, "all"),
  may.create(goal),
  may.apply(goalLifecycle.measure, "all"),
]);
const shop = definePack({
  name: "shop",
  version: "1.0.0",
  definitions: { sale, saleLedger, owner },
  locales: {
    "zh-CN": {
      sale: { name: "销售", fields: { customerId: "买方", soldOn: "日期", amount: "金额", cost: "成本" }, states: { active: "有效" } },
      owner: "店主",
    },
  },
});
// #endregion

const crm = await createCrm({ packs: [shop], database: pglite(), clock: () => "2026-03-01T01:00:00.000Z" });
await crm.install();
await crm.openTenant({ id: "corner", timeZone: "Asia/Shanghai", jurisdiction: "CN", currency: "CNY", packs: ["shop"] });
const session = crm.as({ id: "wang", tenant: "corner", roles: ["shop/owner"] });
const people = await session.createMany(
  customer,
  Array.from({ length: 200 }, (_, number) => ({ kind: "person" as const, displayName: `客户 ${number}` })),
);
const sales = people.flatMap(({ id: customerId }, number) =>
  purchasesOf(number).map(({ on: soldOn, amount }, time) => ({
    input: { customerId, soldOn, amount, cost: yuan(number / 8) },
    as: { state: "active" as const, asOf: "2026-02-28", source: `till#${number}-${time}` },
  })),
);
await session.adoptMany(sale, sales);

const [first] = people.map(({ id }) => id) as [string];
await session.createMany(
  surveyAnswer,
  people.slice(0, 100).map(({ id: customerId }, number) => {
    const said = { question: "recommendation" as const, answer: number % 11, scaleFrom: 0, scaleTo: 10 };
    return { customerId, answeredOn: "2026-02-20", ...said };
  }),
);
await session.create(consent, {
  customerId: first,
  purpose: "care",
  channel: "phone",
  decision: "given",
  textVersion: "2026-01",
  evidence: "said so at the counter",
  decidedAt: "2026-02-01T02:00:00.000Z",
});

// #region score
const scoring = await scoreCustomers(session, {
  asOf: "2026-02-28",
  currency: "CNY",
  horizonMonths: 12,
  tiers: [
    { name: "base", enterAt: 0, leaveBelow: 0 },
    { name: "gold", enterAt: 30_000, leaveBelow: 25_000 },
  ],
  tiersBy: "profit",
  loyalty: {
    behaviour: [0.5],
    attitude: [0.7],
    fullTenureMonths: 12,
    fullBreadth: 1,
    actions: [
      ["let go", "invite back"],
      ["ask why", "thank"],
    ],
  },
});
console.log(
  scoring.state,
  scoring.customers,
  scoring.models.map(({ model }) => model),
);
// #endregion

// #region ask
const curve = await session.call(profitCurve, { currency: "CNY" });
console.log(`The best fifth brings ${curve.bestFifth.profitMinor} of ${curve.totalMinor}, the worst ${curve.worstFifth.profitMinor}.`);
const sleepers = await session.call(dormantCustomers, { currency: "CNY", limit: 3 });
for (const { dormancy } of sleepers.items) console.log(dormancy[0]?.reason); // outOfRhythm, three times
const hidden = await session.call(bestHidden, { currency: "CNY", limit: 3 });
const { movements } = await session.call(tierMovements, { currency: "CNY" });
console.log(`${hidden.items.length} are worth a higher tier`, movements);
const view = await session.call(viewCustomer, { customerId: first });
console.log(view.score?.segment, view.score?.explanation?.[0]?.input); // loyal silentDays
// #endregion

// #region loyalty
const { cells } = await session.call(loyaltyCells, { currency: "CNY" });
for (const { cell, customers, action } of cells) console.log(cell, customers, action); // 0-0 30 let go, and so on
const where = { id: { in: among(score, "customerId", { scoringId: scoring.id, loyaltyCell: "1-1" }) } };
console.log((await session.find(customer, { where, limit: 3 })).items.map(({ displayName }) => displayName));
const rules: readonly ActionRule<Score>[] = [
  {
    name: "falling-silent",
    when: { segment: "loyal", aliveProbability: { from: 0.5 } },
    action: "Call and ask how it went",
    channel: "phone",
    purpose: "care",
    reason: { en: "A loyal customer, and the next purchase is near.", "zh-CN": "忠诚客户，下次购买将近。" },
    expiresAfterDays: 14,
  },
];
const { items } = await nextBestActions(session, { currency: "CNY", rules, customerId: first });
console.log(items[0]?.actions[0]?.action, items[0]?.actions[0]?.expiresOn); // Call and ask how it went 2026-03-15
// #endregion

// #region goal
await session.create(goal, {
  name: "The worst fifth takes no more than a twentieth away",
  query: "profit-curve",
  input: JSON.stringify({ currency: "CNY" }),
  figure: "worstFifth.shareOfTotal",
  direction: "atLeast",
  baseline: -0.25,
  target: -0.05,
  dueOn: "2026-06-30",
  onMiss: { task: "Change what the worst fifth is served with" },
});
for (const { name, state } of await measureGoals(session)) console.log(name, state); // open
// #endregion
await crm.close();
