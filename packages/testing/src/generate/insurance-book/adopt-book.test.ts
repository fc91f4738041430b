import { type AdoptedRow, consent, customer, engagement, interaction, relationship, staff } from "@kehu/core";
import { afterAll, describe, expect, it } from "vitest";
import { claim, consentPurpose, insurance, policy, premiumReceipt, product } from "../../../../insurance/src/index.js";
import { testCrm } from "../../crm/test-crm.js";
import { generateInsuranceBook } from "./generate-insurance-book.js";

const book = generateInsuranceBook({ seed: 3, policies: 60 });
const test = await testCrm({ packs: [insurance], now: "2026-01-01T01:00:00.000Z" });
const asOf = book.until;
const refusals = (rows: readonly AdoptedRow<never>[]): readonly string[] =>
  rows.flatMap(({ refusal }) => (refusal ? [refusal.message] : []));
/** What was adopted, by the number that the book gives it. */
function byNumber<T>(numbers: readonly string[], rows: readonly { readonly record?: T }[]): (number: string) => T {
  const map = new Map(rows.map(({ record }, index) => [numbers[index], record]));
  return (number) => map.get(number) as T;
}

describe("generateInsuranceBook", () => {
  afterAll(() => test.close());

  it("gives what the insurance pack adopts without a single refusal, and a year goes by over it", async () => {
    const { system } = test;
    const people = await system.adoptMany(
      staff,
      book.staff.map((input) => ({ input, as: { state: "active", asOf, source: input.staffNumber } })),
    );
    const staffOf = byNumber(
      book.staff.map(({ staffNumber }) => staffNumber),
      people,
    );
    const customers = await system.adoptMany(
      customer,
      book.customers.map(({ customerNumber, customer: input }) => ({ input, as: { state: "active", asOf, source: customerNumber } })),
    );
    const customerOf = byNumber(
      book.customers.map(({ customerNumber }) => customerNumber),
      customers,
    );
    const products = await system.adoptMany(
      product,
      book.products.map((input) => ({ input, as: { state: "active", asOf, source: input.code } })),
    );
    const productOf = byNumber(
      book.products.map(({ code }) => code),
      products,
    );
    const relationships = await system.adoptMany(
      relationship,
      book.relationships.map(({ customerNumber, relatedNumber, ...rest }, index) => ({
        input: { ...rest, customerId: customerOf(customerNumber).id, relatedId: customerOf(relatedNumber).id },
        as: { state: "current", asOf, source: `r${index}` },
      })),
    );
    const policies = await system.adoptMany(
      policy,
      book.policies.map(({ holderNumber, insuredNumber, productCode, agentNumber, beneficiaries, state, stays, ...rest }) => ({
        input: {
          ...rest,
          holderId: customerOf(holderNumber).id,
          insuredId: customerOf(insuredNumber).id,
          productId: productOf(productCode).id,
          agentId: staffOf(agentNumber).id,
          beneficiaries: beneficiaries.map(({ customerNumber, ...share }) => ({ ...share, customerId: customerOf(customerNumber).id })),
        },
        as: {
          state,
          asOf,
          source: rest.policyNumber,
          since: stays.at(-1)?.from as string,
          ...(stays.length > 1 && { origin: { state: stays.at(-2)?.state as never, since: stays.at(-2)?.from as string } }),
          history: stays as never,
        },
      })),
    );
    const policyOf = byNumber(
      book.policies.map(({ policyNumber }) => policyNumber),
      policies,
    );
    const receipts = await system.adoptMany(
      premiumReceipt,
      book.receipts.map(({ policyNumber, ...input }) => ({
        input: { ...input, policyId: policyOf(policyNumber).id },
        as: { state: "posted", asOf, source: input.receiptNumber },
      })),
    );
    // the claim form says what happened, and the insured signed on it that it may
    const consents = await system.adoptMany(
      consent,
      book.claims.map(({ claimNumber, policyNumber, reportedOn }) => ({
        input: {
          customerId: policyOf(policyNumber).insuredId,
          purpose: consentPurpose("claim"),
          channel: "any",
          decision: "given",
          textVersion: "1",
          evidence: claimNumber,
          decidedAt: `${reportedOn}T00:00:00.000Z`,
        },
        as: { state: "active", asOf, source: `consent ${claimNumber}` },
      })),
    );
    const claims = await system.adoptMany(
      claim,
      book.claims.map(({ policyNumber, reporterNumber, state, sinceOn, ...input }) => ({
        input: { ...input, policyId: policyOf(policyNumber).id, reporterId: customerOf(reporterNumber).id },
        as: { state, asOf, source: input.claimNumber, since: `${sinceOn}T01:00:00.000Z` },
      })),
    );
    const contacts = await system.adoptMany(
      interaction,
      book.contacts.map(({ contactNumber, customerNumber, policyNumber, staffNumber, state, ...input }) => ({
        input: {
          ...input,
          line: "insurance",
          customerId: customerOf(customerNumber).id,
          staffId: staffOf(staffNumber).id,
          ...(policyNumber && { aboutId: policyOf(policyNumber).id }),
        },
        as: { state, asOf, source: contactNumber },
      })),
    );
    for (const rows of [people, customers, products, relationships, policies, receipts, consents, claims, contacts])
      expect(refusals(rows as readonly AdoptedRow<never>[])).toEqual([]);
    expect(await test.clock.advance({ until: "2026-12-30" })).toBeGreaterThan(10);
    const { items } = await system.find(policy, { where: { state: "lapsed" }, select: ["id"] });
    expect(items.length).toBeGreaterThan(0);
    expect((await system.find(engagement, { select: ["id", "state"] })).items.length).toBeGreaterThan(0);
  }, 120_000);
});
