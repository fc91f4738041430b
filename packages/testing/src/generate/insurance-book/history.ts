import type { CalendarDate } from "@kehu/core";
import { addDays, addMonths, calendar, daysBetween, dayWithin, earlier, later } from "../days.js";
import type { Random } from "../random.js";
import { type BookPolicy, type BookPolicyState, type BookReceipt, type BookStay, yuan } from "./book.js";
import { monthsOf, type SoldPolicy } from "./policies.js";

/** What became of a policy up to the end of the book. */
export interface PolicyHistory {
  readonly policy: BookPolicy;
  readonly receipts: readonly Omit<BookReceipt, "receiptNumber">[];
  readonly stays: readonly BookStay[];
  /** A loss that ends the contract, where there was one. */
  readonly finalLossOn?: CalendarDate;
}

/** @see Insurance Law of the PRC, arts. 36 and 37 */
const [graceDays, suspensionYears] = [60, 2];
const lapsesPerYear = { valuable: 40, ordinary: 190, costly: 140 } as const;
const latePerMille = { valuable: 60, ordinary: 170, costly: 260 } as const;
const comesBackPerMille = 300;
const freeLookPerMille = 15;

/** Lives through the years of a policy: who pays when, who lapses, who comes back, and how it ended. */
export function historyOf(
  random: Random,
  sold: SoldPolicy,
  options: { readonly from: CalendarDate; readonly until: CalendarDate },
): PolicyHistory {
  const course = new Course(random, sold, options);
  const freeLook = random.chance(freeLookPerMille) ? addDays(sold.receiptSignedOn, random.int(0, 9)) : undefined;
  if (freeLook !== undefined && freeLook <= options.until) return course.cancel(freeLook);
  const years = Math.ceil((daysBetween(sold.effectiveOn, options.until) + 1) / 365);
  const surrenderOn = random.chance(sold.plan.surrendersPerMille * years)
    ? dayWithin(random, addDays(sold.effectiveOn, 120), options.until)
    : undefined;
  const finalLossOn =
    sold.plan.paysOnce && random.chance(sold.plan.claimsPerMille[sold.household.temper] * years)
      ? dayWithin(random, addDays(sold.effectiveOn, 100), options.until)
      : undefined;
  course.payUntil(earlier(surrenderOn ?? options.until, finalLossOn ?? options.until));
  if (
    surrenderOn !== undefined &&
    finalLossOn === undefined &&
    course.isCovered() &&
    surrenderOn <= addDays(options.until, -40) &&
    surrenderOn > course.sinceOn()
  )
    return course.surrender(surrenderOn);
  return { ...course.end(finalLossOn), ...(finalLossOn !== undefined && finalLossOn <= options.until && { finalLossOn }) };
}

/** A policy on its way, changed step by step; nobody else sees it before its end. */
class Course {
  readonly #random: Random;
  readonly #sold: SoldPolicy;
  readonly #from: CalendarDate;
  readonly #until: CalendarDate;
  readonly #receipts: Omit<BookReceipt, "receiptNumber">[] = [];
  readonly #stays: { state: BookPolicyState; from: string }[] = [];
  #instalment = 0;
  #paidToOn: CalendarDate;
  #appliedOn: CalendarDate | undefined;

  constructor(random: Random, sold: SoldPolicy, { from, until }: { readonly from: CalendarDate; readonly until: CalendarDate }) {
    this.#random = random;
    this.#sold = sold;
    this.#from = from;
    this.#until = until;
    this.#paidToOn = sold.effectiveOn;
    this.#enter("inForce", calendar.startOf(sold.effectiveOn));
    this.#pay(later(addDays(sold.effectiveOn, -random.int(0, 3)), from), 1);
  }

  payUntil(end: CalendarDate): void {
    const { temper } = this.#sold.household;
    for (let dueOn = this.#dueOn(); dueOn !== undefined && dueOn <= end; dueOn = this.#dueOn()) {
      const perInstalment = Math.max(1, Math.floor((lapsesPerYear[temper] * monthsOf[this.#sold.premiumFrequency as "annual"]) / 12));
      if (this.#random.chance(perInstalment)) {
        if (!this.#comeBack(dueOn)) return;
        continue;
      }
      const isLate = this.#random.chance(latePerMille[temper]);
      // whoever pays by the month is late by days, not by months
      const latest = Math.min(graceDays - 5, monthsOf[this.#sold.premiumFrequency as "annual"] * 28 - 8);
      const paidOn = isLate
        ? addDays(dueOn, this.#random.int(1, latest))
        : later(addDays(dueOn, -this.#random.int(0, 6)), this.#receipts.at(-1)?.paidOn ?? dueOn);
      if (paidOn > this.#until) return;
      if (isLate) {
        this.#enter("grace", calendar.endOf(dueOn));
        this.#enter("inForce", calendar.startOf(paidOn));
      }
      this.#pay(paidOn, 1);
    }
  }

  /** What was not paid in time took its course by itself. */
  end(finalLossOn?: CalendarDate): Omit<PolicyHistory, "finalLossOn"> {
    const { expiresOn } = this.#sold;
    const dueOn = this.#dueOn();
    if (this.#stays.at(-1)?.state === "inForce" && dueOn !== undefined && dueOn < this.#until && finalLossOn === undefined)
      this.#lapse(dueOn);
    const [last] = this.#stays.slice(-1);
    const terminatedAt = last?.state === "lapsed" ? calendar.after(last.from, `P${suspensionYears}Y`) : undefined;
    if (expiresOn !== undefined && expiresOn < this.#until && last?.state !== "terminated") {
      this.#enter("expired", calendar.endOf(expiresOn));
      return this.#history({ endedOn: expiresOn, endReason: "endOfTerm" });
    }
    if (terminatedAt !== undefined && terminatedAt < calendar.endOf(this.#until)) {
      this.#enter("terminated", terminatedAt);
      return this.#history({ endedOn: calendar.dayOf(terminatedAt), endReason: "twoYearsLapsed" });
    }
    return this.#history({});
  }

  cancel(requestedOn: CalendarDate): PolicyHistory {
    this.#enter("freeLookCancelled", calendar.startOf(requestedOn));
    const { amountMinor, currency } = this.#sold.premium;
    return this.#history({ endedOn: requestedOn, endReason: "freeLook", endValue: { amountMinor: amountMinor - 1000, currency } });
  }

  surrender(noticeOn: CalendarDate): PolicyHistory {
    this.#enter("surrendered", calendar.startOf(noticeOn));
    this.#enter("surrenderPaid", calendar.startOf(addDays(noticeOn, this.#random.int(3, 28))));
    const paid = this.#receipts.reduce((sum, receipt) => sum + receipt.amount.amountMinor, 0);
    const endValue = yuan(Math.floor(((paid / 100) * this.#random.int(20, 65)) / 100));
    return this.#history({ endedOn: noticeOn, endReason: "surrender", endValue });
  }

  isCovered(): boolean {
    return this.#stays.at(-1)?.state === "inForce";
  }

  sinceOn(): CalendarDate {
    return calendar.dayOf(this.#stays.at(-1)?.from ?? calendar.startOf(this.#sold.effectiveOn));
  }

  /** Grace, lapse, an application, the arrears, cover again; as far as the book knows. */
  #comeBack(dueOn: CalendarDate): boolean {
    this.#lapse(dueOn);
    const lapsedOn = addDays(dueOn, graceDays);
    const appliedOn = addDays(lapsedOn, this.#random.int(5, 220));
    if (!this.#random.chance(comesBackPerMille) || appliedOn > this.#until || lapsedOn >= this.#until) return false;
    this.#enter("reinstatementPending", calendar.startOf(appliedOn));
    const paidOn = addDays(appliedOn, this.#random.int(1, 20));
    if (paidOn > this.#until || (this.#sold.expiresOn !== undefined && paidOn >= this.#sold.expiresOn)) {
      this.#appliedOn = appliedOn;
      return false;
    }
    this.#enter("inForce", calendar.startOf(paidOn));
    let instalments = 1;
    for (let next = this.#dueOn(instalments); next !== undefined && next <= paidOn; next = this.#dueOn(instalments)) instalments += 1;
    this.#pay(paidOn, instalments);
    return true;
  }

  #lapse(dueOn: CalendarDate): void {
    this.#enter("grace", calendar.endOf(dueOn));
    this.#enter("lapsed", calendar.endOf(addDays(dueOn, graceDays)));
  }

  /** What lies beyond the book has not happened yet. */
  #enter(state: BookPolicyState, from: string): void {
    if (from <= calendar.endOf(this.#until)) this.#stays.push({ state, from });
  }

  /** The due date of the next instalment, or of one after it. */
  #dueOn(ahead = 0): CalendarDate | undefined {
    const { premiumFrequency, effectiveOn, premiumsUntilOn, expiresOn } = this.#sold;
    if (premiumFrequency === "single") return undefined;
    const dueOn = addMonths(effectiveOn, (this.#instalment + ahead) * monthsOf[premiumFrequency]);
    const end = premiumsUntilOn ?? expiresOn;
    return end === undefined || dueOn < end ? dueOn : undefined;
  }

  #pay(paidOn: CalendarDate, instalments: number): void {
    const { premium, policyNumber, premiumsUntilOn, expiresOn, effectiveOn } = this.#sold;
    const periodFrom = this.#paidToOn;
    this.#instalment += instalments;
    this.#paidToOn = this.#dueOn() ?? premiumsUntilOn ?? (expiresOn === undefined ? effectiveOn : addDays(expiresOn, 1));
    const method = this.#random.weighted([
      ["directDebit", 5],
      ["bankTransfer", 3],
      ["onlinePayment", 4],
      ["card", 2],
      ["cash", 1],
    ] as const);
    this.#receipts.push({
      policyNumber,
      amount: { ...premium, amountMinor: premium.amountMinor * instalments },
      paidOn: later(paidOn, this.#from),
      periodFrom,
      paidToOn: this.#paidToOn,
      method,
    });
  }

  #history(ending: Pick<BookPolicy, "endedOn" | "endReason" | "endValue">): PolicyHistory {
    const { plan: _plan, household: _household, ...sold } = this.#sold;
    const stays = this.#stays.map(
      (stay, index): BookStay => ({ ...stay, ...(this.#stays[index + 1] && { until: this.#stays[index + 1]?.from as string }) }),
    );
    const state = stays.at(-1)?.state ?? "inForce";
    const isPending = state === "reinstatementPending" && this.#appliedOn !== undefined;
    const policy: BookPolicy = {
      ...sold,
      paidToOn: this.#paidToOn,
      state,
      stays,
      ...(isPending && { reinstatementAppliedOn: this.#appliedOn as string }),
      ...ending,
    };
    return { policy, receipts: this.#receipts, stays };
  }
}
