import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { claim as claimRecord, paidToAfter, policy as policyRecord, premiumReceipt, product } from "../../../../insurance/src/index.js";
import { calendar } from "../days.js";
import type { InsuranceBook } from "./book.js";
import { generateInsuranceBook } from "./generate-insurance-book.js";

const book = generateInsuranceBook({ seed: 7, policies: 1000 });
const hashOf = (made: InsuranceBook): string => createHash("sha256").update(JSON.stringify(made)).digest("hex");
const numbers = (rows: readonly string[]): ReadonlySet<string> => new Set(rows);
const customers = numbers(book.customers.map(({ customerNumber }) => customerNumber));
const policies = new Map(book.policies.map((policy) => [policy.policyNumber, policy]));

/** What each customer brought: premiums less payouts, commission, what went back, and contacts. */
function valueByCustomer(): readonly number[] {
  const values = new Map<string, number>();
  const add = (number: string, amountMinor: number) => values.set(number, (values.get(number) ?? 0) + amountMinor);
  for (const { policyNumber, amount } of book.receipts) {
    const { holderNumber, productCode } = policies.get(policyNumber) as InsuranceBook["policies"][number];
    const rate = book.products.find(({ code }) => code === productCode)?.commissionBasisPoints ?? 0;
    add(holderNumber, amount.amountMinor - Math.floor((amount.amountMinor * rate) / 10_000));
  }
  for (const { policyNumber, paidAmount } of book.claims)
    add(policies.get(policyNumber)?.holderNumber as string, -(paidAmount?.amountMinor ?? 0));
  for (const { holderNumber, endValue } of book.policies) add(holderNumber, -(endValue?.amountMinor ?? 0));
  for (const { customerNumber, cost } of book.contacts) add(customerNumber, -cost.amountMinor);
  return [...values.values()].sort((one, other) => other - one);
}
const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

describe("generateInsuranceBook", () => {
  it("gives the same book for the same seed, byte for byte in every time zone", () => {
    expect(hashOf(generateInsuranceBook({ seed: 7, policies: 1000 }))).toBe(hashOf(book));
    const script = `import("./generate-insurance-book.ts").then(({ generateInsuranceBook }) => import("node:crypto").then(({ createHash }) => console.log(createHash("sha256").update(JSON.stringify(generateInsuranceBook({ seed: 7, policies: 1000 }))).digest("hex"))))`;
    for (const TZ of ["Pacific/Kiritimati", "America/St_Johns"]) {
      const options = { cwd: fileURLToPath(new URL(".", import.meta.url)), env: { ...process.env, TZ }, encoding: "utf8" as const };
      expect(execFileSync(process.execPath, ["--conditions=@kehu/source", "--import", "tsx", "--eval", script], options).trim()).toBe(
        hashOf(book),
      );
    }
    expect(hashOf(generateInsuranceBook({ seed: 8, policies: 1000 }))).not.toBe(hashOf(book));
  });

  it("names nothing that the book does not have, and no number twice", () => {
    const staff = numbers(book.staff.map(({ staffNumber }) => staffNumber));
    for (const { holderNumber, insuredNumber, agentNumber, beneficiaries } of book.policies) {
      expect(
        [holderNumber, insuredNumber, ...beneficiaries.map(({ customerNumber }) => customerNumber)].filter(
          (number) => !customers.has(number),
        ),
      ).toEqual([]);
      expect(staff.has(agentNumber)).toBe(true);
    }
    expect(book.receipts.filter(({ policyNumber }) => !policies.has(policyNumber))).toEqual([]);
    expect(book.claims.filter(({ policyNumber, reporterNumber }) => !policies.has(policyNumber) || !customers.has(reporterNumber))).toEqual(
      [],
    );
    expect(
      book.contacts.filter(
        ({ customerNumber, policyNumber }) => !customers.has(customerNumber) || (policyNumber !== undefined && !policies.has(policyNumber)),
      ),
    ).toEqual([]);
    expect(
      book.relationships.filter(
        ({ customerNumber, relatedNumber }) =>
          !customers.has(customerNumber) || !customers.has(relatedNumber) || customerNumber === relatedNumber,
      ),
    ).toEqual([]);
    for (const [rows, key] of [
      [book.receipts, "receiptNumber"],
      [book.claims, "claimNumber"],
      [book.policies, "policyNumber"],
      [book.contacts, "contactNumber"],
    ] as const) {
      expect(new Set(rows.map((row) => (row as unknown as Readonly<Record<string, string>>)[key])).size).toBe(rows.length);
    }
  });

  it("lies within its days", () => {
    const days = [
      ...JSON.stringify({
        ...book,
        customers: [],
        policies: book.policies.map(({ expiresOn: _, premiumsUntilOn: __, paidToOn: ___, receiptSignedOn: ____, ...rest }) => rest),
        receipts: book.receipts.map(({ paidToOn: _, ...rest }) => rest),
        contacts: book.contacts.map(({ promisedUntil: _, ...rest }) => rest),
      }).matchAll(/"(20\d\d-\d\d-\d\d)/g),
    ].map(([, day]) => day as string);
    expect(days.filter((day) => day > "2025-12-31")).toEqual([]);
    expect(days.filter((day) => day < "2022-12-31")).toEqual([]);
  });

  it("pays premiums as the insurance pack counts them", () => {
    for (const policy of book.policies) {
      const receipts = book.receipts.filter(({ policyNumber }) => policyNumber === policy.policyNumber);
      let paidToOn: string | undefined;
      for (const receipt of receipts) {
        const terms = { ...policy, ...(paidToOn === undefined ? { paidToOn: undefined } : { paidToOn }) };
        const { paidToOn: _, ...unpaid } = terms;
        const instalments = receipt.amount.amountMinor / policy.premium.amountMinor;
        expect(receipt.periodFrom).toBe(paidToOn ?? policy.effectiveOn);
        paidToOn = paidToAfter(paidToOn === undefined ? unpaid : { ...unpaid, paidToOn }, instalments, calendar);
        expect(receipt.paidToOn).toBe(paidToOn);
      }
      expect(policy.paidToOn).toBe(paidToOn);
    }
  });

  it("keeps the states of a policy in order, the last one being its own", () => {
    for (const { stays, state } of book.policies) {
      expect(stays.at(-1)?.state).toBe(state);
      for (const [index, stay] of stays.entries()) expect(stay.until).toBe(stays[index + 1]?.from);
      expect([...stays].sort((one, other) => (one.from < other.from ? -1 : 1))).toEqual(stays);
    }
  });

  it("uses the words of the insurance pack", () => {
    const states = (record: { readonly states: readonly string[] }, rows: readonly { readonly state: string }[]) =>
      rows.filter(({ state }) => !record.states.includes(state));
    expect(states(policyRecord, book.policies)).toEqual([]);
    expect(states(claimRecord, book.claims)).toEqual([]);
    const known = (fields: object, row: object, but: readonly string[]) =>
      Object.keys(row).filter((name) => !(name in fields) && !but.includes(name));
    expect(book.products.flatMap((row) => known(product.fields, row, []))).toEqual([]);
    expect(
      book.policies.flatMap((row) =>
        known(policyRecord.fields, row, ["holderNumber", "insuredNumber", "productCode", "agentNumber", "state", "stays"]),
      ),
    ).toEqual([]);
    expect(book.receipts.flatMap((row) => known(premiumReceipt.fields, row, ["policyNumber"]))).toEqual([]);
    expect(book.claims.flatMap((row) => known(claimRecord.fields, row, ["policyNumber", "reporterNumber", "state", "sinceOn"]))).toEqual(
      [],
    );
  });

  it("has some of everything that an agency sees", () => {
    const count = (state: string) => book.policies.filter((policy) => policy.state === state).length;
    for (const state of ["inForce", "grace", "lapsed", "terminated", "surrenderPaid", "freeLookCancelled", "expired"])
      expect(count(state), state).toBeGreaterThan(0);
    expect(book.policies.filter(({ stays }) => stays.some((stay) => stay.state === "reinstatementPending")).length).toBeGreaterThan(3);
    for (const state of ["registered", "approved", "closed", "withdrawn"])
      expect(book.claims.filter((claim) => claim.state === state).length, state).toBeGreaterThan(0);
    expect(book.claims.filter(({ denialReason }) => denialReason).length).toBeGreaterThan(3);
    expect(book.contacts.filter(({ state }) => state === "promised").length).toBeGreaterThan(3);
    expect(book.customers.filter(({ customer }) => customer.kind === "organization").length).toBeGreaterThan(10);
    expect(count("inForce")).toBeGreaterThan(500);
  });

  it("has a worst fifth that costs more than it brings, and a best fifth that brings most", () => {
    const values = valueByCustomer();
    const fifth = Math.floor(values.length / 5);
    expect(sum(values.slice(-fifth))).toBeLessThan(0);
    expect(sum(values.slice(0, fifth)) / sum(values)).toBeGreaterThan(0.5);
    expect(sum(values)).toBeGreaterThan(0);
  });

  it("is there in its smallest size and refuses what lies outside the known years", () => {
    expect(generateInsuranceBook({ seed: 1, policies: 1 }).policies).toHaveLength(1);
    expect(() => generateInsuranceBook({ seed: 1, policies: 0 })).toThrow(/whole number/);
    expect(() => generateInsuranceBook({ seed: 1, policies: 1, until: "2027-01-01" })).toThrow(/within 2023-01-01/);
    expect(() => generateInsuranceBook({ seed: 1, policies: 1, from: "2025-02-30" })).toThrow(/within 2023-01-01/);
  });
});
