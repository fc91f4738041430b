import { type CalendarDate, stateOn } from "@kehu/core";
import { addDays, addMonths, calendar, daysBetween, dayWithin, earlier } from "../days.js";
import type { Random } from "../random.js";
import { type BookClaim, type BookPolicy, yuan } from "./book.js";
import type { PolicyHistory } from "./history.js";
import type { SoldPolicy } from "./policies.js";

/** What was claimed on a policy, as far as it went by the end of the book. */
export function claimsOf(random: Random, sold: SoldPolicy, history: PolicyHistory, until: CalendarDate): readonly BookClaim[] {
  return lossesOf(random, sold, history, until)
    .sort()
    .map((lossOn, index) => claimOf(random, { sold, history, lossOn, until, claimNumber: `${sold.policyNumber}-C${index + 1}` }))
    .filter((claim): claim is BookClaim => claim !== undefined);
}

function lossesOf(
  random: Random,
  { plan, household, effectiveOn }: SoldPolicy,
  { policy, finalLossOn }: PolicyHistory,
  until: CalendarDate,
): CalendarDate[] {
  if (plan.paysOnce) return finalLossOn === undefined ? [] : [finalLossOn];
  const perYear = plan.claimsPerMille[household.temper];
  const losses: CalendarDate[] = [];
  const lastOn = earlier(policy.endedOn ?? until, until);
  for (let year = 0; addMonths(effectiveOn, year * 12) <= lastOn; year += 1) {
    const start = addMonths(effectiveOn, year * 12);
    const end = earlier(addDays(addMonths(start, 12), -1), lastOn);
    // a year that has only begun has fewer
    const share = Math.floor((perYear * (daysBetween(start, end) + 1)) / 365);
    const count = Math.floor(share / 1000) + (random.chance(share % 1000) ? 1 : 0);
    for (let index = 0; index < count; index += 1) losses.push(dayWithin(random, start, end));
  }
  return losses;
}

interface Loss {
  readonly sold: SoldPolicy;
  readonly history: PolicyHistory;
  readonly lossOn: CalendarDate;
  readonly until: CalendarDate;
  readonly claimNumber: string;
}

function claimOf(random: Random, loss: Loss): BookClaim | undefined {
  const { sold, history, lossOn, until, claimNumber } = loss;
  const { plan } = sold;
  const reportedOn = addDays(
    lossOn,
    random.weighted([
      [0, 3],
      [1, 4],
      [random.int(2, 7), 4],
      [random.int(8, 30), 1],
    ]),
  );
  if (reportedOn > until) return undefined;
  const size = random.int(plan.claimSize[0], plan.claimSize[1]);
  const claimedAmount = plan.paysOnce
    ? sold.sumAssured
    : yuan(Math.max(100, Math.floor(((sold.sumAssured.amountMinor / 100) * size) / 1000)));
  const told = {
    claimNumber,
    policyNumber: sold.policyNumber,
    reporterNumber: sold.holderNumber,
    lossOn,
    reportedOn,
    cause: random.pick(plan.causes),
    claimedAmount,
  };
  const decidedOn = addDays(reportedOn, random.int(3, 25));
  if (!plan.paysOnce && random.chance(40))
    return decidedOn > until ? undecided(random, told, until) : { ...told, state: "withdrawn", sinceOn: decidedOn };
  if (decidedOn > until) return undecided(random, told, until);
  const denialReason = whyDenied(random, sold, history.policy, lossOn);
  if (denialReason !== undefined) {
    const closedOn = addDays(decidedOn, random.int(1, 3));
    const denied = { ...told, deniedOn: decidedOn, denialReason };
    return closedOn > until ? { ...denied, state: "denied", sinceOn: decidedOn } : { ...denied, state: "closed", sinceOn: closedOn };
  }
  return settled(random, { ...told, approvedOn: decidedOn }, { until, whole: plan.paysOnce === true });
}

type Told = Omit<BookClaim, "state" | "sinceOn">;

function undecided(random: Random, told: Told, until: CalendarDate): BookClaim {
  const registeredOn = addDays(told.reportedOn, random.int(0, 2));
  return registeredOn > until
    ? { ...told, state: "reported", sinceOn: told.reportedOn }
    : { ...told, state: "registered", sinceOn: registeredOn };
}

function whyDenied(
  random: Random,
  { plan, effectiveOn }: SoldPolicy,
  { stays, expiresOn }: BookPolicy,
  lossOn: CalendarDate,
): string | undefined {
  if (expiresOn !== undefined && lossOn > expiresOn) return "出险时保险期间已满";
  if (plan.waitingDays !== undefined && lossOn <= addDays(effectiveOn, plan.waitingDays)) return "出险在等待期内";
  const state = stateOn(stays, lossOn, calendar);
  if (state !== "inForce" && state !== "grace") return "出险时保单效力中止";
  return !plan.paysOnce && random.chance(60) ? "属于责任免除" : undefined;
}

function settled(
  random: Random,
  approved: Told & { readonly approvedOn: CalendarDate },
  { until, whole }: { readonly until: CalendarDate; readonly whole: boolean },
): BookClaim {
  const { amountMinor, currency } = approved.claimedAmount;
  const approvedAmount = whole ? approved.claimedAmount : { amountMinor: Math.floor((amountMinor * random.int(60, 100)) / 100), currency };
  const paidOn = addDays(approved.approvedOn, random.int(1, 9));
  if (paidOn > until) return { ...approved, approvedAmount, state: "approved", sinceOn: approved.approvedOn };
  const closedOn = addDays(paidOn, random.int(1, 6));
  const paid = { ...approved, approvedAmount, paidAmount: approvedAmount, paidOn };
  return closedOn > until ? { ...paid, state: "paid", sinceOn: paidOn } : { ...paid, state: "closed", sinceOn: closedOn };
}
