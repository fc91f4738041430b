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

/** What was asked for in a period or still lay open when it began, by type. */
export async function gatherServicing(
  session: Session,
  { from, until }: { readonly from: CalendarDate; readonly until: CalendarDate },
): Promise<readonly ServicingAges[]> {
  const found = new Map<ServicingType, ServicingAges>();
  const select = ["state", "change", "requestedOn"] as const;
  const stillOpen = { requestedOn: { before: from }, state: "received" } as const;
  for (const where of [stillOpen, { requestedOn: { from, until } }])
    for await (const page of allPages(session, servicingRequest, { where, select, sort: "requestedOn" }))
      for (const each of page) {
        const { type } = each.change;
        found.set(type, counted(found.get(type) ?? { type, decided: 0, refused: 0, open: [0, 0, 0] }, each, until));
      }
  return [...found.values()].sort((a, b) => (a.type < b.type ? -1 : 1));
}

function counted(
  ages: ServicingAges,
  { state, requestedOn }: Pick<ServicingRequest, "state" | "requestedOn">,
  until: CalendarDate,
): ServicingAges {
  if (state !== "received") return { ...ages, decided: ages.decided + 1, refused: ages.refused + (state === "approved" ? 0 : 1) };
  const days = daysBetween(requestedOn, until);
  const [few, some, many] = ages.open;
  return {
    ...ages,
    open: days <= 3 ? [few + 1, some, many] : days <= 10 ? [few, some + 1, many] : [few, some, many + 1],
    oldestOn: ages.oldestOn ?? requestedOn,
  };
}

const daysBetween = (from: CalendarDate, to: CalendarDate): number => Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000);
