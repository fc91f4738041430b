import { allPages, type Id, type Scoring, type ScoringTerms, type Session, score, scoring } from "@kehu/core";
import { canonicalJson } from "../canonical-json.js";
import { mergedCustomers } from "./merged-customers.js";

/**
 * The tier or the cell of each customer in the last scoring that gave any by the same measure: others say nothing of this one. Of customers
 * that were merged since the better counts: nobody falls by being recognised.
 */
export async function lastOf(
  session: Session,
  terms: ScoringTerms,
  field: "tier" | "loyaltyCell",
): Promise<ReadonlyMap<Id<"customer">, string>> {
  const rung = new Map(terms.tiers.map(({ name }, index) => [name, index]));
  // a tier that is gone stands below all; a cell is behaviour before attitude
  const better =
    field === "tier"
      ? (one: string, other: string) => (rung.get(one) ?? -1) > (rung.get(other) ?? -1)
      : (one: string, other: string) => one > other;
  const given = await givenBefore(session, terms, field);
  if (given.size === 0) return given;
  const known = new Map<Id<"customer">, string>();
  const merged = await mergedCustomers(session);
  for (const [id, value] of given) {
    const customerId = merged.get(id) ?? id;
    const other = known.get(customerId);
    if (other === undefined || better(value, other)) known.set(customerId, value);
  }
  return known;
}

async function givenBefore(
  session: Session,
  terms: ScoringTerms,
  field: "tier" | "loyaltyCell",
): Promise<ReadonlyMap<Id<"customer">, string>> {
  const { asOf, currency } = terms;
  const measureOf = ({ tiersBy, loyalty }: Pick<Scoring, "tiersBy" | "loyalty">) =>
    field === "tier" ? tiersBy : loyalty && canonicalJson([loyalty.behaviour, loyalty.attitude]);
  const known = new Map<Id<"customer">, string>();
  if (measureOf(terms) === undefined) return known;
  const earlier = { currency, asOf: { before: asOf }, state: { in: ["current", "superseded"] } } as const;
  const select = ["id", "tiersBy", "loyalty"] as const;
  for await (const scorings of allPages(session, scoring, { where: earlier, select, sort: "-asOf", limit: 10 }))
    for (const { id: scoringId } of scorings.filter((each) => measureOf(each) === measureOf(terms))) {
      const given = { where: { scoringId, [field]: { not: null } }, select: ["customerId", field], sort: "id" } as const;
      for await (const page of allPages(session, score, given)) for (const each of page) known.set(each.customerId, each[field] as string);
      if (known.size > 0) return known;
    }
  return known;
}
