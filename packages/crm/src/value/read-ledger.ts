import type { Session } from "@kehu/core";
import type { CustomerColumns, LoyaltyColumns } from "@kehu/core/value";
import { customerLedger } from "./customer-ledger.js";
import { customerLoyalty, type LoyaltyPage } from "./customer-loyalty.js";
import { type LedgerTerms, ledgerPages } from "./ledger-pages.js";

/** How many customers one statement sums up: what fits into the 4 MB that a server gives a sort unless told otherwise. */
const readPage = 5000;
/** How many statements, or transactions, are on their way at once. */
const atOnce = 2;

/** Does something for each, a few of them at once: while one waits for the database, the next is made. */
export async function together<T>(all: Iterable<T>, work: (each: T) => Promise<void>): Promise<void> {
  const next = all[Symbol.iterator]();
  const worker = async (): Promise<void> => {
    for (let { value, done } = next.next(); !done; { value, done } = next.next()) await work(value);
  };
  const finished = await Promise.allSettled(Array.from({ length: atOnce }, worker));
  for (const each of finished) if (each.status === "rejected") throw each.reason;
}

/** The whole ledger until a day, by customer; with what loyalty is told by, if that is asked for. Each page is as it is when it is read. */
export async function readLedger(session: Session, terms: LedgerTerms, asked: { readonly loyalty: boolean }): Promise<CustomerColumns> {
  const { asOf, currency, rates } = terms;
  const ends = await session.call(ledgerPages, { limit: readPage });
  const pages: CustomerColumns[] = [];
  await together([...ends, undefined].entries(), async ([page, untilId]) => {
    const where = { asOf, currency, rates, afterId: ends[page - 1], untilId };
    const ledger = await session.call(customerLedger, where);
    pages[page] = asked.loyalty ? { ...ledger, loyalty: loyaltyOf(ledger, await session.call(customerLoyalty, where)) } : ledger;
  });
  return joined(pages);
}

/** In the order of the ledger's customers. */
function loyaltyOf({ customerIds }: CustomerColumns, known: LoyaltyPage): LoyaltyColumns {
  const at = new Map(known.customerIds.map((customerId, row) => [customerId, row]));
  const rows = customerIds.map((customerId) => at.get(customerId));
  const count = (column: Int32Array) => Int32Array.from(rows, (row) => (row === undefined ? 0 : (column[row] as number)));
  const share = (column: Float64Array) => Float64Array.from(rows, (row) => (row === undefined ? Number.NaN : (column[row] as number)));
  return {
    yearPurchases: count(known.yearPurchases),
    yearCategories: count(known.yearCategories),
    satisfaction: share(known.satisfaction),
    recommendation: share(known.recommendation),
  };
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
  const counts = (of: (page: CustomerColumns) => Int32Array) => fill(new Int32Array(customers), of);
  const figures = (of: (page: CustomerColumns) => Float64Array) => fill(new Float64Array(customers), of);
  const loyalty = (page: CustomerColumns) => page.loyalty as LoyaltyColumns;
  return {
    customerIds: pages.flatMap(({ customerIds }) => customerIds),
    purchases: counts(({ purchases }) => purchases),
    firstDay: counts(({ firstDay }) => firstDay),
    lastDay: counts(({ lastDay }) => lastDay),
    spendMinor: figures(({ spendMinor }) => spendMinor),
    firstSpendMinor: figures(({ firstSpendMinor }) => firstSpendMinor),
    revenueMinor: figures(({ revenueMinor }) => revenueMinor),
    turnoverMinor: figures(({ turnoverMinor }) => turnoverMinor),
    costMinor: figures(({ costMinor }) => costMinor),
    usualGapDays: figures(({ usualGapDays }) => usualGapDays),
    assetsMinor: figures(({ assetsMinor }) => assetsMinor),
    ...(pages[0]?.loyalty && {
      loyalty: {
        yearPurchases: counts((page) => loyalty(page).yearPurchases),
        yearCategories: counts((page) => loyalty(page).yearCategories),
        satisfaction: figures((page) => loyalty(page).satisfaction),
        recommendation: figures((page) => loyalty(page).recommendation),
      },
    }),
  };
}
