import { createHash } from "node:crypto";
import type { SqlType } from "./table.js";

/** A column's type; with a question mark it may be empty; an identity counts up by itself. */
export type ColumnShape = SqlType | "bytea" | `${SqlType | "bytea"}?` | "identity";

/** Which rows an index or exclusion holds: by column, those where it is empty, filled, or one of some texts. */
export type Condition = Readonly<Record<string, "empty" | "filled" | readonly string[]>>;
/** An index. Its name carries a digest of what it says, so another definition is another index. */
export interface IndexShape {
  readonly name: string;
  readonly columns: readonly string[];
  readonly unique: boolean;
  /** Whether two empty values count as the same one. */
  readonly emptyIsEqual: boolean;
  readonly where?: Condition;
}
/** Days that no two rows share, where the columns in `equal` are the same. */
export interface ExclusionShape {
  readonly name: string;
  readonly equal: readonly string[];
  readonly from: string;
  readonly until: string;
  readonly where: Condition;
}
/** What a table must look like. */
export interface TableShape {
  readonly schema: string;
  readonly name: string;
  readonly columns: Readonly<Record<string, ColumnShape>>;
  readonly primaryKey: readonly string[];
  readonly indexes: readonly IndexShape[];
  readonly exclusions: readonly ExclusionShape[];
  /** The column that names the tenant; absent: the table belongs to no tenant. */
  readonly tenantColumn?: "tenant" | "id";
  /** The states of a record type. */
  readonly states?: readonly string[];
}

type Place = Pick<TableShape, "schema" | "name">;

/** How a table is called in maps and plans: `kehu_insurance.policy`. */
export const fullName = ({ schema, name }: Place): string => `${schema}.${name}`;

/** Tells the names that the installer gave from those that somebody else gave. */
export const isOwnName = (name: string): boolean => /_(index|unique|overlap)_[0-9a-f]{8}$/.test(name);

/** A name of at most 63 bytes for a key, index or constraint, the same for the same definition. */
export function keyName(place: Place, kind: "key" | "index" | "unique" | "overlap", columns: readonly string[], rest: unknown): string {
  const digest = createHash("sha256")
    .update(JSON.stringify([place.schema, place.name, kind, columns, rest]))
    .digest("hex")
    .slice(0, 8);
  const head = [place.name, ...columns.filter((column) => column !== "tenant")].join("_").slice(0, 63 - kind.length - digest.length - 2);
  return `${head}_${kind}_${digest}`;
}

/** An index of a table. */
export function indexOf(
  place: Place,
  columns: readonly string[],
  options: { readonly unique?: boolean; readonly emptyIsEqual?: boolean; readonly where?: Condition } = {},
): IndexShape {
  const { unique = false, emptyIsEqual = false, where } = options;
  const name = keyName(place, unique ? "unique" : "index", columns, [emptyIsEqual, where]);
  return { name, columns, unique, emptyIsEqual, ...(where && { where }) };
}
