import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { yuan } from "../../test/moments.js";
import { dateOf, dueDay, PlainPolicy, termOf } from "../../test/plain-policy.js";
import { PolicyDriver } from "../../test/policy-driver.js";
import { policyEnd } from "./policy-end.js";
import { policyPremium } from "./policy-premium.js";
import { policyReinstatement } from "./policy-reinstatement.js";

const sequences = 10_000;
const commandsPerSequence = 14;

type Command = fc.Command<PlainPolicy, PolicyDriver>;
/** What was done, and the state that it came to. */
const reached = new Set<string>();
/** Both do the same and come to the same: the state, and whether it was possible. */
function command(
  name: string,
  plain: (model: PlainPolicy) => boolean,
  real: (driver: PolicyDriver, on: string, model: PlainPolicy) => string | undefined,
  makesSense: (model: PlainPolicy) => boolean = () => true,
): Command {
  return {
    check: makesSense,
    run(model, driver) {
      const kind = name.replace(/(?: as of| of| for a loss)? -?\d.*/, "") + (model.isOver ? " after the end" : "");
      const snapshot = Object.assign(new PlainPolicy(), { paid: model.paid, day: model.day, state: model.state });
      const isPossible = plain(model);
      model.settle();
      const refusal = real(driver, dateOf(model.day), snapshot);
      driver.settle(dateOf(model.day));
      if (isPossible) reached.add(`${kind}: ${driver.record.state}`);
      expect(refusal === undefined, `${name} was refused with ${refusal}`).toBe(isPossible);
      expect(driver.record.state).toBe(model.engineState);
      expect(driver.record.paidToOn).toBe(dateOf(dueDay(model.paid)));
      expect(driver.payouts).toBe(model.payouts);
      // what was collected and is not to go back
      const returned = driver.credits.reduce((total, { amountMinor }) => total + amountMinor, 0);
      expect(returned).toBe(model.paidAhead * driver.record.premium.amountMinor);
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

const pay = (daysAgo: number): Command =>
  command(
    `pay as of ${daysAgo} days ago`,
    (model) => model.pay(Math.max(0, model.day - daysAgo)),
    (driver, on, { day }) => driver.pay(dateOf(Math.max(0, day - daysAgo)), on),
  );

/** Of a day within the grace of the premium that is due next, however long ago that was. */
const payInTime = (days: number): Command => {
  const dayOf = ({ day, paid }: PlainPolicy): number => Math.min(day, dueDay(paid) + days);
  return command(
    `pay as of ${days} days after the due date`,
    (model) => model.pay(dayOf(model)),
    (driver, on, model) => driver.pay(dateOf(dayOf(model)), on),
  );
};

/** Everything that is due. */
const payArrears = command(
  "pay the arrears",
  (model) => {
    const { paid } = model;
    while (model.owes && dueDay(model.paid) < model.day && model.pay(model.day));
    return model.paid > paid;
  },
  (driver, on) => {
    let refusal = driver.pay(on, on);
    while (refusal === undefined && (driver.record.paidToOn ?? on) < on && driver.record.state !== "deathClaimPending")
      refusal = driver.pay(on, on);
    return refusal;
  },
  ({ state, owes, paid, day }) => (state === "active" || state === "pending") && owes && dueDay(paid) < day,
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
    if ((model.state !== "active" && model.state !== "lapsed") || model.death?.status === "open") return false;
    model.state = "surrendered";
    model.endedDay = model.day;
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
      const isCovered = day >= 0 && model.isCoveredOn(day) && !model.isAfterDeath(day);
      if (isCovered) model.payouts++;
      return isCovered;
    },
    (driver, on, { day }) => driver.claim(dateOf(day - daysAgo), on),
  );

const mayBeReported = ({ death }: PlainPolicy): boolean => death === undefined || death.status === "denied";
const isOpen = ({ death }: PlainPolicy): boolean => death?.status === "open";
const report = (name: string, dayOf: (model: PlainPolicy) => number): Command =>
  command(
    name,
    (model) => {
      model.reportDeath(dayOf(model));
      return true;
    },
    (driver, on, model) => driver.reportDeath(dateOf(dayOf(model)), on),
    mayBeReported,
  );
const reportDeath = (daysAgo: number): Command => report(`report a death of ${daysAgo} days ago`, ({ day }) => Math.max(0, day - daysAgo));
/** …around the due date of the premium that is missing. */
const reportDeathInGrace = (days: number): Command =>
  report(`report a death of ${days} days after the due date`, ({ day, paid }) => Math.min(day, dueDay(paid) + days));

const payDeath = command(
  "pay for the death",
  (model) => {
    if (!model.payDeath()) return false;
    model.payouts++;
    return true;
  },
  (driver, on) => driver.payDeath(on),
  isOpen,
);

const denyDeath = command(
  "deny the death",
  (model) => {
    model.denyDeath();
    return true;
  },
  (driver, on) => driver.denyDeath(on),
  isOpen,
);

const excludeDeath = command(
  "exclude the death",
  (model) => model.excludeDeath(),
  (driver, on) => driver.denyDeath(on, { deathStands: true, cashValue: yuan(1) }),
  isOpen,
);

const reopenDeath = command(
  "reopen the death",
  (model) => {
    model.reopenDeath();
    return true;
  },
  (driver, on) => driver.reopenDeath(on),
  ({ death }) => death !== undefined && death.status !== "open",
);

const anyCommand = [
  fc.integer({ min: 1, max: 70 }).map(wait),
  fc.integer({ min: 300, max: 760 }).map(wait),
  fc.constant(pay(0)),
  fc.constant(pay(0)),
  fc.integer({ min: 1, max: 900 }).map(pay),
  fc.integer({ min: 0, max: 30 }).map(payInTime),
  fc.constant(payArrears),
  fc.constant(payArrears),
  fc.constant(reverse),
  fc.constant(applyForReinstatement),
  fc.constant(refuseReinstatement),
  fc.constant(reinstate),
  fc.constant(surrender),
  fc.integer({ min: 0, max: 120 }).map(claim),
  fc.integer({ min: 0, max: 120 }).map(reportDeath),
  fc.integer({ min: -5, max: 40 }).map(reportDeathInGrace),
  fc.constant(payDeath),
  fc.constant(denyDeath),
  fc.constant(excludeDeath),
  fc.constant(reopenDeath),
];

const hardToReach = [
  ...["wait: expired", "wait: terminated", "pay: deathClaimPending", "pay for the death: deathClaimPaid", "pay for the death: terminated"],
  ...["deny the death: inForce", "deny the death: grace", "deny the death: lapsed", "exclude the death: terminated"],
  ...["reopen the death: deathClaimPending", "reopen the death: lapsed", "reinstate: inForce"],
  ...["pay after the end: deathClaimPending", "pay for the death after the end: terminated", "report a death: reinstatementPending"],
  "deny the death: reinstatementPending",
];

describe("a policy and its claims", () => {
  it(`are what a plain reckoning says, in ${sequences} courses of events`, () => {
    fc.assert(
      // the longer term ends after the two years of a lapse, the shorter one before
      fc.property(fc.constantFrom(35, 18), fc.commands(anyCommand, { maxCommands: commandsPerSequence }), (instalments, commands) => {
        const term = termOf(instalments);
        const expiresOn = dateOf(term.lastDay);
        fc.modelRun(() => ({ model: new PlainPolicy(term), real: new PolicyDriver({ expiresOn }) }), commands);
      }),
      { numRuns: sequences, seed: 20_260_301 },
    );
    for (const each of hardToReach) expect(reached).toContain(each);
    // found late, it opened a contract again, whatever came of that by its clocks
    expect([...reached].filter((each) => each.startsWith("pay after the end"))).not.toEqual([]);
  }, 120_000);
});
