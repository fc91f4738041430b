import { sql } from "../database/compile.js";
import { type Key, orderBy, rowsAfter } from "./cursor.js";
import { allOf, type Condition } from "./reach.js";

/** A page of rows of a table, whose alias is `r`, in an order. */
interface Page {
  readonly columns: Condition;
  readonly table: Condition;
  readonly rows: Condition;
  readonly keys: readonly [Key, ...Key[]];
  /** The keys of the row before the page, if it is not the first one. */
  readonly after: readonly unknown[] | undefined;
  readonly limit: number;
  /** True where an index gives the rows in the order of the first key. */
  readonly isIndexed: boolean;
}

/**
 * Rows without the first key come last. An index has them where the order falls at its beginning, and a place in the order is a range of it
 * only without them; so they are asked for apart, or each page would read all rows.
 */
export function pageOf({ columns, table, rows, keys, after, limit, isIndexed }: Page): Condition {
  const [first, ...rest] = keys;
  const part = (order: readonly Key[], conditions: readonly Condition[]): Condition =>
    sql`select ${columns} from ${table} where ${allOf([rows, ...conditions])} order by ${orderBy(order, "r")} limit ${limit}::integer`;
  const isSplit = isIndexed && !first.filled && (first.falling || after !== undefined);
  if (!isSplit) return part(keys, after ? [rowsAfter(keys, after, "r")] : []);
  const column = sql.id("r", first.name);
  const filled = [{ ...first, filled: true }, ...rest];
  const [place, ...places] = after ?? [];
  // in the order of the index here too, though the first key says nothing
  const empty = part(filled, [sql`${column} is null`, ...(after && place === null ? [rowsAfter(rest, places, "r")] : [])]);
  if (after && place === null) return empty;
  const full = part(filled, [sql`${column} is not null`, ...(after ? [rowsAfter(filled, after, "r")] : [])]);
  return sql`select page.* from ((${full}) union all (${empty})) as page order by ${orderBy(keys, "page")} limit ${limit}::integer`;
}
