import type { Calendar, ParameterValue } from "@kehu/core";

/** A tenant as the doors know it. */
export interface Tenant {
  readonly id: string;
  /** Grows with each change of what is said here. */
  readonly settingsVersion: number;
  /** A digest of all that clocks depend on beside the records: these settings, the packs, the holidays that are known. */
  readonly clockwork: string;
  readonly timeZone: string;
  readonly jurisdiction: string;
  readonly currency: string;
  readonly calendar: Calendar;
  /** The packs that are switched on. */
  readonly packs: ReadonlySet<string>;
  /** The tenant's own parameter values, by the parameter's name. */
  readonly overrides: Readonly<Record<string, readonly ParameterValue<unknown>[]>>;
}
