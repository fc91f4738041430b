import { formatDay, leadingDay, parseDay } from "../../calendar/day-number.js";
import type { CalendarDate, Money } from "../../define/id.js";
import { phrase } from "../../define/refusal.js";
import { refused } from "../../error.js";
import { compareText } from "../../filter/compare.js";
import { amountTooLarge, differentCurrencies } from "../../money.js";
import type { PurchaseHistories } from "./purchase-histories.js";
import {
  amountNegative,
  amountNotWhole,
  currencyMissing,
  customerMissing,
  noPurchases,
  periodInvalid,
  unitUnknown,
} from "./purchase-problems.js";

export interface Purchase {
  readonly customerId: string;
  readonly on: CalendarDate;
  readonly amount: Money;
}
export type TimeUnit = "day" | "week";

/** Purchases of many customers, summed up: a column for each figure, a row for each customer, in order of the ids. */
export interface PurchaseSummary extends PurchaseHistories {
  readonly unit: TimeUnit;
  /** The first purchase of all. */
  readonly startsOn: CalendarDate;
  /** The last day of the observation. */
  readonly endsOn: CalendarDate;
  readonly currency: string;
  readonly customerIds: readonly string[];
  readonly frequency: Float64Array;
  readonly recency: Float64Array;
  readonly age: Float64Array;
  /** Minor units, first purchase included. */
  readonly spendMinor: Float64Array;
  /** Mean of the repeat purchase days in minor units, not rounded; 0 where there is none. */
  readonly monetaryValue: Float64Array;
  /** Repeat purchases of all customers on each day, from `startsOn` to the end of the holdout. */
  readonly repeatsByDay: Float64Array;
  readonly holdout?: Holdout;
}
/** What the same customers did after the observation. */
export interface Holdout {
  readonly endsOn: CalendarDate;
  readonly duration: number;
  /** Purchase days of each customer. */
  readonly frequency: Float64Array;
  readonly spendMinor: Float64Array;
}
export interface SummaryOptions {
  readonly unit: TimeUnit;
  /** The last day that counts; later purchases are the holdout or left out. */
  readonly endsOn: CalendarDate;
  /** With it, purchases after `endsOn` up to this day are counted apart; customers who first bought then are left out. */
  readonly holdoutEndsOn?: CalendarDate;
  /**
   * What a negative amount is: an error unless told, or a return, which is taken off the same day and then the days before it, the latest
   * first, down to nothing. A day whose purchases were returned stays a day of purchase, for the customer came and bought; what finds no
   * purchase is left out. What comes back after `endsOn` changes nothing of the observation, in which nobody could know of it.
   */
  readonly returns?: "refuse" | "takeOff";
}

/**
 * Sums purchases up for the purchase models, in any order: those of one customer and day are one purchase, the first one counts as the
 * beginning only.
 *
 * @throws KehuError `core/no-purchases`, `core/purchase-without-customer`, `core/purchase-without-currency`, `core/date-invalid`,
 * `core/purchase-not-whole`, `core/purchase-negative`, `core/amount-too-large`, `core/different-currencies`, `core/period-invalid`, `core/unit-unknown`
 * @see Fader & Hardie (2005), A Note on Deriving the Pareto/NBD Model and Related Expressions
 */
export function summarisePurchases(purchases: readonly Purchase[], options: SummaryOptions): PurchaseSummary {
  const period = periodOf(options);
  const days = purchaseDays(purchases, { returns: options.returns ?? "refuse", end: period.end });
  const known = [...days]
    .filter(([, own]) => own[0] !== undefined && own[0].day <= period.end)
    .sort(([one], [other]) => compareText(one, other));
  if (known.length === 0) throw refused(noPurchases({ endsOn: options.endsOn }));
  const start = known.reduce((first, [, own]) => Math.min(first, (own[0] as PurchaseDay).day), period.end);
  const column = (): Float64Array => new Float64Array(known.length);
  const columns = { frequency: column(), recency: column(), age: column(), spendMinor: column(), monetaryValue: column() };
  const holdout = { frequency: column(), spendMinor: column() };
  const repeatsByDay = new Float64Array(period.holdoutEnd - start + 1);
  for (const [row, [, own]] of known.entries()) {
    const first = own[0] as PurchaseDay;
    const observed = own.filter(({ day }) => day <= period.end);
    const later = own.filter(({ day }) => day > period.end && day <= period.holdoutEnd);
    const repeats = observed.slice(1);
    columns.frequency[row] = repeats.length;
    columns.recency[row] = ((repeats.at(-1) ?? first).day - first.day) / period.unitDays;
    columns.age[row] = (period.end - first.day) / period.unitDays;
    columns.spendMinor[row] = total(observed);
    columns.monetaryValue[row] = repeats.length === 0 ? 0 : total(repeats) / repeats.length;
    holdout.frequency[row] = later.length;
    holdout.spendMinor[row] = total(later);
    for (const { day } of [...repeats, ...later]) repeatsByDay[day - start] = (repeatsByDay[day - start] as number) + 1;
  }
  return {
    unit: options.unit,
    startsOn: formatDay(start),
    endsOn: options.endsOn,
    currency: (purchases[0] as Purchase).amount.currency,
    customerIds: known.map(([id]) => id),
    ...columns,
    repeatsByDay,
    ...(options.holdoutEndsOn === undefined
      ? {}
      : { holdout: { endsOn: options.holdoutEndsOn, duration: (period.holdoutEnd - period.end) / period.unitDays, ...holdout } }),
  };
}

interface PurchaseDay {
  readonly day: number;
  amountMinor: number;
}

const total = (days: readonly PurchaseDay[]): number => days.reduce((sum, { amountMinor }) => sum + amountMinor, 0);

// months and years have no fixed length, for which the models have no use
const daysOf: Readonly<Record<TimeUnit, number>> = { day: 1, week: 7 };

function periodOf({ unit, endsOn, holdoutEndsOn: given }: SummaryOptions): {
  readonly end: number;
  readonly holdoutEnd: number;
  readonly unitDays: number;
} {
  if (!Object.hasOwn(daysOf, unit)) throw refused(unitUnknown({ unit: String(unit) }));
  const holdoutEndsOn = given ?? endsOn;
  const end = parseDay(endsOn, phrase("The end of the observation"));
  const holdoutEnd = parseDay(holdoutEndsOn, phrase("The end of the holdout"));
  if (given !== undefined && holdoutEnd <= end) throw refused(periodInvalid({ endsOn, holdoutEndsOn }));
  return { end, holdoutEnd, unitDays: daysOf[unit] };
}

/** The purchase days of each customer in order, at least one. */
function purchaseDays(
  purchases: readonly Purchase[],
  { returns, end }: Pick<Checks, "returns"> & { readonly end: number },
): ReadonlyMap<string, readonly PurchaseDay[]> {
  const byCustomer = new Map<string, PurchaseDay[]>();
  const currency = purchases[0]?.amount?.currency ?? "";
  for (const [index, purchase] of purchases.entries()) {
    const day = checkedDay(purchase, { position: index + 1, currency, returns });
    const own = byCustomer.get(purchase.customerId);
    const entry = { day, amountMinor: purchase.amount.amountMinor };
    if (own) own.push(entry);
    else byCustomer.set(purchase.customerId, [entry]);
  }
  for (const [id, own] of byCustomer) {
    if (!Number.isSafeInteger(own.reduce((sum, { amountMinor }) => sum + Math.abs(amountMinor), 0)))
      throw refused(amountTooLarge({ currency }));
    byCustomer.set(id, [...merged(own.filter(({ day }) => day <= end)), ...merged(own.filter(({ day }) => day > end))]);
  }
  return byCustomer;
}

interface Checks {
  readonly position: number;
  readonly currency: string;
  readonly returns: "refuse" | "takeOff";
}

function checkedDay(purchase: Purchase | null | undefined, at: Checks): number {
  const { position, currency, returns } = at;
  const { customerId, on, amount } = purchase ?? ({} as Partial<Purchase>);
  if (typeof customerId !== "string" || customerId === "") throw refused(customerMissing({ position }));
  if (typeof amount?.amountMinor !== "number") throw refused(amountNotWhole({ position, amount: "missing" }));
  if (typeof amount.currency !== "string" || amount.currency === "") throw refused(currencyMissing({ position }));
  if (amount.currency !== currency) throw refused(differentCurrencies({ one: currency, other: amount.currency }));
  if (!Number.isInteger(amount.amountMinor)) throw refused(amountNotWhole({ position, amount: amount.amountMinor }));
  if (!Number.isSafeInteger(amount.amountMinor)) throw refused(amountTooLarge({ currency }));
  if (amount.amountMinor < 0 && returns === "refuse") throw refused(amountNegative({ position, amount: amount.amountMinor }));
  return (
    (typeof on === "string" && on.length === 10 ? leadingDay(on) : undefined) ??
    parseDay(String(on), phrase("The day of purchase number {position}", { position }))
  );
}

function merged(purchases: PurchaseDay[]): PurchaseDay[] {
  const days: PurchaseDay[] = [];
  // on one day the purchases come before the returns
  for (const purchase of purchases.sort((one, other) => one.day - other.day || other.amountMinor - one.amountMinor)) {
    const last = days.at(-1);
    if (purchase.amountMinor < 0) takeOff(days, -purchase.amountMinor);
    else if (last?.day === purchase.day) last.amountMinor += purchase.amountMinor;
    else days.push(purchase);
  }
  return days;
}

function takeOff(days: readonly PurchaseDay[], returned: number): void {
  let rest = returned;
  for (let index = days.length - 1; index >= 0 && rest > 0; index -= 1) {
    const day = days[index] as PurchaseDay;
    const part = Math.min(rest, day.amountMinor);
    day.amountMinor -= part;
    rest -= part;
  }
}
