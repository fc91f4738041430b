import { allPages, type Calendar, type CalendarDate, type Circumstances, type Id, type Reader } from "@kehu/core";
import { flexibleGraceDays, graceDays } from "../parameters.js";
import { type Policy, policy } from "../policy/policy.js";
import { product } from "../policy/product.js";
import { addToTally, emptyTally, type PersistencyOptions, type PersistencyRow, type PersistencyTally } from "./persistency.js";
import { premiumReceipt } from "./premium-receipt.js";

/** The policies of one month. */
export interface Cohort {
  /** `YYYY-MM`. */
  readonly month: string;
  readonly from: CalendarDate;
  readonly before: CalendarDate;
}
/** The months from one to another; of too many, one more than `most`. */
export function cohortsBetween(
  from: string,
  until: string,
  { calendar, most }: { readonly calendar: Calendar; readonly most: number },
): readonly Cohort[] {
  const cohorts: Cohort[] = [];
  for (let day = `${from}-01`; day.slice(0, 7) <= until && cohorts.length <= most; ) {
    const before = calendar.dayOf(calendar.after(day, "P1M"));
    cohorts.push({ month: day.slice(0, 7), from: day, before });
    day = before;
  }
  return cohorts;
}

/** Adds a cohort to some figures, given with their sums so far, and gives the sums after it. */
export type CohortReader = (
  cohort: Cohort,
  figures: readonly PersistencyOptions[],
  before?: readonly PersistencyTally[],
) => Promise<readonly PersistencyTally[]>;

/**
 * Reads cohorts for any number of figures at once: each policy once, and of its receipts only those that reach over one of the due
 * dates in question. It goes page by page, so that its memory does not grow with the book.
 */
export function cohortReader(reader: Reader & Circumstances): CohortReader {
  const graces: Graces = new Map();
  const calendar = remembering(reader.calendar);
  const days = { fixed: new Map<CalendarDate, number>(), flexible: new Map<CalendarDate, number>() };
  const byLaw = (one: Paying, figure: PersistencyOptions): number => {
    const on = dueOn(one, figure);
    const isFlexible = graces.get(one.productId)?.isFlexible === true;
    const law = isFlexible ? flexibleGraceDays : graceDays;
    return remembered(isFlexible ? days.flexible : days.fixed, on, () => reader.parameter(law, on));
  };
  return async ({ from, before }, figures, sums = figures.map(() => emptyTally)) => {
    const asked = figures.map((figure) => ({ ...figure, calendar }));
    let tallies = sums;
    if (asked.length === 0) return tallies;
    for await (const page of allPages(reader, policy, {
      where: { effectiveOn: { from, before } },
      select: policyFields,
      sort: "effectiveOn",
    })) {
      await learnGraces(reader, page, graces);
      const receipts = await receiptsOf(reader, page, asked);
      const rowOf = (one: Paying, figure: PersistencyOptions): PersistencyRow => ({
        policy: one,
        receipts: receipts.get(one.id) ?? [],
        graceDays: one.graceDays ?? graces.get(one.productId)?.days ?? byLaw(one, figure),
      });
      tallies = asked.map((figure, index) =>
        page.reduce((sum, one) => addToTally(sum, rowOf(one, figure), figure), tallies[index] ?? emptyTally),
      );
    }
    return tallies;
  };
}

const policyFields = [
  "id",
  "state",
  "effectiveOn",
  "premium",
  "initialPremium",
  "premiumFrequency",
  "expiresOn",
  "premiumsUntilOn",
  "diedOn",
  "endedOn",
  "endReason",
  "waivedFromOn",
  "waivedUntilOn",
  "earlierWaivers",
  "graceDays",
  "productId",
] as const;
type Paying = Pick<Policy, (typeof policyFields)[number]>;

/** What products say of grace. */
type Graces = Map<string, { readonly days: number | undefined; readonly isFlexible: boolean }>;
async function learnGraces(reader: Reader, policies: readonly Paying[], graces: Graces): Promise<void> {
  const unknown = [...new Set(policies.map(({ productId }) => productId))].filter((id) => !graces.has(id));
  if (unknown.length === 0) return;
  const { items } = await reader.find(product, {
    where: { id: { in: unknown } },
    select: ["id", "graceDays", "isFlexiblePremium"],
    limit: 1000,
  });
  for (const { id, graceDays: days, isFlexiblePremium } of items) graces.set(id, { days, isFlexible: isFlexiblePremium === true });
}

type Receipts = Map<string, PersistencyRow["receipts"][number][]>;
/** So few that their receipts fit into one page: of a longer list a database would rather read everything in the order of the pages. */
const policiesAtOnce = 200;
/** The receipts of these policies that reach over the due dates of some figure: few more, where the policies began about the same day. */
async function receiptsOf(reader: Reader, policies: readonly Paying[], figures: readonly PersistencyOptions[]): Promise<Receipts> {
  const found: Receipts = new Map();
  const select = ["policyId", "amount", "paidOn", "periodFrom", "paidToOn", "paysArrears"] as const;
  for (let at = 0; at < policies.length; at += policiesAtOnce) {
    const some = policies.slice(at, at + policiesAtOnce);
    const days = some.map(({ effectiveOn }) => effectiveOn).sort();
    const [first = "", last = first] = [days[0], days.at(-1)];
    const or = figures.map((figure) => ({
      periodFrom: { until: dueOn({ effectiveOn: last }, figure) },
      paidToOn: { after: dueOn({ effectiveOn: first }, figure) },
    }));
    const policyIds: readonly Id<"insurance/policy">[] = some.map(({ id }) => id);
    const where = { policyId: { in: policyIds }, state: "posted", or } as const;
    for await (const page of allPages(reader, premiumReceipt, { where, select, sort: "policyId" }))
      for (const { policyId, ...paid } of page) {
        const receipt = { state: "posted", ...paid } as const;
        const known = found.get(policyId);
        if (known) known.push(receipt);
        else found.set(policyId, [receipt]);
      }
  }
  return found;
}

/** The due date of the instalment in question. */
const dueOn = ({ effectiveOn }: Pick<Policy, "effectiveOn">, { month, calendar }: PersistencyOptions): CalendarDate =>
  calendar.dayOf(calendar.after(effectiveOn, `P${month - 1}M`));

/** The policies of a cohort share their days: what was reckoned for one is looked up for the others. */
function remembering(calendar: Calendar): Calendar {
  const ends = new Map<string, Map<string, string>>();
  const days = new Map<string, string>();
  return {
    ...calendar,
    after(start, length) {
      const known = ends.get(length) ?? new Map<string, string>();
      ends.set(length, known);
      return remembered(known, start, () => calendar.after(start, length));
    },
    dayOf: (at) => remembered(days, at, () => calendar.dayOf(at)),
  };
}
function remembered<T>(known: Map<string, T>, key: string, make: () => T): T {
  const found = known.get(key);
  if (found !== undefined) return found;
  const made = make();
  known.set(key, made);
  return made;
}
