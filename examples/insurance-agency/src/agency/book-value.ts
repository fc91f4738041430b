import {
  type AnyRecord,
  allPages,
  type Circumstances,
  customer,
  defineQuery,
  type Id,
  interaction,
  type Ledger,
  type LedgerEntry,
  type Reader,
  type Stored,
  type Where,
} from "@kehu/core";
import { claim, claimLedger, policy, policyLedger, premiumLedger, premiumReceipt, product } from "@kehu/insurance";
import * as z from "zod";

const amounts = z.record(z.string(), z.int());
const row = z.strictObject({
  customerId: z.string(),
  customerNumber: z.string().optional(),
  displayName: z.string(),
  profitMinor: z.int(),
  byCategory: amounts,
});
/** What a customer brought (above zero) and cost (below zero), in minor units of the agency's currency, by category. */
export type CustomerValue = z.infer<typeof row>;
type Reading = Reader & Circumstances;

/**
 * What every customer brought and cost. The ledgers are those of the insurance pack: pure functions, asked here of every record of
 * the book, page by page.
 */
export const bookValue = defineQuery("agency/book-value", {
  input: { currency: z.string().length(3) },
  output: z.array(row),
  async run(reader, { currency }) {
    const values = new Map<string, CustomerValue>();
    for await (const { id, displayName, identifiers } of all(reader, customer)) {
      const customerNumber = identifiers.find(({ kind }) => kind === "externalId")?.value;
      values.set(id, {
        customerId: id,
        ...(customerNumber !== undefined && { customerNumber }),
        displayName,
        profitMinor: 0,
        byCategory: {},
      });
    }
    const add = ({ customerId, kind, category, amount }: Pick<LedgerEntry, "customerId" | "kind" | "category" | "amount">): void => {
      const value = values.get(customerId);
      if (value === undefined || amount.currency !== currency) return;
      const signed = kind === "revenue" ? amount.amountMinor : 0 - amount.amountMinor;
      const byCategory = { ...value.byCategory, [category]: (value.byCategory[category] ?? 0) + signed };
      values.set(customerId, { ...value, profitMinor: value.profitMinor + signed, byCategory });
    };
    const products = new Map<string, Stored<typeof product>>();
    for await (const each of all(reader, product)) products.set(each.id, each);
    for await (const each of all(reader, policy)) for (const entry of entriesOf(reader, policyLedger, each, {})) add(entry);
    for await (const { records, policies } of withPolicies(reader, premiumReceipt))
      for (const each of records) {
        const its = policies.get(each.policyId);
        for (const entry of entriesOf(reader, premiumLedger, each, { policy: its, product: its && products.get(its.productId) }))
          add(entry);
      }
    for await (const { records, policies } of withPolicies(reader, claim, { select: claimMoney }))
      for (const each of records)
        for (const entry of entriesOf(reader, claimLedger, each, { policy: policies.get(each.policyId) })) add(entry);
    for await (const { customerId, cost } of all(reader, interaction))
      if (cost) add({ customerId, kind: "cost", category: "contact", amount: cost });
    return [...values.values()];
  },
});

/** What its ledger is reckoned of; what happened to somebody is nobody's business here. */
const claimMoney = ["id", "policyId", "paidAmount", "paidOn"] as const;

export const entriesOf = (
  { calendar, parameter }: Circumstances,
  ledger: Ledger,
  record: object,
  needs: Readonly<Record<string, unknown>>,
): readonly LedgerEntry[] => ledger.entries({ record, needs, calendar, parameter });

async function* all<R extends AnyRecord>(reader: Reader, record: R): AsyncGenerator<Stored<R>> {
  for await (const page of allPages(reader, record)) yield* page as readonly Stored<R>[];
}

type Insured = Pick<Stored<typeof policy>, "id" | "holderId" | "productId" | "effectiveOn" | "agentId">;
/** Pages of records that point at policies, with these. */
export async function* withPolicies<R extends typeof premiumReceipt | typeof claim>(
  reader: Reading,
  record: R,
  asked: { readonly where?: Where<Stored<R>>; readonly select?: readonly (keyof Stored<R> & string)[] } = {},
): AsyncGenerator<{ readonly records: readonly Stored<R>[]; readonly policies: ReadonlyMap<string, Insured> }> {
  for await (const page of allPages(reader, record, asked as { readonly where?: Where<Stored<R>> })) {
    const records = page as readonly Stored<R>[];
    const ids = [...new Set((records as readonly { readonly policyId: Id<"insurance/policy"> }[]).map(({ policyId }) => policyId))];
    const { items } =
      ids.length === 0
        ? { items: [] }
        : await reader.find(policy, {
            where: { id: { in: ids } },
            select: ["id", "holderId", "productId", "effectiveOn", "agentId"],
            limit: 1000,
          });
    yield { records, policies: new Map(items.map((each) => [each.id, each])) };
  }
}
