import type { Calendar, CalendarDate } from "@kehu/core";
import type { Policy } from "../policy/policy.js";
import type { PremiumCredit } from "./premium-credit.js";
import { nextDueOn, type PremiumTerms, splitPayment } from "./premium-schedule.js";

export type Part = Pick<PremiumCredit, "id" | "amount" | "receivedOn">;
export interface NextReceipt {
  /** The day on which the due became full: what counts for the grace period. */
  readonly paidOn: CalendarDate;
  readonly periodFrom: CalendarDate;
  readonly paidToOn: CalendarDate;
  readonly amountMinor: number;
  /** What each part gives to it; the sum is the amount. */
  readonly parts: readonly { readonly id: Part["id"]; readonly amountMinor: number }[];
}

type Came = Pick<Part, "amount" | "receivedOn">;
const byDay = <P extends Came>(parts: readonly P[]): readonly P[] =>
  parts.toSorted((one, other) => (one.receivedOn < other.receivedOn ? -1 : Number(one.receivedOn > other.receivedOn)));
const totalOn = (parts: readonly Came[], on: CalendarDate): number =>
  parts.reduce((total, part) => (part.receivedOn <= on ? total + part.amount.amountMinor : total), 0);

/** The day on which parts of payments became a whole instalment; undefined where they are less. */
export const fullOn = ({ premium }: Pick<Policy, "premium">, parts: readonly Came[]): CalendarDate | undefined =>
  byDay(parts)
    .map(({ receivedOn }) => receivedOn)
    .find((on) => totalOn(parts, on) >= premium.amountMinor);

/**
 * The next premium that parts of payments make full, in the order of their days: all instalments that become full on the same day;
 * undefined where they reach for none, or none is due by a day.
 */
export function nextReceipt(
  policy: PremiumTerms & Pick<Policy, "premium">,
  { held, calendar, dueUntil }: { readonly held: readonly Part[]; readonly calendar: Calendar; readonly dueUntil: CalendarDate },
): NextReceipt | undefined {
  const inOrder = byDay(held);
  const paidOn = fullOn(policy, held);
  const periodFrom = nextDueOn(policy);
  if (paidOn === undefined || periodFrom === undefined) return undefined;
  const { instalments, paidToOn } = splitPayment(policy, totalOn(held, paidOn), { calendar, dueUntil });
  if (paidToOn === undefined) return undefined;
  const amountMinor = instalments * policy.premium.amountMinor;
  const parts: { readonly id: Part["id"]; readonly amountMinor: number }[] = [];
  let missing = amountMinor;
  for (const { id, amount } of inOrder) {
    const given = Math.min(missing, amount.amountMinor);
    if (given > 0) parts.push({ id, amountMinor: given });
    missing -= given;
  }
  return { paidOn, periodFrom, paidToOn, amountMinor, parts };
}
