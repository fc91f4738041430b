import {
  consent,
  customer,
  defineRole,
  engagement,
  goal,
  interaction,
  may,
  type Pack,
  type Role,
  relationship,
  score,
  scoring,
  staff,
  surveyAnswer,
  task,
  taskLifecycle,
} from "@kehu/core";
import * as rent from "./rent.test-pack.js";

const { product, unit, hold, lease, damage, reading, unitLifecycle, holdLifecycle, leaseLifecycle, damageLifecycle } = rent;

const own = [product, unit, hold, lease, damage, reading];
const builtIn = [customer, relationship, consent, interaction, staff, task, goal, scoring, score, surveyAnswer];

/** Everything, everywhere in the tenant. */
export const boss = defineRole("rent/boss", [
  ...[...own, ...builtIn].flatMap((record) => [
    may.read(record, "all"),
    may.create(record),
    may.adopt(record),
    may.update(record, "all"),
    may.assign(record, "all"),
    may.retract(record, "all"),
  ]),
  may.read(engagement, "all"),
  ...[unitLifecycle.breakDown, unitLifecycle.repair, unitLifecycle.sell].map((each) => may.apply(each, "all")),
  ...[holdLifecycle.expire, holdLifecycle.release, holdLifecycle.take].map((each) => may.apply(each, "all")),
  ...[leaseLifecycle.activate, leaseLifecycle.becomeLate, leaseLifecycle.freeze, leaseLifecycle.unfreeze, leaseLifecycle.clearNote].map(
    (each) => may.apply(each, "all"),
  ),
  may.apply(leaseLifecycle.pay, "all"),
  may.apply(leaseLifecycle.cancel, "all"),
  ...[damageLifecycle.wait, damageLifecycle.goOn, damageLifecycle.close].map((each) => may.apply(each, "all")),
  may.apply(damageLifecycle.assess, "all"),
  may.apply(taskLifecycle.finish, "all"),
  ...[rent.rentOut, rent.rentTwo, rent.closeAll].map((each) => may.call(each)),
  may.call(rent.leasesOf),
]);
/** Own leases and what hangs on them; deposits are hidden; small payments only. */
export const agent = defineRole("rent/agent", [
  may.read(product, "all"),
  may.read(unit, "all"),
  may.read(customer, "own"),
  may.create(customer),
  may.read(lease, "own", { hide: ["deposit"] }),
  may.create(lease),
  may.update(lease, "own"),
  may.apply(leaseLifecycle.activate, "own"),
  may.apply(leaseLifecycle.pay, "own", ({ input }) => input.amount.amountMinor <= 10_000),
  may.read(damage, { through: "leaseId" }),
  may.create(damage),
  may.apply(damageLifecycle.close, { through: "leaseId" }),
  may.call(rent.rentOut),
  may.call(rent.leasesOf),
]);
export const team = defineRole("rent/team", [may.read(lease, "team"), may.update(lease, "team"), may.retract(lease, "team")]);
/** A customer who serves himself or herself. */
export const lessee = defineRole("rent/lessee", [
  may.read(lease, { self: "customerId" }, { hide: ["note"] }),
  may.read(lease, { self: "guarantors.customerId" }, { hide: ["note", "deposit"] }),
  may.read(customer, { self: "id" }),
  may.create(hold),
  may.read(unit, "all"),
]);
/** May write without seeing. */
export const scribe = defineRole("rent/scribe", [may.update(lease, "own"), may.create(reading)]);
export const nobody = defineRole("rent/nobody", []);

export const roles: readonly Role[] = [boss, agent, team, lessee, scribe, nobody];

const zhCN = {
  lease: {
    name: "租约",
    fields: { number: "编号", customerId: "承租人", deposit: "押金" },
    states: { draft: "草稿", active: "有效", late: "逾期" },
  },
  leaseLifecycle: { pay: { name: "付款", input: { toOn: "付至", amount: "金额" } }, activate: "生效" },
};

/** A pack without most of its words: they are beside the point here. */
export const rentPack = (more: Pack["definitions"] = {}): Pack => {
  const { product, unit, hold, lease, damage, reading, ...rest } = rent;
  return {
    name: "rent",
    version: "0.1.0",
    requires: [],
    definitions: { product, unit, hold, lease, damage, reading, ...rest, boss, agent, team, lessee, scribe, nobody, ...more },
    locales: { "zh-CN": zhCN },
  };
};
