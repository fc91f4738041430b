import type { CalendarDate, Id, Instant, Session } from "@kehu/core";
import { type CallOutcome, type RiskReason, renewalDesk } from "@kehu/insurance";
import { type Reachable, reachable } from "../agency/reachable.js";

/** A policy whose premium falls due soon or is missing, with why it may not come. */
export interface RenewalRow extends Reachable {
  readonly policyNumber: string;
  readonly dueOn: CalendarDate;
  readonly step: number;
  readonly points: number;
  readonly premiumMinor: number;
  readonly reasons: readonly RiskReason[];
  readonly lastOutcome?: CallOutcome;
}
const [withinDays, most] = [60, 500] as const;

/** The renewal desk, whom to call first. */
export async function gatherDesk(session: Session, now: Instant): Promise<readonly RenewalRow[]> {
  const { rows } = await session.call(renewalDesk, { withinDays, limit: most });
  const ids = rows.map(({ customerId }): Id<"customer"> => customerId);
  const people = await reachable(session, ids, now);
  return rows.flatMap(({ customerId, premium, policyNumber, dueOn, step, points, reasons, lastOutcome }) => {
    const who = people.get(customerId);
    const row = { policyNumber, dueOn, step, points, reasons, premiumMinor: premium.amountMinor };
    return who === undefined ? [] : [{ ...who, ...row, ...(lastOutcome !== undefined && { lastOutcome }) }];
  });
}
