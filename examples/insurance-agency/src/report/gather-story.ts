import type { CalendarDate, Money, Session } from "@kehu/core";
import { type CustomerView, viewCustomer } from "@kehu/crm";
import { claim, policy, premiumReceipt } from "@kehu/insurance";
import type { CustomerValue } from "../agency/book-value.js";

/** Something that happened with a customer. */
export interface Event {
  readonly on: CalendarDate;
  readonly kind: "contact" | "promise" | "premium" | "claim" | "payout" | "policy";
  readonly what: string;
  readonly amount?: Money;
}
/** One customer from the beginning to the last day, with what is open. */
export interface Story {
  readonly view: CustomerView;
  readonly value: CustomerValue;
  readonly events: readonly Event[];
}
const most = 32;

/** The customer with whom most happened: who paid, claimed and called. */
export async function gatherStory(session: Session, values: readonly CustomerValue[], until: CalendarDate): Promise<Story | undefined> {
  const [value] = [...values].sort(
    (a, b) => kinds(b) - kinds(a) || b.profitMinor - a.profitMinor || (a.customerId < b.customerId ? -1 : 1),
  );
  if (value === undefined) return undefined;
  const view = await session.call(viewCustomer, { customerId: value.customerId as never });
  const { items: policies } = await session.find(policy, {
    where: { holderId: value.customerId as never },
    sort: "effectiveOn",
    limit: 50,
  });
  const ids = policies.map(({ id }) => id);
  const receipts =
    ids.length === 0 ? [] : (await session.find(premiumReceipt, { where: { policyId: { in: ids } }, sort: "-paidOn", limit: most })).items;
  const claims =
    ids.length === 0 ? [] : (await session.find(claim, { where: { policyId: { in: ids } }, sort: "-reportedOn", limit: most })).items;
  const events: Event[] = [
    ...policies.map((each): Event => ({ on: each.effectiveOn, kind: "policy", what: each.policyNumber })),
    ...receipts.map((each): Event => ({ on: each.paidOn, kind: "premium", what: each.receiptNumber, amount: each.amount })),
    ...claims.map((each): Event => ({ on: each.reportedOn, kind: "claim", what: `${each.claimNumber} ${each.cause}` })),
    ...claims.flatMap((each): readonly Event[] =>
      each.paidOn === undefined || each.paidAmount === undefined
        ? []
        : [{ on: each.paidOn, kind: "payout", what: each.claimNumber, amount: each.paidAmount }],
    ),
    ...view.interactions.map(
      (each): Event => ({
        on: dayOf(each.happenedAt),
        kind: each.promise === undefined ? "contact" : "promise",
        what: [each.topic, each.promise ?? each.outcome].filter((part) => part !== undefined).join(" — "),
      }),
    ),
  ];
  return {
    view,
    value,
    events: events
      .filter(({ on }) => on <= until)
      .sort((a, b) => (a.on < b.on ? 1 : a.on > b.on ? -1 : 0))
      .slice(0, most),
  };
}

/** In how many ways a customer and the agency had to do with each other. */
const kinds = ({ byCategory }: CustomerValue): number =>
  ["premium", "payout", "contact", "commission"].filter((category) => byCategory[category] !== undefined).length;
/** The day in Shanghai. */
const dayOf = (at: string | undefined): CalendarDate =>
  at === undefined ? "" : new Date(Date.parse(at) + 8 * 3_600_000).toISOString().slice(0, 10);
