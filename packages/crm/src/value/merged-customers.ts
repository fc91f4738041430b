import { defineQuery, type Id, party, type Query, type Session } from "@kehu/core";
import { idOf, uuidOf } from "@kehu/core/engine";
import * as z from "zod";
import type { Part } from "../customer/visible.js";
import { sql, statement } from "../database/compile.js";
import type { Asking } from "../read/access.js";
import { groundOf, runtimeQuery } from "../read/ground.js";
import type { Condition } from "../read/reach.js";
import { expectScorer } from "./expect-scorer.js";

/** So many merges one after another are followed; those of a circle lead somewhere then. */
const mostSteps = 100;

/** Customers that were merged into another, as `merged`: they count as the one at the end, into whom that other was merged in turn. */
export const mergedIn = (tenant: string): Condition =>
  sql`merged as materialized (with recursive step as (
      select c.id, c.canonical_id, 1 as number from kehu.customer as c where c.tenant = ${tenant} and c.canonical_id is not null
      union all select s.id, c.canonical_id, s.number + 1 from step as s join kehu.customer as c on c.tenant = ${tenant} and c.id = s.canonical_id where c.canonical_id is not null and s.number < ${mostSteps}::integer)
    select distinct on (s.id) s.id, s.canonical_id from step as s order by s.id, s.number desc)`;

/** Who the customer goes by now, at the end of all merges; nobody where it goes by its own id. */
export const mergedInto = ({ tenant }: Asking, customerId: Id<"customer">): Part<Id<"customer">> => ({
  statement: statement(
    sql`with recursive step as (
      select c.canonical_id, 1 as number from kehu.customer as c where c.tenant = ${tenant.id} and c.id = ${uuidOf("customer", customerId)}::uuid and c.canonical_id is not null
      union all select c.canonical_id, s.number + 1 from step as s join kehu.customer as c on c.tenant = ${tenant.id} and c.id = s.canonical_id where c.canonical_id is not null and s.number < ${mostSteps}::integer)
    select canonical_id from step order by number desc limit 1`,
  ),
  read: (rows) => rows.map((row) => idOf("customer", row["canonical_id"] as string)),
});

interface Merge {
  readonly id: Id<"customer">;
  readonly canonicalId: Id<"customer">;
}
const pageOfMerges: Query<{ readonly afterId?: Id<"customer"> | undefined; readonly limit: number }, readonly Merge[]> = runtimeQuery(
  defineQuery("merged-customers", {
    input: { afterId: party("customer").optional(), limit: z.int().min(1).max(100_000) },
    output: z.custom<readonly Merge[]>(),
    async run(reader, { afterId, limit }) {
      const ground = groundOf(reader);
      expectScorer(ground);
      const after = afterId === undefined ? sql`` : sql` where id > ${uuidOf("customer", afterId)}::uuid`;
      const [found] = await ground.run([
        statement(sql`with ${mergedIn(ground.tenant.id)} select id, canonical_id from merged${after} order by id limit ${limit}::integer`),
      ]);
      return (found?.rows ?? []).map((row) => ({
        id: idOf("customer", row["id"] as string),
        canonicalId: idOf("customer", row["canonical_id"] as string),
      }));
    },
  }),
);

/** Who goes by which other customer now: for scoring, and granted with it. */
export async function mergedCustomers(session: Session): Promise<ReadonlyMap<Id<"customer">, Id<"customer">>> {
  const merged = new Map<Id<"customer">, Id<"customer">>();
  const limit = 10_000;
  for (let page: readonly Merge[] | undefined; page === undefined || page.length === limit; ) {
    page = await session.call(pageOfMerges, { afterId: page?.at(-1)?.id, limit });
    for (const { id, canonicalId } of page) merged.set(id, canonicalId);
  }
  return merged;
}
