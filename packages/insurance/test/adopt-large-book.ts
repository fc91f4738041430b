import { type AdoptedRow, customer, type Id, KehuError, staff } from "@kehu/core";
import type { TestCrm } from "@kehu/testing";
import { policy } from "../src/policy/policy.js";
import { product } from "../src/policy/product.js";
import { premiumReceipt } from "../src/premium/premium-receipt.js";
import { bookUntil as asOf, type LargeBookPart, type LargeBookPolicy, largeBook, productsInBook } from "./large-book.js";

type Timed = <T>(what: string, work: () => Promise<T>) => Promise<T>;
const yuan = (amountMinor: number) => ({ amountMinor, currency: "CNY" });
const rowsPerCall = 500;
const lanes = 3;

/** Adopts a large book part by part: nothing of a part is kept when the next one comes. */
export async function adoptLargeBook(
  { system }: Pick<TestCrm, "system">,
  options: { readonly policies: number; readonly agents: number; readonly timed: Timed },
): Promise<Readonly<Record<"customers" | "policies" | "receipts", number>>> {
  const counts = { customers: 0, policies: 0, receipts: 0 };
  const spent = { customers: 0, policies: 0, receipts: 0 };
  const { items: agents } = await system.find(staff, {
    where: { staffNumber: { in: agentNumbers(options.agents) } },
    select: ["id"],
    limit: 500,
  });
  const products = await system.createMany(
    product,
    Array.from({ length: productsInBook }, (_, index) => productOf(index)),
  );
  const during = async <T>(what: keyof typeof spent, work: () => Promise<T>): Promise<T> => {
    const started = performance.now();
    const result = await work();
    spent[what] += performance.now() - started;
    return result;
  };
  const part = async ({ customers, policies }: LargeBookPart): Promise<void> => {
    const holders = await during("customers", async () =>
      idsOf(
        await system.adoptMany(
          customer,
          customers.map((input, index) => ({ input, as: { state: "active", asOf, source: `C${policies[index]?.policyNumber}` } })),
        ),
      ),
    );
    const known = { holders, products: products.map(({ id }) => id), agents: agents.map(({ id }) => id) };
    const ids = await during("policies", async () =>
      idsOf(
        await system.adoptMany(
          policy,
          policies.map((each) => policyRow(each, known)),
        ),
      ),
    );
    const receipts = policies.flatMap((each, index) => receiptRows(each, ids[index] as Id<"insurance/policy">));
    await during("receipts", async () => {
      for (let from = 0; from < receipts.length; from += rowsPerCall)
        idsOf(await system.adoptMany(premiumReceipt, receipts.slice(from, from + rowsPerCall)));
    });
    counts.customers += customers.length;
    counts.policies += policies.length;
    counts.receipts += receipts.length;
  };
  const parts = largeBook({ seed: 1, ...options });
  let done = 0;
  // while one part is at the database, another one is put together
  const lane = async (): Promise<void> => {
    for (let next = parts.next(); !next.done; next = parts.next()) {
      await part(next.value);
      done += 1;
      if (done % 10 === 0) console.log(`    ${counts.policies} policies, ${counts.receipts} receipts; seconds: ${said(spent)}`);
    }
  };
  await options.timed("adopt", () => Promise.all(Array.from({ length: lanes }, lane)));
  console.log(`    seconds: ${said(spent)}`);
  return counts;
}
const said = (spent: Readonly<Record<string, number>>): string =>
  Object.entries(spent)
    .map(([what, ms]) => `${what} ${(ms / 1000).toFixed(1)}`)
    .join(", ");

const agentNumbers = (count: number): readonly string[] => Array.from({ length: count }, (_, index) => `A${index}`);
const productOf = (index: number) => ({
  code: `L${index}`,
  name: `Life ${index}`,
  commissionBasisPoints: 2000 + index * 100,
  renewalCommissionBasisPoints: 500,
  nonForfeiture: [],
});

interface Known {
  readonly holders: readonly Id<"customer">[];
  readonly products: readonly Id<"insurance/product">[];
  readonly agents: readonly Id<"staff">[];
}
function policyRow(each: LargeBookPolicy, { holders, products, agents }: Known) {
  const { policyNumber, effectiveOn, paidToOn, premiumFrequency, stays, endedOn } = each;
  const last = stays.at(-1) as LargeBookPolicy["stays"][number];
  const holderId = holders[each.holder] as Id<"customer">;
  const before = stays.at(-2);
  return {
    input: {
      policyNumber,
      effectiveOn,
      paidToOn,
      premiumFrequency,
      premium: yuan(each.premiumMinor),
      sumAssured: yuan(50_000_000),
      receiptSignedOn: effectiveOn,
      holderId,
      insuredId: holderId,
      productId: products[each.product] as Id<"insurance/product">,
      agentId: agents[each.agent] as Id<"staff">,
      ...(endedOn !== undefined && {
        endedOn,
        endReason: last.state === "terminated" ? ("twoYearsLapsed" as const) : ("surrender" as const),
        ...(last.state === "surrenderPaid" && { endValue: yuan(each.premiumMinor), endValuePaidOn: endedOn }),
      }),
    },
    as: {
      state: last.state,
      asOf,
      source: policyNumber,
      since: last.from,
      ...(before && { origin: { state: before.state, since: before.from } }),
      history: stays,
    },
  };
}

const receiptRows = ({ policyNumber, receipts }: LargeBookPolicy, policyId: Id<"insurance/policy">) =>
  receipts.map(({ amountMinor, ...rest }, index) => {
    const receiptNumber = `${policyNumber}/${index}`;
    return {
      input: { receiptNumber, policyId, amount: yuan(amountMinor), method: "directDebit" as const, ...rest },
      as: { state: "posted" as const, asOf, source: receiptNumber },
    };
  });

/** @throws KehuError for the first row that was refused */
function idsOf<T extends { readonly id: string }>(
  rows: readonly { readonly record?: T; readonly refusal?: AdoptedRow<never>["refusal"] }[],
): readonly T["id"][] {
  return rows.map(({ record, refusal }) => {
    if (record === undefined) throw new KehuError(refusal?.code ?? "insurance/not-adopted", refusal?.message ?? "A row was not adopted.");
    return record.id;
  });
}
