import type { CalendarDate, Id, Money } from "./id.js";
import type { Fits, Given, Needs } from "./need.js";
import type { AnyRecord, Stored } from "./record.js";

/** What a customer brought or cost. */
export interface LedgerEntry {
  /** Unique within the record: entries are reconciled by it. */
  readonly key: string;
  readonly customerId: Id<"customer">;
  readonly on: CalendarDate;
  readonly kind: "revenue" | "cost";
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
  readonly entries: (moment: any) => readonly LedgerEntry[];
}

/** Declares what a record was worth. After each write the entries are reconciled by key: a changed or vanished one is reversed, never updated. */
export const defineLedger = <R extends AnyRecord, N extends Needs = Record<never, never>>(
  record: R,
  def: { readonly needs?: N & Fits<NoInfer<N>, Stored<R>>; readonly entries: (moment: { readonly record: Stored<R>; readonly needs: Given<N> }) => readonly LedgerEntry[] },
): Ledger => ({ kind: "ledger", record, needs: def.needs ?? {}, entries: def.entries });
