import { sql, statement } from "../database/compile.js";
import type { Database, Statement } from "../database/database.js";
import { genesis, linked, linkOf } from "./chain.js";

/** How many rows one transaction numbers. */
export const rowsPerNumbering = 5000;

const linkedColumns = sql.join(linked.map((column) => sql.id(column)));

/**
 * Numbers what was committed since the last time, in the order in which it was written, and extends the chain with it. Writers are not
 * waited for: a row that is committed later gets a later number.
 *
 * @returns how many rows were numbered; fewer than a batch where nothing is left
 */
export function numberJournal(database: Database, tenant: string): Promise<number> {
  return database.transaction(tenant, async (transaction) => {
    // The lock comes in a statement of its own: one that locks and picks at once would look at what was there before it waited.
    const results = await transaction.send([
      statement(
        sql`insert into kehu.feed (tenant, next, head) values (${tenant}, 1, ${genesis}) on conflict (tenant) do nothing`,
        "begin chain",
      ),
      statement(sql`select next, head from kehu.feed where tenant = ${tenant} for update`, "hold chain"),
      statement(
        sql`select ordinal, digest, ${linkedColumns} from kehu.journal where tenant = ${tenant} and position is null order by ordinal limit ${rowsPerNumbering}`,
        "unnumbered",
      ),
    ]);
    const [, chain, found] = results;
    const rows = found?.rows ?? [];
    if (rows.length === 0) return 0;
    let next = chain?.rows[0]?.["next"] as number;
    let head = chain?.rows[0]?.["head"] as Buffer;
    const numbered = rows.map((row) => {
      head = linkOf(head, next, row);
      next += 1;
      return { ordinal: row["ordinal"], position: next - 1, hash: head.toString("hex") };
    });
    await transaction.commit([
      positionsOf(tenant, numbered),
      statement(sql`update kehu.feed set next = ${next}, head = ${head} where tenant = ${tenant}`, "extend chain"),
    ]);
    return rows.length;
  });
}

interface Numbered {
  readonly ordinal: unknown;
  readonly position: number;
  readonly hash: string;
}
/** Without a name: a plan that was made once for an empty table would be kept and crawl. */
const positionsOf = (tenant: string, rows: readonly Numbered[]): Statement =>
  statement(
    sql`update kehu.journal as j set position = r.position, hash = decode(r.hash, 'hex')
      from unnest(${rows.map((row) => row.ordinal)}::bigint[], ${rows.map((row) => row.position)}::bigint[], ${rows.map((row) => row.hash)}::text[]) as r(ordinal, position, hash)
      where j.tenant = ${tenant} and j.ordinal = r.ordinal and j.position is null`,
  );
