import {
  allPages,
  type CalendarDate,
  defineRefusal,
  type Id,
  KehuError,
  type New,
  type Refusal,
  refused,
  type Scoring,
  type Session,
  score,
  scoring,
} from "@kehu/core";
import { beginScoring, finishScoring, minorDigits } from "@kehu/core/engine";
import { type CustomerScore, type CustomerScores, customerScores, type Forecast } from "@kehu/core/value";
import { canonicalJson } from "../canonical-json.js";
import { lastOf } from "./last-of.js";
import { readLedger, together } from "./read-ledger.js";
import { type AskedTerms, ladderOf, termsOf } from "./terms-of-scoring.js";

export const scoringUnderway = defineRefusal(
  "crm/scoring-underway",
  "Somebody else is scoring the customers as of {asOf} in {currency}; ask again when that run is done, which gives its scoring, or when it broke off, which goes on with it.",
);

export interface ScoreCustomersOptions extends AskedTerms {
  /** Told after each batch of customers that was written. */
  readonly onProgress?: (done: number, customers: number) => void;
}

/** How many scores one transaction writes. */
const writeBatch = 250;

/**
 * Scores every customer of the ledger as of a day: sums up in the database, fits on the summary, and writes a score for each, with its
 * explanation. The same day again on the same terms gives the scoring that stands, even if the ledger has changed: `discardScoring` lets the
 * day be scored anew. One that broke off goes on where it was, and writes again what the ledger has changed since.
 *
 * Where rates are missing the scoring that was begun stays `running`, and the next call goes on with it, on other terms if told.
 *
 * @param session - of an actor whose role has `mayScoreCustomers`
 * @throws KehuError `crm/not-granted`, `crm/rate-missing`, `crm/rate-unusable`, `kehu/scored-otherwise`, `kehu/scoring-ahead`,
 * `core/amount-too-large`, `core/tiers-unusable`, `core/dormancy-unusable`, `core/loyalty-unusable`, `crm/invalid-input`;
 * `crm/scoring-underway` (retryable) where two run at once
 */
export async function scoreCustomers(session: Session, options: ScoreCustomersOptions): Promise<Scoring> {
  const { onProgress, ...asked } = options ?? {};
  const terms = termsOf(asked);
  const { asOf, currency, horizonMonths, model, tiersBy } = terms;
  const { dormancy, loyalty } = asked;
  const { scoringId, state } = await session.call(beginScoring, terms);
  if (state !== "running") return session.get(scoring, scoringId);
  const columns = await readLedger(session, terms, { loyalty: loyalty !== undefined });
  const idAt = (row: number): Id<"customer"> => columns.customerIds[row] as string;
  const [tierBefore, cellBefore] = [await lastOf(session, terms, "tier"), await lastOf(session, terms, "loyaltyCell")];
  const scores = customerScores(columns, {
    asOf,
    horizonMonths,
    discountRatePerMonth: Number(terms.discountRatePerMonth),
    unitMinor: 10 ** minorDigits(currency),
    ...(model && { model }),
    ...(dormancy && { dormancy }),
    ...(terms.tiers.length > 0 && tiersBy && { tiers: ladderOf(terms), tiersBy, tierBefore: (row) => tierBefore.get(idAt(row)) }),
    ...(loyalty && { loyalty, loyaltyBefore: (row) => cellBefore.get(idAt(row)) }),
  });
  const { forecast, customers } = scores;
  const { unfitted } = forecast;
  const models = modelsOf(forecast);
  try {
    const written = await writtenIn(session, scoringId);
    await writeScores(session, { of: { asOf, currency, scoringId }, scores, written, onProgress });
    const result = { scoringId, models, customers, ...(unfitted && { unfitted: keptRefusal(unfitted) }) };
    await againIfBeaten(() => session.call(finishScoring, result));
  } catch (error) {
    throw asUnderway(error, terms);
  }
  return session.get(scoring, scoringId);
}

/** One scoring is current in a currency: who finishes at the same moment as one of another day looks again which of them is the latest. */
async function againIfBeaten(finish: () => Promise<unknown>): Promise<void> {
  for (let left = mostAtOnce; ; left -= 1)
    try {
      await finish();
      return;
    } catch (error) {
      if (left === 0 || !(error instanceof KehuError && ["crm/already-exists", "core/not-from-here"].includes(error.code))) throw error;
    }
}
/** So many days may come to their end at once. */
const mostAtOnce = 5;

/** The scores of a run that broke off: their ids, and what they said. */
type Written = ReadonlyMap<string, { readonly id: Id<"score">; readonly said: string }>;
async function writtenIn(session: Session, scoringId: Id<"scoring">): Promise<Written> {
  const written = new Map<string, { readonly id: Id<"score">; readonly said: string }>();
  for await (const page of allPages(session, score, { where: { scoringId }, sort: "id" }))
    for (const each of page) written.set(each.customerId, { id: each.id, said: saying(each) });
  return written;
}
/** All that is told of a customer, in one order. */
const saying = (row: New<typeof score>): string =>
  canonicalJson(Object.fromEntries(told.map((field) => [field, row[field]]).filter(([, value]) => value !== undefined)));
const told = Object.keys(score.fields) as (keyof New<typeof score>)[];

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
  const { firstDay, lastDay, revenueMinor, costMinor, profitMinor, assetsMinor, lifetimeValueMinor, dormancy, explanation, ...rest } = row;
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
    ...(assetsMinor !== undefined && { assets: amount(assetsMinor) }),
    ...(lifetimeValueMinor !== undefined && { lifetimeValue: amount(lifetimeValueMinor) }),
    ...rest,
  };
}
const dayOf = (day: number): CalendarDate => new Date(day * 86_400_000).toISOString().slice(0, 10);

const keptRefusal = ({ code, message, details }: Refusal): NonNullable<Scoring["unfitted"]> => ({
  code,
  message,
  details: Object.entries(details).map(([name, value]) => ({ name, value: String(value) })),
});

type KeptModel = Scoring["models"][number];
function modelsOf({ purchases, spend }: Forecast): KeptModel[] {
  return [...(purchases ? [keptModel(purchases, purchases.unit)] : []), ...(spend ? [keptModel(spend, String(spend.unitMinor))] : [])];
}
function keptModel(fitted: NonNullable<Forecast["purchases"] | Forecast["spend"]>, unit: string): KeptModel {
  const { model, version, logLikelihood, fingerprint, customers } = fitted;
  const errors: Readonly<Record<string, number | undefined>> = fitted.standardErrors;
  return {
    model: model as KeptModel["model"],
    version,
    parameters: Object.entries(fitted.parameters).map(([name, value]) => {
      const standardError = errors[name];
      return { name, value, ...(standardError !== undefined && { standardError }) };
    }),
    logLikelihood,
    unit,
    fingerprint,
    customers,
  };
}
