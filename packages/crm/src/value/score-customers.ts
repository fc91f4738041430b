import {
  allPages,
  type CalendarDate,
  date,
  defineRefusal,
  group,
  type Id,
  KehuError,
  list,
  type New,
  refused,
  type Scoring,
  type Session,
  score,
  scoring,
  text,
} from "@kehu/core";
import { beginScoring, currencies, finishScoring, minorDigits } from "@kehu/core/engine";
import {
  type CustomerColumns,
  type CustomerScore,
  type CustomerScoreOptions,
  type CustomerScores,
  checkDormancyBounds,
  checkTiers,
  customerScores,
  type Forecast,
  type Tier,
} from "@kehu/core/value";
import * as z from "zod";
import { parseInput } from "../parse.js";
import { customerLedger } from "./customer-ledger.js";
import { ledgerPages } from "./ledger-pages.js";
import { ratesInto } from "./rates.js";

export const scoringUnderway = defineRefusal(
  "crm/scoring-underway",
  "Somebody else is scoring the customers as of {asOf} in {currency}; ask again when that run is done, which gives its scoring, or when it broke off, which goes on with it.",
);

export interface ScoreCustomersOptions extends Pick<CustomerScoreOptions, "dormancy" | "model"> {
  /** The last day that counts. */
  readonly asOf: CalendarDate;
  /** ISO 4217; all amounts of the scores are in it. */
  readonly currency: string;
  /** 1 to 600; 12 unless told. */
  readonly horizonMonths?: number;
  /** A fraction as a decimal: "0.01", which is the default, is 1 % a month. */
  readonly discountRatePerMonth?: string;
  /** What one of another currency is worth, as a decimal: { USD: "7.12" }. Without it a ledger with other currencies is refused. */
  readonly rates?: Readonly<Record<string, string>>;
  /** From the lowest, which takes everybody, to the highest; by lifetime value in minor units, or by profit where no model can be fitted. */
  readonly tiers?: readonly Tier[];
  /** What customers hold with us, minor units: for the large who hardly bought anything in the last year. */
  readonly assetsMinor?: (customerId: Id<"customer">) => number | undefined;
  /** Told after each batch of customers that was written. */
  readonly onProgress?: (done: number, customers: number) => void;
}

/**
 * How many customers one statement sums up, how many one transaction writes, and how many of either are on their way at once. What one
 * statement sums up fits into the 4 MB that a server gives a sort unless told otherwise.
 */
const [readPage, writeBatch, atOnce] = [5000, 250, 2];

/**
 * Scores every customer of the ledger as of a day: sums up in the database, fits on the summary, and writes a score for each, with its
 * explanation. The same day again gives the scoring that stands; one that broke off goes on where it was, and writes again what the ledger or
 * the options have changed since.
 *
 * @param session - of an actor whose role has `mayScoreCustomers`
 * @throws KehuError `crm/not-granted`, `crm/rate-missing`, `crm/rate-unusable`, `kehu/scored-otherwise`, `kehu/scoring-ahead`,
 * `core/amount-too-large`, `core/tiers-unusable`, `core/dormancy-unusable`, `crm/invalid-input`; `crm/scoring-underway` (retryable) where two run at once
 */
export async function scoreCustomers(session: Session, options: ScoreCustomersOptions): Promise<Scoring> {
  const { tiers, assetsMinor, dormancy } = options;
  const { rates, model, tierNames: _, ...terms } = parseInput<Terms>(termsShape, termsOf(options), "scoreCustomers");
  // what is refused without a look at the ledger leaves no run behind that others would have to go on with
  ratesInto({ ...terms, rates });
  if (tiers) checkTiers(tiers);
  if (dormancy) checkDormancyBounds(dormancy);
  const { scoringId, state } = await session.call(beginScoring, terms);
  if (state !== "running") return session.get(scoring, scoringId);
  const columns = await readLedger(session, { ...terms, rates });
  const idAt = (row: number): Id<"customer"> => columns.customerIds[row] as string;
  const before = tiers && (await tiersBefore(session, terms));
  const scores = customerScores(columns, {
    ...terms,
    discountRatePerMonth: Number(terms.discountRatePerMonth),
    unitMinor: 10 ** minorDigits(terms.currency),
    ...(model && { model }),
    ...(dormancy && { dormancy }),
    ...(tiers && { tiers: openBelow(tiers) }),
    ...(before && { tierBefore: (row) => before.get(idAt(row)) }),
    ...(assetsMinor && { assetsMinor: (row) => assetsMinor(idAt(row)) }),
  });
  const { forecast, customers } = scores;
  const { unfitted } = forecast;
  const models = modelsOf(forecast);
  try {
    const written = await writtenIn(session, scoringId);
    await writeScores(session, { of: { ...terms, scoringId }, scores, written, onProgress: options.onProgress });
    await session.call(finishScoring, { scoringId, models, customers, ...(unfitted !== undefined && { unfitted }) });
  } catch (error) {
    throw asUnderway(error, terms);
  }
  return session.get(scoring, scoringId);
}

const termsShape = {
  asOf: date(),
  currency: z.string().refine((code) => currencies.has(code), "has to be a currency of ISO 4217 such as CNY"),
  horizonMonths: z.int().min(1).max(600),
  discountRatePerMonth: z.string().regex(/^(0|[1-9]\d?)(\.\d{1,6})?$/, "has to be a fraction as a decimal: 0.01 is 1 % a month"),
  model: z.enum(["bg-nbd", "mbg-nbd", "pareto-nbd"]).optional(),
  rates: list(group({ currency: text(3), rate: text(40) }), 200),
  // as long as a score keeps them; how many there are the ladder says
  tierNames: list(text(40), 1000),
};
interface Terms {
  readonly asOf: CalendarDate;
  readonly currency: string;
  readonly horizonMonths: number;
  readonly discountRatePerMonth: string;
  readonly model?: ScoreCustomersOptions["model"];
  readonly rates: { readonly currency: string; readonly rate: string }[];
  readonly tierNames: readonly string[];
}
const termsOf = ({
  asOf,
  currency,
  model,
  horizonMonths = 12,
  discountRatePerMonth = "0.01",
  rates = {},
  tiers = [],
}: ScoreCustomersOptions): object => ({
  asOf,
  currency,
  model,
  horizonMonths,
  discountRatePerMonth,
  rates: Object.entries(rates).map(([from, rate]) => ({ currency: from, rate })),
  tierNames: tiers.map(({ name }) => name),
});

/** The lowest tier takes everybody, whatever its bounds say. */
const openBelow = ([lowest, ...higher]: readonly Tier[]): readonly Tier[] =>
  lowest ? [{ ...lowest, enterAt: Number.NEGATIVE_INFINITY, leaveBelow: Number.NEGATIVE_INFINITY }, ...higher] : [];

async function readLedger(session: Session, terms: Pick<Terms, "asOf" | "currency" | "rates">): Promise<CustomerColumns> {
  const { asOf, currency, rates } = terms;
  const ends = await session.call(ledgerPages, { asOf, currency, rates, limit: readPage });
  const pages: CustomerColumns[] = [];
  await together(ends.entries(), async ([page, untilId]) => {
    const afterId = ends[page - 1];
    pages[page] = await session.call(customerLedger, { asOf, currency, rates, untilId, ...(afterId !== undefined && { afterId }) });
  });
  return joined(pages);
}

/** Does something for each, a few of them at once: while one waits for the database, the next is made. */
async function together<T>(all: Iterable<T>, work: (each: T) => Promise<void>): Promise<void> {
  const next = all[Symbol.iterator]();
  const worker = async (): Promise<void> => {
    for (let { value, done } = next.next(); !done; { value, done } = next.next()) await work(value);
  };
  const finished = await Promise.allSettled(Array.from({ length: atOnce }, worker));
  for (const each of finished) if (each.status === "rejected") throw each.reason;
}

function joined(pages: readonly CustomerColumns[]): CustomerColumns {
  const customers = pages.reduce((sum, { customerIds }) => sum + customerIds.length, 0);
  const fill = <A extends Int32Array | Float64Array>(all: A, of: (page: CustomerColumns) => A): A => {
    let at = 0;
    for (const page of pages) {
      all.set(of(page), at);
      at += page.customerIds.length;
    }
    return all;
  };
  return {
    customerIds: pages.flatMap(({ customerIds }) => customerIds),
    purchases: fill(new Int32Array(customers), ({ purchases }) => purchases),
    firstDay: fill(new Int32Array(customers), ({ firstDay }) => firstDay),
    lastDay: fill(new Int32Array(customers), ({ lastDay }) => lastDay),
    spendMinor: fill(new Float64Array(customers), ({ spendMinor }) => spendMinor),
    firstSpendMinor: fill(new Float64Array(customers), ({ firstSpendMinor }) => firstSpendMinor),
    revenueMinor: fill(new Float64Array(customers), ({ revenueMinor }) => revenueMinor),
    turnoverMinor: fill(new Float64Array(customers), ({ turnoverMinor }) => turnoverMinor),
    costMinor: fill(new Float64Array(customers), ({ costMinor }) => costMinor),
    usualGapDays: fill(new Float64Array(customers), ({ usualGapDays }) => usualGapDays),
  };
}

/** The tiers of the last scoring that gave any, for a ladder that is left lower than it is climbed. */
async function tiersBefore(session: Session, { asOf, currency }: Pick<Terms, "asOf" | "currency">): Promise<ReadonlyMap<string, string>> {
  const tiers = new Map<string, string>();
  const earlier = { currency, asOf: { before: asOf }, state: { not: "running" } } as const;
  for await (const scorings of allPages(session, scoring, { where: earlier, select: ["id"], sort: "-asOf", limit: 10 }))
    for (const { id: scoringId } of scorings) {
      const tiered = { where: { scoringId, tier: { not: null } }, select: ["customerId", "tier"], sort: "id" } as const;
      for await (const page of allPages(session, score, tiered))
        for (const { customerId, tier } of page) tiers.set(customerId, tier as string);
      if (tiers.size > 0) return tiers;
    }
  return tiers;
}

/** The scores of a run that broke off: their ids, and what they said. */
type Written = ReadonlyMap<string, { readonly id: Id<"score">; readonly said: string }>;
async function writtenIn(session: Session, scoringId: Id<"scoring">): Promise<Written> {
  const written = new Map<string, { readonly id: Id<"score">; readonly said: string }>();
  for await (const page of allPages(session, score, { where: { scoringId }, sort: "id" }))
    for (const each of page) written.set(each.customerId, { id: each.id, said: saying(each) });
  return written;
}
const saying = (row: New<typeof score>): string => {
  const { purchases, revenue, cost, profitRank, aliveProbability, lifetimeValue, tier, worthOfTier, dormancy } = row;
  return JSON.stringify([
    purchases,
    revenue.amountMinor,
    cost.amountMinor,
    profitRank,
    aliveProbability,
    lifetimeValue?.amountMinor,
    tier,
    worthOfTier,
    dormancy?.map(({ reason, bound }) => [reason, bound]),
  ]);
};

interface Scored {
  readonly scoringId: Id<"scoring">;
  readonly asOf: CalendarDate;
  readonly currency: string;
}
interface Writing {
  readonly of: Scored;
  readonly scores: CustomerScores;
  readonly written: Written;
  readonly onProgress: ScoreCustomersOptions["onProgress"] | undefined;
}
async function writeScores(session: Session, { of, scores, written, onProgress }: Writing): Promise<void> {
  const gone = new Map(written);
  let done = 0;
  await together(batchesOf(scores.customers), async (from) => {
    const rows = scores.rows(from, from + writeBatch).map((row) => kept(row, of));
    const stale = rows.flatMap((row) => {
      const before = written.get(row.customerId);
      gone.delete(row.customerId);
      return before === undefined || before.said === saying(row) ? [] : [{ id: before.id, customerId: row.customerId }];
    });
    await takeBack(session, stale);
    const again = new Set(stale.map(({ customerId }) => customerId));
    const missing = rows.filter(({ customerId }) => !written.has(customerId) || again.has(customerId));
    if (missing.length > 0) await session.createMany(score, missing);
    done += rows.length;
    onProgress?.(done, scores.customers);
  });
  const leaving = [...gone.values()];
  for (let from = 0; from < leaving.length; from += writeBatch) await takeBack(session, leaving.slice(from, from + writeBatch));
}
/** Who meets a score that was not there when the run began, or a scoring that is complete by now, is not the only one that runs. */
const asUnderway = (error: unknown, { asOf, currency }: Pick<Scored, "asOf" | "currency">): unknown =>
  error instanceof KehuError && ["crm/already-exists", "kehu/scoring-complete", "core/not-from-here"].includes(error.code)
    ? refused(scoringUnderway({ asOf, currency }), { retryable: true, cause: error })
    : error;

async function takeBack(session: Session, scores: readonly { readonly id: Id<"score"> }[]): Promise<void> {
  if (scores.length === 0) return;
  await session.retractMany(
    score,
    scores.map(({ id }) => ({ id })),
    "What it was scored by changed while the scoring was broken off",
  );
}
function* batchesOf(customers: number): Iterable<number> {
  for (let from = 0; from < customers; from += writeBatch) yield from;
}

function kept(row: CustomerScore, { scoringId, asOf, currency }: Scored): New<typeof score> {
  const { firstDay, lastDay, revenueMinor, costMinor, profitMinor, lifetimeValueMinor, dormancy, explanation, ...rest } = row;
  const amount = (amountMinor: number) => ({ amountMinor, currency });
  // what there is anyway comes last: to add to a full object takes as long as to make it
  return {
    scoringId,
    asOf,
    revenue: amount(revenueMinor),
    cost: amount(costMinor),
    profit: amount(profitMinor),
    dormancy: [...dormancy],
    explanation: [...explanation],
    ...(firstDay !== undefined && { firstOn: dayOf(firstDay) }),
    ...(lastDay !== undefined && { lastOn: dayOf(lastDay) }),
    ...(lifetimeValueMinor !== undefined && { lifetimeValue: amount(lifetimeValueMinor) }),
    ...rest,
  };
}
const dayOf = (day: number): CalendarDate => new Date(day * 86_400_000).toISOString().slice(0, 10);

type KeptModel = Scoring["models"][number];
function modelsOf({ purchases, spend }: Forecast): KeptModel[] {
  return [...(purchases ? [keptModel(purchases, purchases.unit)] : []), ...(spend ? [keptModel(spend, String(spend.unitMinor))] : [])];
}
function keptModel(fitted: NonNullable<Forecast["purchases"] | Forecast["spend"]>, unit: string): KeptModel {
  const { model, version, logLikelihood, fingerprint, customers } = fitted;
  const errors: Readonly<Record<string, number>> = fitted.standardErrors;
  return {
    model: model as KeptModel["model"],
    version,
    parameters: Object.entries(fitted.parameters).map(([name, value]) => ({ name, value, standardError: errors[name] as number })),
    logLikelihood,
    unit,
    fingerprint,
    customers,
  };
}
