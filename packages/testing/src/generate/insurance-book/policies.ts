import type { CalendarDate } from "@kehu/core";
import { addDays, addMonths, dayWithin, later } from "../days.js";
import type { Random } from "../random.js";
import { type BookCustomer, type BookPolicy, numbered, yuan } from "./book.js";
import type { Household } from "./households.js";
import { type ProductPlan, productPlans } from "./products.js";

/** A policy as it was sold, before anything happened to it. */
export interface SoldPolicy extends Omit<BookPolicy, "paidToOn" | "state" | "stays"> {
  readonly plan: ProductPlan;
  readonly household: Household;
}
export const monthsOf = { monthly: 1, quarterly: 3, semiannual: 6, annual: 12 } as const;

/** Sells policies to households: each has at least one as far as they go round, the valuable ones have more. */
export function sellPolicies(
  random: Random,
  households: readonly Household[],
  options: { readonly policies: number; readonly from: CalendarDate; readonly until: CalendarDate },
): readonly SoldPolicy[] {
  return Array.from({ length: options.policies }, (_, index) => {
    const own = random.fork(index);
    const household = households[index] ?? busiest(own, households);
    const plan = planFor(own, household);
    return sell(own, { index, household, plan, from: options.from, until: options.until });
  });
}

/** Of three, the one that buys most readily. */
function busiest(random: Random, households: readonly Household[]): Household {
  const candidates = [random.pick(households), random.pick(households), random.pick(households)];
  const eager = { valuable: 0, ordinary: 1, costly: 2 } as const;
  return candidates.reduce((best, each) => (eager[each.temper] < eager[best.temper] ? each : best));
}

function planFor(random: Random, { kind, temper }: Household): ProductPlan {
  const fitting = productPlans.filter((plan) => plan.holders === kind && plan.weights[temper] > 0);
  return random.weighted(fitting.map((plan) => [plan, plan.weights[temper]] as const));
}

interface Sale {
  readonly index: number;
  readonly household: Household;
  readonly plan: ProductPlan;
  readonly from: CalendarDate;
  readonly until: CalendarDate;
}

function sell(random: Random, { index, household, plan, from, until }: Sale): SoldPolicy {
  const holder = household.members[0] as BookCustomer;
  const insured = random.chance(300) ? random.pick(household.members) : holder;
  const oneDay = dayWithin(random, from, until);
  // more is sold of late than in the beginning
  const effectiveOn = random.chance(400) ? later(oneDay, dayWithin(random, from, until)) : oneDay;
  const premiumFrequency = random.weighted(plan.frequencies);
  const yearly = random.int(plan.yearlyPremium[0] / 12, plan.yearlyPremium[1] / 12) * 12;
  const premium = premiumFrequency === "single" ? yearly : (yearly / 12) * monthsOf[premiumFrequency];
  const expiresOn = plan.termYears && addDays(addMonths(effectiveOn, plan.termYears * 12), -1);
  return {
    plan,
    household,
    policyNumber: `${plan.prefix}${effectiveOn.slice(0, 4)}${numbered("", index)}`,
    holderNumber: holder.customerNumber,
    insuredNumber: insured.customerNumber,
    beneficiaries: beneficiariesOf(random, household, insured),
    productCode: plan.code,
    agentNumber: household.agentNumber,
    sumAssured: yuan(random.int(plan.sumAssured[0], plan.sumAssured[1]) * 1000),
    premium: yuan(premium),
    premiumFrequency,
    effectiveOn,
    receiptSignedOn: addDays(effectiveOn, random.int(0, 12)),
    ...(expiresOn && { expiresOn }),
    ...(plan.premiumYears && premiumFrequency !== "single" && { premiumsUntilOn: addMonths(effectiveOn, plan.premiumYears * 12) }),
  };
}

/** Shares of a rank make the whole; who is insured is no beneficiary of the own death, and an organization benefits from nobody's. */
function beneficiariesOf(random: Random, { members, kind }: Household, insured: BookCustomer): BookPolicy["beneficiaries"] {
  const others = kind === "organization" ? [] : members.filter((member) => member !== insured);
  const [first, second] = others;
  if (first === undefined || random.chance(150)) return [];
  if (second === undefined) return [{ customerNumber: first.customerNumber, rank: 1, shareBasisPoints: 10_000 }];
  const share = random.pick([5000, 6000, 7000]);
  return [
    { customerNumber: first.customerNumber, rank: 1, shareBasisPoints: share },
    { customerNumber: second.customerNumber, rank: 1, shareBasisPoints: 10_000 - share },
  ];
}
