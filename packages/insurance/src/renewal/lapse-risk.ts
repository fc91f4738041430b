import type { CalendarDate } from "@kehu/core";
import { daysBetween } from "../policy/dates.js";

/** What a call to a policyholder came to. */
export const callOutcomes = ["promised", "refuses", "unreachable", "wrongNumber", "alreadyPaid", "wantsHelp"] as const;
export type CallOutcome = (typeof callOutcomes)[number];
export const riskReasons = [
  "inGrace",
  "firstRenewal",
  "lateLastTime",
  "paymentReversed",
  "noDirectDebit",
  "refuses",
  "unreachable",
] as const;
export type RiskReason = (typeof riskReasons)[number];

export interface RenewalFacts {
  readonly dueOn: CalendarDate;
  readonly isInGrace: boolean;
  readonly isFirstRenewal: boolean;
  readonly paidLateLastTime: boolean;
  readonly wasReversed: boolean;
  readonly paysByDirectDebit: boolean;
  readonly lastOutcome?: CallOutcome | undefined;
}
const weights: Readonly<Record<RiskReason, number>> = {
  inGrace: 40,
  refuses: 30,
  firstRenewal: 20,
  paymentReversed: 20,
  lateLastTime: 15,
  unreachable: 10,
  noDirectDebit: 5,
};

/** Points and the reasons for them: a list to work from, not a forecast. Nobody has fitted the weights; a house sets its own order. */
export function lapseRisk(facts: RenewalFacts): { readonly points: number; readonly reasons: readonly RiskReason[] } {
  const holds: Readonly<Record<RiskReason, boolean>> = {
    inGrace: facts.isInGrace,
    firstRenewal: facts.isFirstRenewal,
    lateLastTime: facts.paidLateLastTime,
    paymentReversed: facts.wasReversed,
    noDirectDebit: !facts.paysByDirectDebit,
    refuses: facts.lastOutcome === "refuses",
    unreachable: facts.lastOutcome === "unreachable" || facts.lastOutcome === "wrongNumber",
  };
  const reasons = riskReasons.filter((reason) => holds[reason]);
  return { points: reasons.reduce((sum, reason) => sum + weights[reason], 0), reasons };
}

interface Listed {
  readonly points: number;
  readonly dueOn: CalendarDate;
  readonly premiumMinor: number;
  /** Whoever promised, or says that it is paid, and has still time to be right. */
  readonly waits: boolean;
}
/** Whom to call first: who promised or has paid waits; then the greater risk, the earlier date, the greater premium. */
export function callFirst(one: Listed, other: Listed): number {
  return (
    Number(one.waits) - Number(other.waits) ||
    other.points - one.points ||
    daysBetween(other.dueOn, one.dueOn) ||
    other.premiumMinor - one.premiumMinor
  );
}
