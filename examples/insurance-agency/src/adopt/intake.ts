import type { Adoption, AnyRecord, CalendarDate, New, Stored } from "@kehu/core";
import type { Both } from "report-kit";
import type { Problem, Row } from "../read-files/read-table.js";
import type { Step } from "../year/step.js";
import type { Known } from "./known.js";

/** Up to which day rows are history, and until which day the year after it is entered. */
export interface Period {
  readonly asOf: CalendarDate;
  readonly until: CalendarDate;
}
/** Why a row cannot be taken, found before the CRM was asked. */
export interface Refused {
  readonly column: string;
  readonly reason: Both;
  readonly remedy: Both;
}
/** What becomes of a row: what is adopted of it, and what happens later because of it. */
export interface Taken<R extends AnyRecord> {
  readonly adopt?: { readonly input: New<R>; readonly as: Omit<Adoption<R>, "asOf" | "source"> };
  /** What the CRM found out about the values, though it can do without them. */
  readonly leftOut?: readonly Refused[];
  readonly later?: readonly Step[];
}
/** How one file enters. */
export interface Intake<V, R extends AnyRecord> {
  readonly record: R;
  /** The row's own number: by it the row is found again, wherever it stands in the file. */
  readonly number: (values: V) => string;
  /** Looks up what a batch of rows points at. */
  readonly prepare?: (values: readonly V[], known: Known, period: Period) => Promise<void>;
  readonly take: (values: V, known: Known, period: Period) => Taken<R> | Refused;
  /** The records that were made of rows with these numbers, where the CRM can be asked by number. */
  readonly find?: (numbers: readonly string[], known: Known) => Promise<ReadonlyMap<string, Stored<R>>>;
  /** Fields that go on by themselves once a record is in. */
  readonly moving?: readonly string[];
  /** After the rows of a batch were adopted, or found to be in already. */
  readonly adopted?: (rows: readonly { readonly values: V; readonly record: Stored<R> }[], known: Known, period: Period) => Promise<void>;
  /** In which column of the file a field of the record stands. */
  readonly columns: Readonly<Record<string, string>>;
}

export const refused = (column: string, reason: Both, remedy: Both): Refused => ({ column, reason, remedy });
export const isRefused = (taken: object): taken is Refused => "reason" in taken;
export const asProblem = (
  row: Pick<Row<unknown>, "file" | "line">,
  { column, reason, remedy }: Refused,
  effect: Problem["effect"] = "row refused",
): Problem => ({
  file: row.file,
  line: row.line,
  column,
  reason,
  remedy,
  effect,
});
