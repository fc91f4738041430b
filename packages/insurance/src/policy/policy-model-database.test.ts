import { postgres } from "@kehu/crm/postgres";
import { testCrm } from "@kehu/testing";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { counts } from "../../../../.config/soak.js";
import { createTestDatabase, postgresUrl } from "../../../../.config/test-databases.js";
import { dateOf, dueDay, PlainPolicy, termOf } from "../../test/plain-policy.js";
import { benefitOf, cashValueOf, openPolicies, type PolicyOnDatabase, premiumOf, standings } from "../../test/policy-on-database.js";
import { insurance } from "../insurance.js";
import { product } from "./product.js";

const sequences = counts(40, 200);
const perBatch = counts(40, 100);
/** Weeks in which premiums are paid or missed, then years in which terms and lapses end. */
const rounds = { short: 11, long: 3 };
const atOnce = 5;

interface Pair {
  readonly policy: PolicyOnDatabase;
  readonly model: PlainPolicy;
  /** What was done to it, and what it was refused with. */
  readonly done: string[];
}
interface Given {
  readonly on: string;
  readonly lossOn: string;
  readonly instalments: number;
}
/** What is done to a policy on a day: by the plain reckoning, whether it is possible; on the database, why it is refused. */
interface Command {
  plain(model: PlainPolicy, instalments: number): boolean;
  real(policy: PolicyOnDatabase, given: Given, before: PlainPolicy): Promise<string | undefined>;
}
const daysAgo = 40;
const lossDay = ({ day }: PlainPolicy): number => Math.max(0, day - daysAgo);
const pay: Command = {
  plain: (model, instalments) => takes(model, model.day, instalments),
  real: (policy, { on, instalments }) => policy.pay(on, instalments),
};
/** One receipt of a day for some instalments, all of them or none. */
function takes(model: PlainPolicy, day: number, instalments: number): boolean {
  if (instalments > model.instalmentsLeft || !model.pay(day)) return false;
  for (let more = 1; more < instalments; more++) model.pay(day);
  model.receipts = [...model.receipts, instalments];
  return true;
}
/** Within the grace of the premium that is due next, however long ago that was. */
const inTime = ({ day, paid }: PlainPolicy): number => Math.min(day, dueDay(paid) + 10);
const inGrace = ({ day, paid }: PlainPolicy): number => Math.min(day, dueDay(paid) + 5);
const death = (dayOf: (model: PlainPolicy) => number): Command => ({
  plain(model) {
    model.reportDeath(dayOf(model));
    return true;
  },
  real: (policy, _, model) => policy.reportDeath(dateOf(dayOf(model))),
});
const commands = {
  pay,
  payAll: pay,
  payInTime: {
    plain: (model) => takes(model, inTime(model), 1),
    real: (policy, _, model) => policy.pay(dateOf(inTime(model)), 1),
  },
  reverse: {
    plain(model) {
      if (!model.mayReverse) return false;
      model.paid -= model.receipts.at(-1) ?? 0;
      model.receipts = model.receipts.slice(0, -1);
      model.arrearsPaidDay = undefined;
      return true;
    },
    real: (policy) => policy.reverse(),
  },
  applyForReinstatement: {
    plain(model) {
      if (model.state !== "lapsed") return false;
      Object.assign(model, { state: "pending", appliedDay: model.day, arrearsFrom: model.paid, arrearsPaidDay: undefined });
      return true;
    },
    real: (policy, { on }) => policy.applyForReinstatement(on),
  },
  refuseReinstatement: {
    plain(model) {
      if (!model.mayRefuse || model.arrearsFrom !== model.paid) return false;
      Object.assign(model, { state: "lapsed", arrearsPaidDay: undefined });
      return true;
    },
    real: (policy) => policy.refuseReinstatement(),
  },
  reinstate: {
    plain(model) {
      if (model.state !== "pending" || model.arrearsPaidDay === undefined) return false;
      model.reinstate();
      return true;
    },
    real: (policy) => policy.reinstate(),
  },
  surrender: {
    plain(model) {
      const isOpen = model.openLosses.length > 0 || model.death?.status === "open";
      if ((model.state !== "active" && model.state !== "lapsed") || isOpen) return false;
      Object.assign(model, { state: "surrendered", endedDay: model.day, owesValue: true });
      model.cover(model.day, false);
      return true;
    },
    real: (policy, { on }) => policy.surrender(on),
  },
  report: {
    plain(model) {
      model.openLosses = [...model.openLosses, lossDay(model)];
      return true;
    },
    real: (policy, { lossOn }) => policy.report(lossOn),
  },
  settleClaim: {
    plain(model) {
      const [loss, ...others] = model.openLosses;
      if (loss === undefined) return false;
      model.openLosses = others;
      if (!model.isCoveredOn(loss) || model.isAfterDeath(loss)) return false;
      model.payouts++;
      return true;
    },
    real: (policy, { on }) => policy.settleClaim(on),
  },
  reportDeath: death(lossDay),
  reportDeathInGrace: death(inGrace),
  payDeath: {
    plain(model) {
      const isFirst = model.death?.isPaidOut !== true;
      if (!model.payDeath()) return false;
      // opened again, it was paid for already
      if (isFirst) model.payouts++;
      return true;
    },
    real: (policy, { on }) => policy.payDeath(on),
  },
  denyDeath: {
    plain(model) {
      model.denyDeath();
      return true;
    },
    real: (policy, { on }) => policy.denyDeath(on),
  },
  excludeDeath: {
    plain: (model) => model.excludeDeath(),
    real: (policy, { on }) => policy.denyDeath(on, { deathStands: true, cashValue: cashValueOf }),
  },
  reopenDeath: {
    plain(model) {
      model.reopenDeath();
      return true;
    },
    real: (policy) => policy.reopenDeath(),
  },
} satisfies Record<string, Command>;

/** Instalments that are due and not paid; one where there is none. */
function instalmentsOf(name: Name, model: PlainPolicy): number {
  let instalments = 1;
  if (name === "payAll") while (dueDay(model.paid + instalments) < model.day) instalments++;
  return instalments;
}
type Name = keyof typeof commands;
const deaths = ["reportDeath", "reportDeathInGrace", "payDeath", "denyDeath", "excludeDeath", "reopenDeath"] as const;
const afterwards = ["payInTime", "payInTime", "pay", "report", "settleClaim", ...deaths] as const;
/** What is tried in which state; something impossible is among it. */
const tried: Readonly<Record<PlainPolicy["state"], readonly Name[]>> = {
  active: [
    ...["pay", "pay", "pay", "payAll", "payAll", "payInTime", "reverse", "reverse", "report", "report", "settleClaim", "surrender"],
    ...["applyForReinstatement", "reinstate", ...deaths],
  ] as readonly Name[],
  lapsed: [
    ...["applyForReinstatement", "applyForReinstatement", "applyForReinstatement", "applyForReinstatement"],
    ...["report", "settleClaim", "pay", "payInTime"],
    ...["surrender", ...deaths],
  ] as readonly Name[],
  pending: [
    ...["payAll", "payAll", "payAll", "payInTime", "reinstate", "reinstate", "reinstate", "reinstate", "reinstate", "reverse"],
    ...["refuseReinstatement", "refuseReinstatement"],
    ...["report", "settleClaim", ...deaths],
  ] as readonly Name[],
  deathPending: ["pay", "payInTime", "report", "settleClaim", "surrender", "payDeath", "payDeath", "denyDeath", "excludeDeath"],
  deathPaid: [...afterwards, "reopenDeath"],
  terminated: [...afterwards, "applyForReinstatement", "surrender"],
  surrendered: [...afterwards, "reinstate", "surrender"],
  expired: [...afterwards, "surrender"],
};
/** The first receipt stays, one death is claimed for at a time, and what is too old to be claimed for is another story. */
function isKnown(name: Name, model: PlainPolicy): boolean {
  const status = model.death?.status;
  if (name === "reverse") return model.mayReverse;
  if (name === "reportDeath") return status === undefined || status === "denied";
  if (name === "reportDeathInGrace") return (status === undefined || status === "denied") && model.day - inGrace(model) < fourYears;
  if (name === "reopenDeath") return status === "paid" || status === "denied";
  return name === "payDeath" || name === "denyDeath" || name === "excludeDeath" ? status === "open" : true;
}
const fourYears = 1460;

const round = (min: number, max: number) =>
  fc.record({
    days: fc.integer({ min, max }),
    choices: fc.array(fc.noBias(fc.nat(9_999)), { minLength: perBatch, maxLength: perBatch }),
  });
type Course = readonly { readonly days: number; readonly choices: readonly number[] }[];
/** It ends before the two years of a lapse. */
const shortTerm = termOf(8);
const kinds = ["PGlite", ...(postgresUrl() === undefined ? [] : ["PostgreSQL"])] as const;

describe.each(kinds)("policies and their claims, on %s", (kind) => {
  it(`are what a plain reckoning says, in ${sequences} courses of events`, async () => {
    const taken = new Map<string, number>();
    const reached = new Set<PlainPolicy["state"]>();
    const batch = async (course: Course) => {
      // a clock goes through all tenants of its database, so each batch has one of its own
      const server = kind === "PostgreSQL" ? await createTestDatabase("policy_model") : undefined;
      const test = await testCrm({
        packs: [insurance],
        now: `${dateOf(0)}T04:00:00.000Z`,
        ...(server && { database: postgres({ url: server.url }) }),
      });
      try {
        const { id: productId } = await test.system.create(product, { code: "L1", name: "Life", graceDays: 30 });
        const from = dateOf(0);
        const expiresOn = (index: number) => (index % 2 === 0 ? undefined : dateOf(shortTerm.lastDay));
        const policies = await openPolicies(test.system, { count: perBatch, productId, from, paidToOn: dateOf(dueDay(1)), expiresOn });
        const pairs: readonly Pair[] = policies.map((policy, index) => ({
          policy,
          model: new PlainPolicy(index % 2 === 0 ? undefined : shortTerm),
          done: [],
        }));
        await test.crm.analyse();
        let day = 0;
        for (const { days, choices } of course) {
          day += days;
          await test.clock.advance({ until: `${dateOf(day)}T04:00:00.000Z` });
          const step = async ({ policy, model, done }: Pair, choice: number): Promise<void> => {
            model.day = day;
            model.settle();
            const menu = tried[model.state].filter((each) => isKnown(each, model));
            const name = menu[choice % menu.length] as Name;
            const given = { on: dateOf(day), lossOn: dateOf(lossDay(model)), instalments: instalmentsOf(name, model) };
            const before = Object.assign(new PlainPolicy(), { day, paid: model.paid });
            const isPossible = commands[name].plain(model, given.instalments);
            model.settle();
            const refusal = await commands[name].real(policy, given, before);
            done.push(`${dateOf(day)} ${name}${refusal === undefined ? "" : `: ${refusal}`}`);
            expect(refusal === undefined, done.join("\n")).toBe(isPossible);
            if (isPossible) taken.set(name, (taken.get(name) ?? 0) + 1);
            reached.add(model.state);
          };
          // policies have nothing to do with each other, so some of them go at once
          for (let from = 0; from < pairs.length; from += atOnce)
            await Promise.all(pairs.slice(from, from + atOnce).map((pair, index) => step(pair, choices[from + index] as number)));
          await test.clock.advance("PT0S");
          const standing = await standings(test.system);
          for (const { policy, model, done } of pairs)
            expect(standing.get(policy.policyNumber), done.join("\n")).toEqual({
              state: model.engineState,
              paidToOn: dateOf(dueDay(model.paid)),
              collected: model.paid * premiumOf.amountMinor,
            });
        }
        for (const { policy, model, done } of pairs)
          expect(await policy.ledger(), done.join("\n")).toEqual({
            collected: model.paid * premiumOf.amountMinor,
            paidOut: model.payouts * benefitOf.amountMinor + (model.owesValue ? cashValueOf.amountMinor : 0),
          });
      } finally {
        await test.close();
        await server?.drop();
      }
    };
    const { short, long } = rounds;
    const courses = fc
      .tuple(
        fc.array(round(5, 35), { minLength: short, maxLength: short }),
        fc.array(round(100, 760), { minLength: long, maxLength: long }),
      )
      .map((parts) => parts.flat());
    await fc.assert(fc.asyncProperty(courses, batch), { numRuns: sequences / perBatch, seed: 20_260_302, endOnFailure: true });
    expect([...reached].sort()).toEqual(Object.keys(tried).sort());
    for (const name of Object.keys(commands)) expect([name, (taken.get(name) ?? 0) > 0]).toEqual([name, true]);
  }, 300_000);
});
