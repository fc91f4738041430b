import { checkFunction, checkGiven, checkSettings } from "./check-given.js";
import { checkNeeds } from "./check-needs.js";
import type { CalendarDate, Id, Money } from "./id.js";
import type { AnyClockwork, Clockwork } from "./moment.js";
import type { Fitting, Needs } from "./need.js";
import type { AnyRecord, Stored } from "./record.js";

/** What a customer brought or cost, or put into our hands. */
export interface LedgerEntry {
  /** Unique within the record: entries are reconciled by it. */
  readonly key: string;
  readonly customerId: Id<"customer">;
  readonly on: CalendarDate;
  /** `holding`: a change of what the customer holds with us, which is neither; deposits less withdrawals are the assets of a day. */
  readonly kind: "revenue" | "cost" | "holding";
  /** What for, in kebab-case: premium, payout, commission, contact. */
  readonly category: string;
  /** The line of business; the pack that the record belongs to, unless told. */
  readonly line?: string;
  readonly amount: Money;
}
export interface Ledger {
  readonly kind: "ledger";
  readonly record: AnyRecord;
  readonly needs: Needs;
  readonly entries: (moment: AnyClockwork) => readonly LedgerEntry[];
}

/**
 * Declares what a record was worth: the same entries whenever it is asked. After each write the entries are reconciled by key: a
 * changed or vanished one is reversed, never updated. The day of an instant is the calendar's to say: `calendar.dayOf(record.since)`.
 */
export function defineLedger<R extends AnyRecord, N extends Needs = Record<never, never>>(
  record: R,
  def: { readonly needs?: Fitting<N, Stored<R>>; readonly entries: (moment: Clockwork<Stored<R>, N>) => readonly LedgerEntry[] },
): Ledger {
  checkGiven("A ledger", record, ["record"]);
  checkSettings(`The ledger of "${record.name}"`, def, "needs entries");
  checkFunction(`The ledger of "${record.name}"`, "entries", def.entries);
  checkNeeds(`The ledger of "${record.name}"`, record, def.needs ?? {});
  return { kind: "ledger", record, needs: def.needs ?? {}, entries: def.entries as never };
}
