import { type Calendar, type CalendarDate, type Ratio, ratio } from "@kehu/core";
import { beforeConclusion, type Policy } from "../policy/policy.js";

type Counted = Pick<Policy, "state" | "effectiveOn" | "paidToOn" | "endReason">;
/** Never on the books for good: cancelled in the free look, never paid, rescinded. */
const notCounted: readonly string[] = [...beforeConclusion, "issued", "declined", "notTaken", "freeLookCancelled", "freeLookRefunded"];
const rescinded: readonly (string | undefined)[] = ["nonDisclosure", "misstatedAge"];

/**
 * Persistency by count: policies that are paid for at least so many months, of all that were activated in the window of twelve months
 * that lies so many months back; for 13 months those of 13 to 25 months ago.
 */
export function persistencyByCount(
  policies: Iterable<Counted>,
  { months, asOf, calendar }: { readonly months: number; readonly asOf: CalendarDate; readonly calendar: Calendar },
): Ratio {
  const back = (count: number): CalendarDate => calendar.dayOf(calendar.after(asOf, `-P${count}M`));
  const [first, last] = [back(months + 12), back(months)];
  let persisting = 0;
  let activated = 0;
  for (const { state, effectiveOn, paidToOn, endReason } of policies) {
    if (effectiveOn <= first || effectiveOn > last || notCounted.includes(state) || rescinded.includes(endReason)) continue;
    activated++;
    if (paidToOn !== undefined && paidToOn >= calendar.dayOf(calendar.after(effectiveOn, `P${months}M`))) persisting++;
  }
  return ratio(persisting, activated);
}
