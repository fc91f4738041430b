import type { Fault } from "./reasons.js";

/** The cells of a transaction before anybody knows how the file writes days and amounts. */
export interface Row {
  readonly line: number;
  readonly customer: string;
  readonly date: string;
  /** None where no amount was asked for; several are multiplied. */
  readonly amounts: readonly string[];
  /** Of a column that names the currency; its cell as it is. */
  readonly currency?: string;
  /** All cells, also those that nobody asked for. */
  readonly cells?: readonly string[];
  /** Why the row cannot be told apart into cells. */
  readonly problem?: Fault;
}
/** A row that is not taken; the column is empty where it is the row as a whole. */
export interface Problem extends Fault {
  readonly column: string;
}
/** A file of transactions. */
export interface Source {
  readonly path: string;
  readonly columns: { readonly customer: string; readonly date: string; readonly amount: string | undefined };
  /** That the format itself says; else the cells do. */
  readonly currency?: string;
  rows(): AsyncGenerator<Row>;
}
