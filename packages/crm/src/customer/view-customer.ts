import {
  type Consent,
  type Customer,
  customer,
  defineQuery,
  type Engagement,
  type Interaction,
  party,
  type Query,
  type Refusal,
  type Relationship,
  refused,
  type Score,
  type Scoring,
} from "@kehu/core";
import * as z from "zod";
import type { Asking } from "../read/access.js";
import { type Ground, groundOf, runtimeQuery } from "../read/ground.js";
import { notFound } from "../read/refusals.js";
import { mergedInto } from "../value/merged-customers.js";
import { whyUnfitted } from "../value/why-unfitted.js";
import {
  type LineValue,
  type OpenRecord,
  openRecords,
  type RunningDeadline,
  runningDeadlines,
  valueByLine,
  withheldFrom,
} from "./open-records.js";
import { partOf, readParts } from "./visible.js";

/** A relationship as seen from one side: what the other customer is, and its name if it may be seen. */
export interface RelatedCustomer {
  readonly id: string;
  readonly kind: Relationship["kind"];
  /** `is`: the other one is that to this customer; `has`: this one is that to the other. */
  readonly direction: "is" | "has";
  readonly customerId: string;
  readonly displayName?: string;
}
/** The parts of a view that give no more than a first page. */
export type ViewPart = "relationships" | "consents" | "engagements" | "records" | "interactions" | "promises" | "deadlines";
/** The whole customer in one call. Fields that the actor may not see are absent; what may not be read at all is named in `withheld`. */
export interface CustomerView {
  readonly customer: Partial<Customer>;
  /** Those that hold now, at most 100. */
  readonly relationships: readonly RelatedCustomer[];
  /** What holds for each purpose and channel, of the latest 1,000 decisions. */
  readonly consents: readonly Partial<Consent>[];
  /** At most 50. */
  readonly engagements: readonly Partial<Engagement>[];
  /** Open ones of every pack that is switched on, the latest change first, at most 200. */
  readonly records: readonly OpenRecord[];
  /** The latest 20. */
  readonly interactions: readonly Partial<Interaction>[];
  /** Made and not yet kept, the most urgent first, at most 20. */
  readonly promises: readonly Partial<Interaction>[];
  /** Running, paused and missed, the most urgent first, at most 200. */
  readonly deadlines: readonly RunningDeadline[];
  readonly value: readonly LineValue[];
  /** The latest, with its explanation; of a merged customer who was scored since, that of the other one, as its `customerId` says. */
  readonly score?: Partial<Score>;
  /** Why the score has no lifetime value, for `crm.say`. */
  readonly unfitted?: Refusal;
  /**
   * What no role of the actor lets them read, whether there is any or not: record types by name, of packs too, also where a field is hidden
   * by which the part is chosen, put in order, or without which it would say something else; and `value` where it lacks
   * what records are worth that the actor may not see whole.
   */
  readonly withheld: readonly string[];
  /**
   * Parts of which there is more than stands here: `find` on the record type, with this customer in `where`, gives all, page by page.
   * `records` are of several types, and `deadlines` are those of their records.
   */
  readonly more: readonly ViewPart[];
}

/** Everything about a customer: two round trips, and as many statements with one pack as with nine. */
export const viewCustomer: Query<{ customerId: string }, CustomerView> = runtimeQuery(
  defineQuery("view-customer", {
    input: { customerId: party("customer") },
    output: z.custom<CustomerView>(),
    run: async (reader, { customerId }) => view(groundOf(reader), customerId),
  }),
);

async function view(ground: Ground, customerId: string): Promise<CustomerView> {
  const asking: Asking = ground;
  const [found, relationships, consents, engagements, interactions, promises, records, deadlines, value, scorings, into] = await readParts(
    ground.run,
    [
      partOf<Customer>(asking, "customer", { where: { id: customerId }, limit: 1 }),
      partOf<Relationship>(asking, "relationship", {
        where: { state: "current", or: [{ customerId }, { relatedId: customerId }] },
        limit: 100,
      }),
      partOf<Consent>(asking, "consent", {
        where: { customerId },
        sort: "-decidedAt",
        limit: 1000,
        telling: ["purpose", "channel", "decision"],
      }),
      partOf<Engagement>(asking, "engagement", { where: { customerId }, limit: 50 }),
      partOf<Interaction>(asking, "interaction", { where: { customerId }, sort: "-happenedAt", limit: 20 }),
      partOf<Interaction>(asking, "interaction", { where: { customerId, state: "promised" }, sort: "promisedUntil", limit: 20 }),
      openRecords(asking, customerId),
      runningDeadlines(asking, customerId),
      valueByLine(asking, customerId),
      partOf<Scoring>(asking, "scoring", { where: { state: "current" }, limit: 100 }),
      mergedInto(asking, customerId),
    ],
  );
  const [self] = found.items;
  const pages = { relationships, consents, engagements, records, interactions, promises, deadlines };
  if (!self) throw refused(notFound({ record: customer.name, id: customerId }));
  const others = relationships.items
    .map((each) => (each.customerId === customerId ? each.relatedId : each.customerId))
    .filter((id) => id !== undefined);
  const [{ items: names }, scores] = await readParts(ground.run, [
    partOf<Customer>(asking, "customer", { where: { id: { in: [...new Set(others)] } }, limit: 200 }),
    partOf<Score>(asking, "score", {
      where: { customerId: { in: [customerId, ...into.items] }, scoringId: { in: scorings.items.map(({ id }) => id) } },
      sort: "-asOf",
      limit: 100,
      telling: ["scoringId", "customerId"],
    }),
  ]);
  const score = ownOf(scores.items, { customerId, scorings: scorings.items, currency: ground.tenant.currency });
  const unfitted = whyUnfitted(scorings.items.find(({ id }) => id === score?.scoringId) ?? {});
  const partsWithheld = [...Object.values(pages), scores].flatMap((part) => part.withheld ?? []);
  return {
    customer: self,
    relationships: relationships.items.map((each) => related(each, customerId, names)),
    consents: latestOf(consents.items),
    engagements: engagements.items,
    records: records.items,
    interactions: interactions.items,
    promises: promises.items,
    deadlines: deadlines.items,
    value: value.items,
    ...(score && { score }),
    ...(unfitted && { unfitted }),
    withheld: [...new Set([...withheldFrom(asking), ...partsWithheld])],
    more: (Object.keys(pages) as ViewPart[]).filter((part) => pages[part].more),
  };
}

/**
 * Of the scores of current scorings, one for each currency: that in the currency of the house, else the latest. Who was merged and scored since
 * has none of its own there: it is in that of the one that it became.
 */
function ownOf(
  scores: readonly Score[],
  { customerId, scorings, currency }: { readonly customerId: string; readonly scorings: readonly Scoring[]; readonly currency: string },
): Score | undefined {
  const house = scorings.find((each) => each.currency === currency)?.id;
  const { scoringId } = scores.find((each) => each.scoringId === house) ?? scores[0] ?? {};
  const found = scores.filter((each) => each.scoringId === scoringId);
  return found.find((each) => each.customerId === customerId) ?? found[0];
}

function related(relationship: Relationship, customerId: string, names: readonly Customer[]): RelatedCustomer {
  const is = relationship.customerId === customerId;
  const other = is ? relationship.relatedId : relationship.customerId;
  const displayName = names.find((each) => each.id === other)?.displayName;
  return {
    id: relationship.id,
    kind: relationship.kind,
    direction: is ? "is" : "has",
    customerId: other,
    ...(displayName !== undefined && { displayName }),
  };
}

/**
 * The line that decides for each purpose and channel, as `hasConsent` has it: the latest, what was said of any channel counts for each,
 * and of two lines of one instant the withdrawal wins.
 */
function latestOf(lines: readonly Consent[]): readonly Consent[] {
  const seen = new Map<string, Consent>();
  for (const line of lines) {
    const key = `${line.purpose} ${line.channel}`;
    if (seen.has(key)) continue;
    const deciding = lines.filter(({ purpose, channel }) => purpose === line.purpose && (channel === line.channel || channel === "any"));
    const last = deciding.filter(({ decidedAt }) => decidedAt === deciding[0]?.decidedAt);
    const final = last.find(({ decision }) => decision === "withdrawn") ?? (last[0] as Consent);
    seen.set(key, final.channel === line.channel ? final : { ...final, channel: line.channel });
  }
  return [...seen.values()];
}
