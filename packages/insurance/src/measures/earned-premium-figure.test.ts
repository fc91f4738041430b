import { type CalendarDate, customer, type Id, type Money } from "@kehu/core";
import { postgres } from "@kehu/crm/postgres";
import { type TestCrm, type TestSession, testCrm } from "@kehu/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTestDatabase, postgresUrl } from "../../../../.config/test-databases.js";
import { insurance } from "../insurance.js";
import { policy } from "../policy/policy.js";
import { product } from "../policy/product.js";
import { payPremium } from "../premium/pay-premium.js";
import { premiumCredit } from "../premium/premium-credit.js";
import { premiumReceipt } from "../premium/premium-receipt.js";
import { earnedPremiumFigure } from "./earned-premium-figure.js";

const today = "2026-06-01";
const kinds = ["PGlite", ...(postgresUrl() === undefined ? [] : ["PostgreSQL"])] as const;
describe.each(kinds)("earned premium on %s", (kind) => {
  let server: { readonly url: string; drop(): Promise<void> } | undefined;
  let world: TestCrm;
  let manager: TestSession;
  let holderId: Id<"customer">;
  let products = 0;
  beforeAll(async () => {
    if (kind === "PostgreSQL") server = await createTestDatabase("earned");
    world = await testCrm({
      packs: [insurance],
      now: `${today}T04:00:00.000Z`,
      ...(server && { database: postgres({ url: server.url }) }),
    });
    manager = await world.as("insurance/manager");
    holderId = (await world.system.create(customer, { kind: "person", displayName: "王芳" })).id;
  });
  afterAll(async () => {
    await world.close();
    await server?.drop();
  });

  type Line = "life" | "motor";
  /** A policy on a product of its own, a currency of its own, and its figure of a period. */
  async function sold(line: Line, terms: object, state: string, currency: string) {
    const code = `P${++products}`;
    const amount = (units: number): Money => ({ amountMinor: units * 100, currency });
    const made = await world.system.create(product, { code, name: code, line });
    const own = { policyNumber: code, productId: made.id, sumAssured: amount(10_000), premium: amount(365), premiumFrequency: "annual" };
    const { id } = await world.system.adopt(policy, { ...own, holderId, insuredId: holderId, ...terms } as never, {
      state: state as "inForce",
      asOf: today,
      source: code,
    });
    const receipt = (paid: number, periodFrom: CalendarDate, paidToOn: CalendarDate) =>
      world.system.adopt(
        premiumReceipt,
        {
          receiptNumber: `${code}-${periodFrom}`,
          policyId: id,
          amount: amount(paid),
          paidOn: periodFrom,
          periodFrom,
          paidToOn,
          method: "cash",
        },
        { state: "posted", asOf: today, source: `${code}-${periodFrom}` },
      );
    const earned = async (from: CalendarDate, until: CalendarDate) => {
      const { figures } = await manager.call(earnedPremiumFigure, { from, until });
      return (figures.find((each) => each.currency === currency)?.numerator ?? 0) / 100;
    };
    return { id, code, amount, receipt, earned };
  }

  it("earns the last day of a fixed term, and no day after it", async () => {
    const terms = { effectiveOn: "2026-01-01", expiresOn: "2026-12-31", premiumFrequency: "single" };
    const { code, amount, earned } = await sold("motor", { ...terms, submittedOn: "2025-12-20" }, "proposed", "CNY");
    await manager.call(payPremium, { policyNumber: code, receiptNumber: code, amount: amount(365), paidOn: "2026-01-01", method: "cash" });
    expect(await earned("2026-01-01", "2026-12-30")).toBe(364);
    expect(await earned("2026-12-31", "2026-12-31")).toBe(1);
    expect(await earned("2027-01-01", "2027-12-31")).toBe(0);
  });

  it("earns a single premium for life over the years of the parameter", async () => {
    const terms = { effectiveOn: "2021-01-01", premiumFrequency: "single", paidToOn: "2021-01-01" };
    const { receipt, earned } = await sold("life", terms, "inForce", "EUR");
    await receipt(7_305, "2021-01-01", "2021-01-01");
    // twenty years of 7,305 days
    expect(await earned("2022-01-01", "2022-12-31")).toBe(365);
    expect(await earned("2021-01-01", "2040-12-31")).toBe(7_305);
    expect(await earned("2041-01-01", "2041-12-31")).toBe(0);
  });

  it("takes off what went back because the application hid something, loans that were set off with it", async () => {
    const ended = { endedOn: "2026-02-01", endReason: "nonDisclosure", nonDisclosure: { knownOn: "2026-01-20", kind: "grossNegligence" } };
    const money = (units: number): Money => ({ amountMinor: units * 100, currency: "GBP" });
    const terms = { effectiveOn: "2025-01-01", paidToOn: "2027-01-01", ...ended, endValue: money(630), loansSetOff: money(100) };
    const { receipt, earned } = await sold("life", terms, "terminated", "GBP");
    await receipt(365, "2025-01-01", "2026-01-01");
    await receipt(365, "2026-01-01", "2027-01-01");
    expect(await earned("2025-01-01", "2025-12-31")).toBe(365);
    expect(await earned("2026-01-01", "2026-01-31")).toBe(31);
    expect(await earned("2026-02-01", "2026-02-01")).toBe(-396);
    expect(await earned("2025-01-01", "2027-12-31")).toBe(0);
  });

  it("settles a cover of things on the day of its end: what did not go back is earned; a life policy pays its value, and no premium", async () => {
    const ended = { endedOn: "2026-03-01", endReason: "surrender" };
    const of = (currency: string) => ({ ...ended, endValue: { amountMinor: 30_000, currency } });
    const terms = { effectiveOn: "2026-01-01", paidToOn: "2027-01-01" };
    const motor = await sold("motor", { ...terms, ...of("USD") }, "surrenderPaid", "USD");
    await motor.receipt(365, "2026-01-01", "2027-01-01");
    expect(await motor.earned("2026-01-01", "2026-02-28")).toBe(59);
    expect(await motor.earned("2026-03-01", "2026-12-31")).toBe(6);
    const life = await sold("life", { ...terms, ...of("CHF") }, "surrenderPaid", "CHF");
    await life.receipt(365, "2026-01-01", "2027-01-01");
    expect(await life.earned("2026-03-01", "2026-12-31")).toBe(306);
  });

  it("takes off what a corrected age gave back, whatever became of it", async () => {
    const { id, receipt, earned } = await sold("life", { effectiveOn: "2026-01-01", paidToOn: "2027-01-01" }, "inForce", "JPY");
    await receipt(365, "2026-01-01", "2027-01-01");
    const credit = {
      policyId: id,
      amount: { amountMinor: 4_000, currency: "JPY" },
      receivedOn: "2026-05-01",
      reason: "misstatedAge",
    } as const;
    await world.system.create(premiumCredit, credit);
    expect([await earned("2026-04-01", "2026-04-30"), await earned("2026-05-01", "2026-05-31")]).toEqual([30, 31 - 40]);
  });
});
