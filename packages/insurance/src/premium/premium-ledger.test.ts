import { describe, expect, it } from "vitest";
import { aPolicy, aProduct, aReceipt, at, yuan } from "../../test/moments.js";
import { premiumLedger } from "./premium-ledger.js";
import type { PremiumReceipt } from "./premium-receipt.js";

const needs = { policy: aPolicy({ agentId: "staff_1" }), product: aProduct() };
const entriesOf = (record: PremiumReceipt, given = needs) => premiumLedger.entries({ record, needs: given, ...at("2026-01-01") });
const commissionOf = (record: PremiumReceipt) => entriesOf(record).find(({ key }) => key === "commission")?.amount;

describe("premiumLedger", () => {
  it("earns the premium on the day on which it was paid", () => {
    expect(entriesOf(aReceipt(), { ...needs, policy: aPolicy() })).toEqual([
      { key: "premium", customerId: "customer_holder", on: "2025-03-01", kind: "revenue", category: "premium", amount: yuan(1_000) },
    ]);
  });

  it("costs the commission of the policy year", () => {
    expect(commissionOf(aReceipt({ periodFrom: "2024-03-01" }))).toEqual(yuan(300));
    expect(commissionOf(aReceipt({ periodFrom: "2025-02-01" }))).toEqual(yuan(300));
    expect(commissionOf(aReceipt({ periodFrom: "2025-03-01" }))).toEqual(yuan(50));
  });

  it("rounds a commission down", () => {
    expect(commissionOf(aReceipt({ amount: { amountMinor: 199, currency: "CNY" } }))).toEqual({ amountMinor: 9, currency: "CNY" });
  });

  it("earns nothing with a reversed receipt", () => {
    expect(entriesOf(aReceipt({ state: "reversed" }))).toEqual([]);
  });
});
