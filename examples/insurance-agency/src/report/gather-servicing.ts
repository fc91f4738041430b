import { allPages, type CalendarDate, type Session } from "@kehu/core";
import { type ServicingRequest, servicingRequest } from "@kehu/insurance";

export type ServicingType = ServicingRequest["change"]["type"];
/** The requests of a type: how many were decided, and how long the open ones wait. */
export interface ServicingAges {
  readonly type: ServicingType;
  readonly decided: number;
  readonly refused: number;
  /** Open for up to 3 days, up to 10, and longer. */
  readonly open: readonly [number, number, number];
  readonly oldestOn?: CalendarDate;
}

/** What was asked for in a period, by type. */
export async function gatherServicing(
  session: Session,
  { from, until }: { readonly from: CalendarDate; readonly until: CalendarDate },
): Promise<readonly ServicingAges[]> {
  const found = new Map<ServicingType, ServicingAges>();
  const asked = { where: { requestedOn: { from, until } }, select: ["state", "change", "requestedOn"], sort: "requestedOn" } as const;
  for await (const page of allPages(session, servicingRequest, asked))
    for (const { state, change, requestedOn } of page) {
      const { type } = change;
      const before = found.get(type) ?? { type, decided: 0, refused: 0, open: [0, 0, 0] as const };
      if (state !== "received")
        found.set(type, { ...before, decided: before.decided + 1, refused: before.refused + (state === "approved" ? 0 : 1) });
      else {
        const days = daysBetween(requestedOn, until);
        const [few, some, many] = before.open;
        found.set(type, {
          ...before,
          open: days <= 3 ? [few + 1, some, many] : days <= 10 ? [few, some + 1, many] : [few, some, many + 1],
          oldestOn: before.oldestOn ?? requestedOn,
        });
      }
    }
  return [...found.values()].sort((a, b) => (a.type < b.type ? -1 : 1));
}

const daysBetween = (from: CalendarDate, to: CalendarDate): number => Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000);
