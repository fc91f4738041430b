import { addDays } from "./days.js";
import { cell } from "./read.js";
import type { Days } from "./reckoned-book.js";
import type { Policy } from "./stage.js";

/** What lapsed in the year and did not come back, of what stood in it; and what lapses next unless it is paid, with its last day. */
export function lapsesOf(policies: readonly Policy[], { asOf, until }: Days) {
  const began = policies.filter(({ course }) => course.state !== "proposed" && course.terms.effectiveOn <= until);
  const stood = began.filter(({ course }) => {
    const lapsedOn = lapsedOnOf(course);
    return (course.endedOn === undefined || course.endedOn > asOf) && (lapsedOn === undefined || lapsedOn > asOf);
  });
  const lapsed = stood.filter(({ course }) => {
    const on = lapsedOnOf(course);
    return on !== undefined && on <= until;
  });
  const inGrace = policies.filter(({ course }) => course.state === "grace");
  return {
    lapse: [lapsed.length, stood.length] as const,
    lapsed: lapsed.map(({ row }) => cell(row, "policy_no")).sort(),
    aboutToLapse: Object.fromEntries(
      inGrace.map(({ row, course }) => [
        cell(row, "policy_no"),
        addDays(course.paidTo ?? course.terms.effectiveOn, course.terms.graceDays),
      ]),
    ),
  };
}

/** The day of the last lapse that nothing has undone; of a policy that came in pending, the day since when it is. */
function lapsedOnOf({ stays, state }: Policy["course"]): string | undefined {
  const back = stays.findLastIndex((stay) => stay.state === "inForce" || stay.state === "grace");
  const since = stays.slice(back + 1);
  const lapse = since.find((stay) => stay.state === "lapsed") ?? (state === "reinstatementPending" ? since[0] : undefined);
  return lapse?.from.slice(0, 10);
}
