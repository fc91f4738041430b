import { type Act, act, type CalendarDate, latest, type Money, many } from "@kehu/core";
import type { Claim } from "./claim.js";
import { type ClaimReserve, claimReserve } from "./claim-reserve.js";

/** What was set aside for a claim, line by line. */
export const reserveNeeds = { reserves: many(claimReserve, "claimId") };

type Kind = ClaimReserve["kind"];
type Line = Pick<ClaimReserve, "kind" | "amount" | "setOn" | "createdAt">;
interface SetAside {
  readonly record: Pick<Claim, "id">;
  readonly needs: { readonly reserves: readonly Line[] };
}
/** Of two lines of a day the one that was entered later counts. */
function standing(lines: readonly Line[], kind: Kind): Line | undefined {
  const order = (one: Line, other: Line): number =>
    one.setOn === other.setOn ? (one.createdAt < other.createdAt ? -1 : 1) : one.setOn < other.setOn ? -1 : 1;
  return lines
    .filter((line) => line.kind === kind)
    .toSorted(order)
    .at(-1);
}

/** Nothing of these kinds is expected to be paid any more, so that what was paid and what stands aside are never counted for the same loss. */
export const releaseReserves = (moment: SetAside, on: CalendarDate, kinds: readonly Kind[] = ["indemnity", "expense"]): readonly Act[] =>
  kinds.flatMap((kind) => {
    const { amount, setOn } = standing(moment.needs.reserves, kind) ?? {};
    return amount === undefined || amount.amountMinor === 0
      ? []
      : [lineOf(moment, { kind, amount: { ...amount, amountMinor: 0 }, on, setOn })];
  });

/** A payment before the last one takes as much of the indemnity reserve, as far as there is any. */
export function drawReserve(moment: SetAside, paid: Money, on: CalendarDate): readonly Act[] {
  const { amount, setOn } = standing(moment.needs.reserves, "indemnity") ?? {};
  if (amount === undefined || amount.amountMinor === 0 || amount.currency !== paid.currency) return [];
  const left = { ...amount, amountMinor: Math.max(0, amount.amountMinor - paid.amountMinor) };
  return [lineOf(moment, { kind: "indemnity", amount: left, on, setOn })];
}

/** A payment that came back is expected again. */
export function restoreReserve(moment: SetAside, returned: Money, on: CalendarDate): readonly Act[] {
  const { amount = { ...returned, amountMinor: 0 }, setOn } = standing(moment.needs.reserves, "indemnity") ?? {};
  const again = { ...returned, amountMinor: amount.amountMinor + returned.amountMinor };
  return [lineOf(moment, { kind: "indemnity", amount: again, on, setOn })];
}

/** A line for a day before that of the last one would not count. */
const lineOf = (
  { record }: SetAside,
  { on, setOn, ...line }: Pick<ClaimReserve, "kind" | "amount"> & { readonly on: CalendarDate; readonly setOn: CalendarDate | undefined },
): Act => act.create(claimReserve, { claimId: record.id, ...line, setOn: latest(on, setOn) ?? on });
