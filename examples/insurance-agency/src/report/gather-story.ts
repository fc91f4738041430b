import { type CalendarDate, type Money, negateMoney, type Session, type Stored } from "@kehu/core";
import { type CustomerView, viewCustomer } from "@kehu/crm";
import { claim, policy, premiumReceipt } from "@kehu/insurance";
import { type Both, both } from "report-kit";
import type { CustomerValue } from "../agency/book-value.js";
import { dayOf } from "../agency/open-agency.js";
import { servicingWords } from "./servicing-words.js";
import { type StateWords, stateIn } from "./state-words.js";
import { promisedWhat } from "./to-do.js";

/** Something that happened with a customer. */
export interface Event {
  readonly on: CalendarDate;
  readonly kind: "contact" | "promise" | "premium" | "claim" | "payout" | "refund" | "reversal" | "policy" | "end";
  readonly what: Both | string;
  /** What came in is above zero, what went out below. */
  readonly amount?: Money;
}
/** One customer from the beginning to the last day, with what is open. */
export interface Story {
  readonly view: CustomerView;
  readonly value: CustomerValue;
  readonly events: readonly Event[];
}
const most = 32;
/** What happened to somebody is not for a page that others read. */
const claimFields = ["claimNumber", "reportedOn", "paidOn", "paidAmount"] as const;

/** The customer with whom most happened: who paid, claimed and called. */
export async function gatherStory(
  session: Session,
  values: readonly CustomerValue[],
  { until, words }: { readonly until: CalendarDate; readonly words: StateWords },
): Promise<Story | undefined> {
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
    ids.length === 0
      ? []
      : (await session.find(claim, { where: { policyId: { in: ids } }, select: claimFields, sort: "-reportedOn", limit: most })).items;
  const events: Event[] = [
    ...policies.map((each): Event => ({ on: each.effectiveOn, kind: "policy", what: each.policyNumber })),
    ...policies.flatMap((each) => endOf(each, words)),
    ...receipts.flatMap((each): readonly Event[] => [
      { on: each.paidOn, kind: "premium", what: each.receiptNumber, amount: each.amount },
      ...(each.reversedOn === undefined
        ? []
        : [{ on: each.reversedOn, kind: "reversal" as const, what: each.receiptNumber, amount: negateMoney(each.amount) }]),
    ]),
    ...claims.map((each): Event => ({ on: each.reportedOn, kind: "claim", what: each.claimNumber })),
    ...claims.flatMap((each): readonly Event[] =>
      each.paidOn === undefined || each.paidAmount === undefined
        ? []
        : [{ on: each.paidOn, kind: "payout", what: each.claimNumber, amount: negateMoney(each.paidAmount) }],
    ),
    ...view.interactions.map(
      (each): Event => ({
        on: each.happenedAt === undefined ? "" : dayOf(each.happenedAt),
        kind: each.promise === undefined ? "contact" : "promise",
        what: told(each),
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

const told = (each: Contact): Both | string => {
  const { topic = "", outcome } = each;
  const asked = (servicingWords as Readonly<Record<string, Both>>)[topic];
  if (asked !== undefined) return both(`Request: ${asked.en}`, `保全申请：${asked.zh}`);
  const promised = each.promise === undefined ? undefined : promisedWhat({ promise: each.promise, topic });
  if (typeof promised === "object") return both(`${topic} — ${promised.en}`, `${topic} — ${promised.zh}`);
  const more = promised ?? outcome;
  return more === undefined ? topic : `${topic} — ${more}`;
};

/** How a policy ended or was suspended, and what was paid for it. */
function endOf(each: Stored<typeof policy>, words: StateWords): readonly Event[] {
  const over = ["surrendered", "surrenderPaid", "freeLookCancelled", "terminated", "expired", "matured", "lapsed"].includes(each.state);
  if (!over) return [];
  const state = stateIn(words, policy.name, each.state);
  const on = each.endedOn ?? dayOf(each.since);
  const ended: Event = { on, kind: "end", what: both(`${each.policyNumber} — ${state.en}`, `${each.policyNumber} — ${state.zh}`) };
  return each.endValue === undefined
    ? [ended]
    : [ended, { on, kind: "refund", what: each.policyNumber, amount: negateMoney(each.endValue) }];
}

/** In how many ways a customer and the agency had to do with each other. */
const kinds = ({ byCategory }: CustomerValue): number =>
  ["premium", "payout", "contact", "commission", "cash-value", "premium-refund"].filter((category) => byCategory[category] !== undefined)
    .length;
type Contact = CustomerView["interactions"][number];
