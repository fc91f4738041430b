import { allPages, type CalendarDate, type Circumstances, interaction, latest, type Reader } from "@kehu/core";
import { type CallOutcome, callOutcomes } from "./lapse-risk.js";

export interface LastCall {
  readonly outcome: CallOutcome;
  /** Whoever promised, or says that it is paid, is not called again before there was time for it. */
  readonly waits: boolean;
}

/** So long a payment may be on its way where no day was promised; nobody has fitted it. */
const onItsWay = "P7D";

/** What the last call about each policy came to, of those since a day of its own; other contacts do not count, nor do calls about what is settled. */
export async function lastCalls(
  reader: Reader & Circumstances,
  since: ReadonlyMap<string, CalendarDate>,
): Promise<ReadonlyMap<string, LastCall>> {
  const found = new Map<string, LastCall>();
  if (since.size === 0) return found;
  const { calendar, now } = reader;
  const where = { aboutId: { in: [...since.keys()] }, outcome: { in: callOutcomes } };
  const select = ["aboutId", "outcome", "happenedAt", "promisedUntil"] as const;
  for await (const page of allPages(reader, interaction, { where, select, sort: "happenedAt" }))
    for (const { aboutId = "", outcome: told, happenedAt, promisedUntil } of page) {
      const outcome = callOutcomes.find((each) => each === told);
      if (outcome === undefined || calendar.dayOf(happenedAt) < (since.get(aboutId) ?? "")) continue;
      const until = promisedUntil ?? calendar.after(happenedAt, onItsWay);
      found.set(aboutId, { outcome, waits: (outcome === "promised" || outcome === "alreadyPaid") && now <= until });
    }
  return found;
}

interface Ahead {
  readonly withinDays: number;
  readonly steps: readonly number[];
  /** Of the premium before this one. */
  readonly paidOn?: CalendarDate | undefined;
}
/** Since when calls are about what is due or ends on a day: as far ahead of it as somebody looks, and after the premium before it was paid. */
export function callsSince(
  on: CalendarDate,
  { withinDays, steps, paidOn }: Ahead,
  { calendar }: Pick<Circumstances, "calendar">,
): CalendarDate {
  const looked = calendar.dayOf(calendar.after(on, `-P${Math.max(withinDays, ...steps)}D`));
  const paid = paidOn && calendar.dayOf(calendar.after(paidOn, "P1D"));
  return latest(looked, paid) ?? looked;
}
