import { createHash } from "node:crypto";
import { canonicalJson } from "../canonical-json.js";
import { sql, statement } from "../database/compile.js";
import type { Database, Row } from "../database/database.js";
import { genesis, linked, linkOf } from "./chain.js";
import { numberJournal, rowsPerNumbering } from "./number-journal.js";

/** What a look through a tenant's journal found. */
export interface JournalCheck {
  /** How many rows were looked at. */
  readonly rows: number;
  /** Rows whose content was erased; the chain holds without it. */
  readonly erased: number;
  /** The chain's last link, in hexadecimal. Kept elsewhere, it shows later that nothing before it was written anew. */
  readonly head: string;
  /** The first row that is not as it was written, if any. */
  readonly damage?: { readonly position: number; readonly problem: JournalProblem };
}
/**
 * `missing`: a number is not there; `changed`: the row is not what its link says; `content`: the payload is not what its digest says;
 * `end`: the last rows are gone, or the chain's end was changed.
 */
export type JournalProblem = "missing" | "changed" | "content" | "end";

/** Looks at every numbered row of a tenant's journal, page by page. What is not numbered yet is numbered first. */
export async function verifyJournal(
  database: Database,
  tenant: string,
  onProgress: (rows: number) => void = () => {},
): Promise<JournalCheck> {
  while ((await numberJournal(database, tenant)) === rowsPerNumbering);
  const end = await endOf(database, tenant);
  const sum = { rows: 0, erased: 0 };
  let head = genesis;
  const found = (problem?: JournalProblem): JournalCheck => ({
    ...sum,
    head: head.toString("hex"),
    ...(problem && { damage: { position: sum.rows + 1, problem } }),
  });
  while (sum.rows < end.last) {
    const [page] = await database.read(tenant, [pageOf(tenant, sum.rows, Math.min(end.last, sum.rows + rowsPerNumbering))]);
    if (!page?.rows[0]) return found("missing");
    for (const row of page.rows) {
      const position = sum.rows + 1;
      if (row["position"] !== position) return found("missing");
      const link = linkOf(head, position, row);
      if (!link.equals(row["hash"] as Buffer)) return found("changed");
      if (!isAsWritten(row)) return found("content");
      if (row["payload"] === null) sum.erased += 1;
      head = link;
      sum.rows = position;
    }
    onProgress(sum.rows);
  }
  return found(end.head.equals(head) && !(await hasMore(database, tenant, end.last)) ? undefined : "end");
}

async function endOf(database: Database, tenant: string): Promise<{ readonly last: number; readonly head: Buffer }> {
  const [result] = await database.read(tenant, [statement(sql`select next, head from kehu.feed where tenant = ${tenant}`)]);
  const row = result?.rows[0];
  return row ? { last: (row["next"] as number) - 1, head: row["head"] as Buffer } : { last: 0, head: genesis };
}

const pageOf = (tenant: string, after: number, until: number) =>
  statement(
    sql`select position, hash, digest, salt, payload, ${sql.join(linked.map((column) => sql.id(column)))} from kehu.journal where tenant = ${tenant} and position > ${after} and position <= ${until} order by position`,
  );

/** Erased content leaves its digest behind; half of it erased is damage. */
function isAsWritten({ payload, salt, digest }: Row): boolean {
  if (payload === null && salt === null) return true;
  if (payload === null || salt === null) return false;
  return createHash("sha256")
    .update(salt as Buffer)
    .update(canonicalJson(payload))
    .digest()
    .equals(digest as Buffer);
}

/** Numbered rows beyond the end that the chain knew when this began, other than those that were numbered since. */
async function hasMore(database: Database, tenant: string, last: number): Promise<boolean> {
  const [result] = await database.read(tenant, [
    statement(
      sql`select 1 from kehu.journal where tenant = ${tenant} and position > ${last} and position >= (select next from kehu.feed where tenant = ${tenant}) limit 1`,
    ),
  ]);
  return (result?.rows.length ?? 0) > 0;
}
