/** An id that remembers its record type: a plain string is welcome, the id of another record type is not. */
export type Id<Name extends string> = string & { readonly "~record"?: Name | undefined };
/** A day, `YYYY-MM-DD`; it means the end of that day in the tenant's time zone. */
export type CalendarDate = string;
/** An instant in UTC, ISO 8601 to the millisecond: `2026-01-01T00:00:00.000Z`. */
export type Instant = string;
/** ISO 8601: `P30D`, `P2Y`, `PT30M`. */
export type Duration = string;
/** An amount in the smallest unit of an ISO 4217 currency. */
export interface Money {
  readonly amountMinor: number;
  readonly currency: string;
}
