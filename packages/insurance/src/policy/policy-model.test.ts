import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { yuan } from "../../test/moments.js";
import { dateOf, dueDay, PlainPolicy } from "../../test/plain-policy.js";
import { PolicyDriver } from "../../test/policy-driver.js";
import { policyEnd } from "./policy-end.js";
import { policyPremium } from "./policy-premium.js";
import { policyReinstatement } from "./policy-reinstatement.js";

const sequences = 10_000;
const commandsPerSequence = 14;

type Command = fc.Command<PlainPolicy, PolicyDriver>;
/** Both do the same and come to the same: the state, and whether it was possible. */
function command(
  name: string,
  plain: (model: PlainPolicy) => boolean,
  real: (driver: PolicyDriver, on: string, model: PlainPolicy) => string | undefined,
): Command {
  return {
    check: () => true,
    run(model, driver) {
      const snapshot = Object.assign(new PlainPolicy(), { paid: model.paid, day: model.day, state: model.state });
      const isPossible = plain(model);
      model.settle();
      const refusal = real(driver, dateOf(model.day), snapshot);
      driver.settle(dateOf(model.day));
      expect(refusal === undefined, `${name} was refused with ${refusal}`).toBe(isPossible);
      expect(driver.record.state).toBe(model.engineState);
      expect(driver.record.paidToOn).toBe(dateOf(dueDay(model.paid)));
      expect(driver.payouts).toBe(model.payouts);
    },
    toString: () => name,
  };
}

const wait = (days: number): Command =>
  command(
    `wait ${days}`,
    (model) => {
      model.day += days;
      return true;
    },
    () => undefined,
  );

const pay = command(
  "pay",
  (model) => {
    if (model.state !== "active" && model.state !== "pending") return false;
    model.paid++;
    if (model.state === "pending" && dueDay(model.paid) >= model.day) model.arrearsPaidDay = model.day;
    return true;
  },
  (driver, on, { paid }) => driver.apply(policyPremium.postPremium as never, { paidOn: on, paidToOn: dateOf(dueDay(paid + 1)) }, on),
);

const reverse = command(
  "reverse",
  (model) => {
    if (!model.mayReverse) return false;
    model.paid--;
    model.arrearsPaidDay = undefined;
    return true;
  },
  (driver, on, before) =>
    before.mayReverse
      ? driver.apply(policyPremium.reversePremium as never, { paidToOn: dateOf(dueDay(before.paid - 1)), paidOn: on }, on)
      : "nothing to reverse",
);

const applyForReinstatement = command(
  "apply for reinstatement",
  (model) => {
    if (model.state !== "lapsed") return false;
    Object.assign(model, { state: "pending", appliedDay: model.day, arrearsFrom: model.paid, arrearsPaidDay: undefined });
    return true;
  },
  (driver, on) => driver.apply(policyReinstatement.applyForReinstatement as never, { appliedOn: on }, on),
);

const refuseReinstatement = command(
  "refuse reinstatement",
  (model) => {
    if (!model.mayRefuse || model.arrearsFrom !== model.paid) return false;
    model.state = "lapsed";
    model.arrearsPaidDay = undefined;
    return true;
  },
  (driver, on) => driver.apply(policyReinstatement.refuseReinstatement as never, { increaseOfRisk: "Illness" }, on),
);

const reinstate = command(
  "reinstate",
  (model) => {
    if (model.state !== "pending" || model.arrearsPaidDay === undefined) return false;
    model.reinstate();
    return true;
  },
  (driver, on) => driver.apply(policyReinstatement.reinstate as never, undefined, on),
);

const surrender = command(
  "surrender",
  (model) => {
    if (model.state !== "active" && model.state !== "lapsed") return false;
    model.state = "surrendered";
    model.cover(model.day, false);
    return true;
  },
  (driver, on) => driver.apply(policyEnd.surrender as never, { noticeOn: on, cashValue: yuan(1) }, on),
);

const claim = (daysAgo: number): Command =>
  command(
    `claim for a loss ${daysAgo} days ago`,
    (model) => {
      const day = model.day - daysAgo;
      const isCovered = day >= 0 && model.isCoveredOn(day);
      if (isCovered) model.payouts++;
      return isCovered;
    },
    (driver, on, { day }) => driver.claim(dateOf(day - daysAgo), on),
  );

const anyCommand = [
  fc.integer({ min: 1, max: 70 }).map(wait),
  fc.integer({ min: 300, max: 760 }).map(wait),
  fc.constant(pay),
  fc.constant(pay),
  fc.constant(reverse),
  fc.constant(applyForReinstatement),
  fc.constant(refuseReinstatement),
  fc.constant(reinstate),
  fc.constant(surrender),
  fc.integer({ min: 0, max: 120 }).map(claim),
];

describe("a policy and its claims", () => {
  it(`are what a plain reckoning says, in ${sequences} courses of events`, () => {
    fc.assert(
      fc.property(fc.commands(anyCommand, { maxCommands: commandsPerSequence }), (commands) => {
        fc.modelRun(() => ({ model: new PlainPolicy(), real: new PolicyDriver() }), commands);
      }),
      { numRuns: sequences, seed: 20_260_301 },
    );
  }, 120_000);
});
