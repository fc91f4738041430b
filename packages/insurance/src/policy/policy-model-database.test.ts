import { postgres } from "@kehu/crm/postgres";
import { testCrm } from "@kehu/testing";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { counts } from "../../../../.config/soak.js";
import { createTestDatabase, postgresUrl } from "../../../../.config/test-databases.js";
import { dateOf, dueDay, PlainPolicy } from "../../test/plain-policy.js";
import { benefitOf, cashValueOf, openPolicies, type PolicyOnDatabase, premiumOf, standings } from "../../test/policy-on-database.js";
import { insurance } from "../insurance.js";
import { product } from "./product.js";

const sequences = counts(40, 200);
const perBatch = counts(40, 100);
const rounds = 8;
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
  real(policy: PolicyOnDatabase, given: Given): Promise<string | undefined>;
}
const daysAgo = 40;
const pay: Command = {
  plain(model, instalments) {
    if (model.state !== "active" && model.state !== "pending") return false;
    model.paid += instalments;
    model.receipts = [...model.receipts, instalments];
    if (model.state === "pending" && dueDay(model.paid) >= model.day) model.arrearsPaidDay = model.day;
    return true;
  },
  real: (policy, { on, instalments }) => policy.pay(on, instalments),
};
const commands = {
  pay,
  payAll: pay,
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
      if ((model.state !== "active" && model.state !== "lapsed") || model.openLosses.length > 0) return false;
      model.state = "surrendered";
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
      if (!model.isCoveredOn(loss)) return false;
      model.payouts++;
      return true;
    },
    real: (policy, { on }) => policy.settleClaim(on),
  },
} satisfies Record<string, Command>;
const lossDay = ({ day }: PlainPolicy): number => Math.max(0, day - daysAgo);

/** Instalments that are due and not paid; one where there is none. */
function instalmentsOf(name: Name, model: PlainPolicy): number {
  let instalments = 1;
  if (name === "payAll") while (dueDay(model.paid + instalments) < model.day) instalments++;
  return instalments;
}
type Name = keyof typeof commands;
/** What is tried in which state; something impossible is among it. */
const tried = {
  active: ["pay", "pay", "payAll", "reverse", "report", "report", "settleClaim", "surrender", "applyForReinstatement", "reinstate"],
  lapsed: ["applyForReinstatement", "applyForReinstatement", "applyForReinstatement", "report", "settleClaim", "pay", "surrender"],
  pending: [
    "payAll",
    "payAll",
    "payAll",
    "reinstate",
    "reinstate",
    "reinstate",
    "reinstate",
    "refuseReinstatement",
    "reverse",
    "report",
    "settleClaim",
  ],
  terminated: ["pay", "report", "settleClaim", "applyForReinstatement", "surrender"],
  surrendered: ["pay", "report", "settleClaim", "reinstate", "surrender"],
} as const satisfies Partial<Record<PlainPolicy["state"], readonly Name[]>>;
/** The first receipt stays, and what has lapsed or ended is another story. */
const isKnown = (name: Name, model: PlainPolicy): boolean => name !== "reverse" || model.mayReverse;

const round = fc.record({
  days: fc.oneof({ arbitrary: fc.integer({ min: 1, max: 35 }), weight: 15 }, { arbitrary: fc.integer({ min: 300, max: 760 }), weight: 1 }),
  choices: fc.array(fc.nat(839), { minLength: perBatch, maxLength: perBatch }),
});
type Course = readonly { readonly days: number; readonly choices: readonly number[] }[];
const kinds = ["PGlite", ...(postgresUrl() === undefined ? [] : ["PostgreSQL"])] as const;

describe.each(kinds)("policies and their claims, on %s", (kind) => {
  it(`are what a plain reckoning says, in ${sequences} courses of events`, async () => {
    const taken = new Map<string, number>();
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
        const policies = await openPolicies(test.system, { count: perBatch, productId, from: dateOf(0), paidToOn: dateOf(dueDay(1)) });
        const pairs: readonly Pair[] = policies.map((policy) => ({ policy, model: new PlainPolicy(), done: [] }));
        await test.crm.analyse();
        let day = 0;
        for (const { days, choices } of course) {
          day += days;
          await test.clock.advance({ until: `${dateOf(day)}T04:00:00.000Z` });
          const step = async ({ policy, model, done }: Pair, choice: number): Promise<void> => {
            model.day = day;
            model.settle();
            const menu = tried[model.state as keyof typeof tried];
            const name = menu[choice % menu.length] as Name;
            if (!isKnown(name, model)) return;
            const given = { on: dateOf(day), lossOn: dateOf(lossDay(model)), instalments: instalmentsOf(name, model) };
            const isPossible = commands[name].plain(model, given.instalments);
            model.settle();
            const refusal = await commands[name].real(policy, given);
            done.push(`${dateOf(day)} ${name}${refusal === undefined ? "" : `: ${refusal}`}`);
            expect(refusal === undefined, done.join("\n")).toBe(isPossible);
            if (isPossible) taken.set(name, (taken.get(name) ?? 0) + 1);
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
            paidOut: model.payouts * benefitOf.amountMinor + (model.state === "surrendered" ? cashValueOf.amountMinor : 0),
          });
      } finally {
        await test.close();
        await server?.drop();
      }
    };
    const courses = fc.array(round, { minLength: rounds, maxLength: rounds });
    await fc.assert(fc.asyncProperty(courses, batch), { numRuns: sequences / perBatch, seed: 20_260_302, endOnFailure: true });
    for (const name of Object.keys(commands)) expect([name, (taken.get(name) ?? 0) > 0]).toEqual([name, true]);
  }, 300_000);
});
