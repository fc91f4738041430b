import { type CalendarDate, consent, defineQuery, type Id, party, refused, type Score, type Session, score } from "@kehu/core";
import { comparisonMissing, idOf, uuidOf } from "@kehu/core/engine";
import { type ActionRule, nextBestActions as actionsFor, checkActionRules, type SuggestedAction } from "@kehu/core/value";
import * as z from "zod";
import { sql, statement } from "../database/compile.js";
import type { Row } from "../database/database.js";
import { groupBy } from "../group-by.js";
import { type Ground, groundOf, runtimeQuery } from "../read/ground.js";
import { tableAs } from "../read/readable.js";
import type { RecordEntry } from "../registry.js";
import { mergedIn } from "./merged-customers.js";
import { listedBy, scoringOf, whichScoring } from "./scoring-of.js";

export interface NextBestActionsOptions {
  readonly currency: string;
  /** The current scoring unless told. */
  readonly asOf?: CalendarDate;
  /** An earlier one goes before a later one; `when` is what has to be in the score, and of other records only their values. */
  readonly rules: readonly ActionRule<Score>[];
  /** For one customer; for all whom a rule fits, page by page, unless told. */
  readonly customerId?: Id<"customer">;
  /** 1 to 200; 50 unless told. */
  readonly limit?: number;
  readonly after?: string;
}
/** What to do for customers of a scoring, the most valuable first. */
export interface NextBestActions {
  readonly scoringId: Id<"scoring">;
  /** Of a page those who may be spoken to: there may be none, and more pages. */
  readonly items: readonly { readonly score: Score; readonly actions: readonly SuggestedAction[] }[];
  /** For `after`; absent on the last page. */
  readonly next?: string;
}

/**
 * What to do next for customers, by their scores and by rules that are data: never against a consent that does not hold, whatever the caller may
 * see of consents.
 *
 * @throws KehuError `core/action-rules-unusable`, `core/comparison-missing`, `core/selection-unknown`, `crm/not-scored`, `crm/not-granted`, `crm/invalid-where`, `crm/invalid-cursor`, `crm/invalid-input`
 */
export async function nextBestActions(session: Session, options: NextBestActionsOptions): Promise<NextBestActions> {
  const { rules, ...asked } = options ?? {};
  checkActionRules(rules);
  return session.call(suggestions, { ...asked, rules: JSON.stringify(rules, refusingEmpty) });
}
/** What is undefined would be left out, and a condition with it: everybody would fit. */
function refusingEmpty(field: string, value: unknown): unknown {
  if (value === undefined) throw refused(comparisonMissing({ field }));
  return value;
}

const suggestions = runtimeQuery(
  defineQuery("next-best-actions", {
    input: {
      ...whichScoring,
      // a filter is no shape that can be declared
      rules: z.string().max(500_000),
      customerId: party("customer").optional(),
      limit: z.int().min(1).max(200).optional(),
      after: z.string().max(2000).optional(),
    },
    output: z.custom<NextBestActions>(),
    async run(reader, { rules: text, customerId, limit = 50, after, ...which }) {
      const rules: readonly ActionRule<Score>[] = JSON.parse(text);
      const found = await scoringOf(reader, which);
      const { items, next } = await reader.find(score, {
        where: { scoringId: found.id, or: rules.map(({ when }) => when), ...(customerId !== undefined && { customerId }) },
        sort: listedBy(found),
        limit,
        ...(after !== undefined && { after }),
      });
      const customerIds = items.map((each) => each.customerId);
      const consents = await consentsOf(groundOf(reader), customerIds);
      const { now: at, today } = reader;
      const suggested = items.map((facts) => ({
        score: facts,
        actions: actionsFor(rules, { facts, consents: consents.get(facts.customerId) ?? [], at, today }),
      }));
      return {
        scoringId: found.id,
        items: suggested.filter(({ actions }) => actions.length > 0),
        ...(next !== undefined && { next }),
      };
    },
  }),
);

type Line = Parameters<typeof actionsFor>[1]["consents"][number];

/**
 * All that these customers said of consent, under whichever id; nothing of those who were merged into another since they were scored, for they
 * are that one.
 */
async function consentsOf(ground: Ground, customerIds: readonly string[]): Promise<ReadonlyMap<string, readonly Line[]>> {
  const entry = ground.registry.records.get(consent.name) as RecordEntry;
  const ids = sql`any(${customerIds.map((id) => uuidOf("customer", id))}::uuid[])`;
  const columns = sql`e.purpose, e.channel, e.decision, e.decided_at`;
  const counts = sql`e.tenant = ${ground.tenant.id} and e.retracted_at is null`;
  const [found] = await ground.run([
    statement(
      sql`with ${mergedIn(ground.tenant.id)}
        select e.customer_id, ${columns} from ${tableAs(entry, "e")}
          where ${counts} and e.customer_id = ${ids} and not exists (select 1 from merged as m where m.id = e.customer_id)
        union all select m.canonical_id, ${columns} from merged as m join ${tableAs(entry, "e")} on e.customer_id = m.id
          where ${counts} and m.canonical_id = ${ids} and not exists (select 1 from merged as self where self.id = m.canonical_id)`,
    ),
  ]);
  const lineOf = (row: Row): Line => ({
    purpose: row["purpose"] as string,
    channel: row["channel"] as Line["channel"],
    decision: row["decision"] as Line["decision"],
    decidedAt: row["decided_at"] as string,
  });
  const rows = groupBy(found?.rows ?? [], (row) => idOf("customer", row["customer_id"] as string));
  return new Map([...rows].map(([id, own]) => [id, own.map(lineOf)]));
}
