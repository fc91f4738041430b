import {
  allPages,
  type CalendarDate,
  type Circumstances,
  defineQuery,
  defineRefusal,
  group,
  type Id,
  type Reader,
  refused,
} from "@kehu/core";
import * as z from "zod";
import { graceDays } from "../parameters.js";
import { type Policy, policy } from "../policy/policy.js";
import { product } from "../policy/product.js";
import { addToTally, emptyTally, exclusions, type PersistencyOptions, type PersistencyRow, persistencyOf } from "./persistency.js";
import { premiumReceipt } from "./premium-receipt.js";

export const cohortsOutOfRange = defineRefusal(
  "insurance/cohorts-out-of-range",
  "The cohorts from {cohortFrom} to {cohortUntil} are none, or more than {most}; choose a shorter time.",
);
export const mostCohorts = 60;
const policiesPerPage = 500;
export const yearAndMonth = z
  .string()
  .regex(/^\d{4}-(0[1-9]|1[0-2])$/)
  .max(7);
export const currencyCode = z
  .string()
  .regex(/^[A-Z]{3}$/)
  .max(3);

/** 继续率: reads cohort by cohort and page by page, so that its memory does not grow with the book. Runs over what the caller may read. */
export const persistencyFigure = defineQuery("insurance/persistency-figure", {
  input: {
    /** 13, 25, 37, 49 or 61 by custom. */
    month: z.int().min(2).max(121),
    cohortFrom: yearAndMonth,
    cohortUntil: yearAndMonth,
    currency: currencyCode,
  },
  output: group({
    numerator: z.int(),
    denominator: z.int(),
    value: z.number().nullable(),
    method: z.literal("original-cohort"),
    basis: z.literal("premium"),
    month: z.int(),
    currency: z.string(),
    policies: z.int(),
    excluded: z.partialRecord(z.enum(exclusions), z.int()),
    asOf: z.string(),
    finalFrom: z.string().nullable(),
    isFinal: z.boolean(),
  }),
  async run(reader, input) {
    const options = { ...input, asOf: reader.today, calendar: reader.calendar };
    const graces = new Map<string, number | undefined>();
    let tally = emptyTally;
    for (const cohort of cohortsOf(options)) {
      for await (const page of policiesOf(reader, cohort))
        for (const row of await rowsOf(reader, page, options, graces)) tally = addToTally(tally, row, options);
    }
    return persistencyOf(tally, options);
  },
});

type Reading = Reader & Circumstances;
interface Cohort {
  readonly from: CalendarDate;
  readonly before: CalendarDate;
}

function cohortsOf({ cohortFrom, cohortUntil, calendar }: PersistencyOptions): readonly Cohort[] {
  const cohorts: Cohort[] = [];
  for (let from = `${cohortFrom}-01`; from.slice(0, 7) <= cohortUntil && cohorts.length <= mostCohorts; ) {
    const before = calendar.dayOf(calendar.after(from, "P1M"));
    cohorts.push({ from, before });
    from = before;
  }
  if (cohorts.length === 0 || cohorts.length > mostCohorts)
    throw refused(cohortsOutOfRange({ cohortFrom, cohortUntil, most: mostCohorts }));
  return cohorts;
}

const policyFields = [
  "id",
  "state",
  "effectiveOn",
  "premium",
  "premiumFrequency",
  "expiresOn",
  "premiumsUntilOn",
  "endedOn",
  "endReason",
  "graceDays",
  "productId",
] as const;
type Page = readonly Pick<Policy, (typeof policyFields)[number]>[];
const policiesOf = (reader: Reader, { from, before }: Cohort): AsyncGenerator<Page> =>
  allPages(reader, policy, { where: { effectiveOn: { from, before } }, select: policyFields, sort: "id", limit: policiesPerPage });

async function rowsOf(
  reader: Reading,
  policies: Page,
  options: PersistencyOptions,
  graces: Map<string, number | undefined>,
): Promise<readonly PersistencyRow[]> {
  await learnGraces(reader, policies, graces);
  const receipts = await receiptsOf(reader, policies, options);
  return policies.map((each) => ({
    policy: each,
    receipts: receipts.get(each.id) ?? [],
    graceDays: each.graceDays ?? graces.get(each.productId) ?? reader.parameter(graceDays, shifted(each.effectiveOn, options)),
  }));
}

/** The grace period of each product, looked up once. */
async function learnGraces(reader: Reader, policies: Page, graces: Map<string, number | undefined>): Promise<void> {
  const unknown = [...new Set(policies.map(({ productId }) => productId))].filter((id) => !graces.has(id));
  if (unknown.length === 0) return;
  const { items } = await reader.find(product, { where: { id: { in: unknown } }, select: ["id", "graceDays"], limit: policiesPerPage });
  for (const each of items) graces.set(each.id, each.graceDays);
}

type Receipts = Map<string, PersistencyRow["receipts"][number][]>;
/** The receipts of these policies that reach over the due dates in question. */
async function receiptsOf(reader: Reader, policies: Page, options: PersistencyOptions): Promise<Receipts> {
  const found: Receipts = new Map();
  const dues = policies.map(({ effectiveOn }) => shifted(effectiveOn, options)).sort();
  const [first, last] = [dues[0], dues.at(-1)];
  if (first === undefined || last === undefined) return found;
  const policyIds: readonly Id<"insurance/policy">[] = policies.map(({ id }) => id);
  const where = { policyId: { in: policyIds }, state: "posted", periodFrom: { until: last }, paidToOn: { after: first } } as const;
  const select = ["policyId", "state", "amount", "paidOn", "periodFrom", "paidToOn"] as const;
  for await (const page of allPages(reader, premiumReceipt, { where, select, sort: "id" }))
    for (const receipt of page) found.set(receipt.policyId, [...(found.get(receipt.policyId) ?? []), receipt]);
  return found;
}

/** The due date of the instalment in question. */
const shifted = (effectiveOn: CalendarDate, { month, calendar }: PersistencyOptions): CalendarDate =>
  calendar.dayOf(calendar.after(effectiveOn, `P${month - 1}M`));
