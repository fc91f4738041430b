import { type CalendarDate, customer, type Id, type Instant, type Money } from "@kehu/core";
import { postgres } from "@kehu/crm/postgres";
import { serviceCase } from "@kehu/service";
import { type TestCrm, type TestSession, testCrm } from "@kehu/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTestDatabase, postgresUrl } from "../../../../.config/test-databases.js";
import { claim } from "../claim/claim.js";
import { claimPayment } from "../claim/claim-payment.js";
import { claimRecovery } from "../claim/claim-recovery.js";
import { claimReserve } from "../claim/claim-reserve.js";
import { insurance } from "../insurance.js";
import { type Policy, policy } from "../policy/policy.js";
import { product } from "../policy/product.js";
import { persistencyByCountFigure } from "../premium/persistency-by-count-query.js";
import { persistencyFigure } from "../premium/persistency-query.js";
import { premiumReceipt } from "../premium/premium-receipt.js";
import { persistencyOnReducingBalance } from "../premium/reducing-balance-query.js";
import { claimFigures } from "./claim-figures.js";
import { complaintFigure } from "./complaint-figure.js";
import { earnedPremiumFigure } from "./earned-premium-figure.js";
import { combinedRatioFigure, expenseRatioFigure } from "./expense-figures.js";
import { lapseByPremiumFigure, lapseFigure } from "./lapse-figure.js";
import { lossRatioByProduct, lossRatioFigure } from "./loss-ratio-figure.js";
import { placementFigure } from "./placement-figure.js";
import { renewalFigure } from "./renewal-figure.js";

const yuan = (amount: number): Money => ({ amountMinor: amount * 100, currency: "CNY" });
const dollars = (amount: number): Money => ({ amountMinor: amount * 100, currency: "USD" });
const year = { from: "2025-01-01", until: "2025-12-31" };
const before = { from: "2001-01-01", until: "2001-12-31" };
const today = "2026-01-01";

/**
 * A small book of two products, life (L) and motor (M), whose figures of 2025 are reckoned by hand.
 *
 * A life, from 2024-07-01, a year of 365 yuan paid twice; B life, lapsed on 2025-03-02; C life, lapsed in 2024; D motor in dollars, 730
 * for 2025, followed by E; F motor, 366 days over the leap day, not renewed; G life, undone in its cooling-off period; H, I and J were
 * paid up or had lapsed when they were taken in.
 */
async function book(world: TestCrm) {
  const { system } = world;
  const holder = await system.create(customer, { kind: "person", displayName: "王芳" });
  const [life, motor] = [
    await system.create(product, { code: "L", name: "终身寿险", line: "life" }),
    await system.create(product, { code: "M", name: "车险", line: "motor" }),
  ];
  const ids = new Map<string, Id<"insurance/policy">>();
  const add = async (
    policyNumber: string,
    state: Policy["state"],
    terms: Partial<Policy> & { readonly effectiveOn: CalendarDate },
    since?: Instant,
  ) => {
    const usual = {
      policyNumber,
      holderId: holder.id,
      insuredId: holder.id,
      productId: life.id,
      sumAssured: yuan(1000),
      premium: yuan(365),
    };
    const made = await system.adopt(policy, { ...usual, premiumFrequency: "annual", ...terms } as never, {
      state,
      asOf: today,
      source: `book#${policyNumber}`,
      ...(since !== undefined && { since }),
    });
    ids.set(policyNumber, made.id);
    return made.id;
  };
  const pay = async (policyNumber: string, amount: Money, [periodFrom, paidToOn]: readonly [string, string], state = "posted") =>
    system.adopt(
      premiumReceipt,
      {
        receiptNumber: `${policyNumber}-${periodFrom}`,
        policyId: ids.get(policyNumber) as Id<"insurance/policy">,
        amount,
        paidOn: periodFrom,
        periodFrom,
        paidToOn,
        method: "cash",
      },
      { state: state as "posted", asOf: today, source: `receipts#${policyNumber}-${periodFrom}` },
    );
  const a = await add("A", "inForce", { effectiveOn: "2024-07-01", paidToOn: "2026-07-01", submittedOn: "2024-06-20" });
  await add("B", "lapsed", { effectiveOn: "2024-01-01", paidToOn: "2025-01-01", lapsedOn: "2025-03-02" });
  await add("C", "lapsed", { effectiveOn: "2023-05-01", paidToOn: "2024-05-01", lapsedOn: "2024-06-30" });
  const d = await add("D", "expired", {
    productId: motor.id,
    effectiveOn: "2025-01-01",
    expiresOn: "2025-12-31",
    paidToOn: "2025-12-31",
    premium: dollars(730),
    sumAssured: dollars(1000),
    premiumFrequency: "single",
    endedOn: "2025-12-31",
    endReason: "endOfTerm",
  });
  await add("E", "inForce", {
    productId: motor.id,
    renewsId: d,
    effectiveOn: today,
    expiresOn: "2026-12-31",
    premiumFrequency: "single",
  });
  await add("F", "expired", {
    productId: motor.id,
    effectiveOn: "2024-02-01",
    expiresOn: "2025-01-31",
    paidToOn: "2025-01-31",
    premium: yuan(366),
    premiumFrequency: "single",
    endedOn: "2025-01-31",
    endReason: "endOfTerm",
  });
  await add("G", "freeLookRefunded", {
    effectiveOn: "2025-05-01",
    endedOn: "2025-05-06",
    endReason: "freeLook",
    submittedOn: "2024-06-21",
  });
  await add("H", "paidUp", { effectiveOn: "2020-01-01" }, "2024-06-01T00:00:00.000Z");
  // of these two only the present state is known
  await add("I", "lapsed", { effectiveOn: "2020-01-01" }, "2024-12-31T15:59:59.999Z");
  await add("J", "lapsed", { effectiveOn: "2020-01-01" }, "2024-12-31T16:00:00.000Z");
  await pay("A", yuan(365), ["2024-07-01", "2025-07-01"]);
  await pay("A", yuan(365), ["2025-07-01", "2026-07-01"]);
  await pay("B", yuan(366), ["2025-01-01", "2026-01-01"], "reversed");
  await pay("B", yuan(366), ["2024-01-01", "2025-01-01"]);
  await pay("D", dollars(730), ["2025-01-01", "2026-01-01"]);
  await pay("F", yuan(366), ["2024-02-01", "2025-02-01"]);
  await pay("G", yuan(365), ["2025-05-01", "2026-05-01"]);
  return { holderId: holder.id, a, d, life, motor };
}

async function losses(world: TestCrm, { a, d }: { readonly a: Id<"insurance/policy">; readonly d: Id<"insurance/policy"> }) {
  const { system } = world;
  const lodge = (claimNumber: string, policyId: Id<"insurance/policy">, more: object, state: string) =>
    system.adopt(claim, { claimNumber, policyId, lossOn: "2025-02-01", reportedOn: "2025-02-10", ...more } as never, {
      state: state as "paid",
      asOf: today,
      source: `claims#${claimNumber}`,
    });
  const paid = await lodge(
    "K1",
    a,
    { lossOn: "2024-10-01", approvedAmount: yuan(150), approvedOn: "2025-02-20", paidAmount: yuan(100), paidOn: "2025-03-02" },
    "paid",
  );
  const open = await lodge("K2", a, {}, "registered");
  await lodge("K3", d, { approvedAmount: dollars(73), approvedOn: "2025-02-11", paidAmount: dollars(73), paidOn: "2025-02-20" }, "closed");
  await lodge("K4", a, { deniedOn: "2025-02-12", denialReason: "none" }, "denied");
  // approved in part and closed: one approval, and no denial
  const part = { approvedAmount: yuan(5), approvedOn: "2025-02-12", deniedOn: "2025-02-12", denialReason: "Wear" };
  await lodge("K5", a, part, "closed");
  const source = (name: string) => ({ asOf: today, source: name });
  await system.adopt(
    claimPayment,
    { claimId: paid.id, kind: "advance", amount: yuan(50), paidOn: "2025-02-15" },
    { state: "paid", ...source("p1") },
  );
  await system.adopt(
    claimPayment,
    { claimId: paid.id, kind: "part", amount: yuan(7), paidOn: "2025-02-15" },
    { state: "returned", ...source("p2") },
  );
  await system.adopt(
    claimRecovery,
    { claimId: paid.id, kind: "salvage", expected: yuan(30), received: yuan(20), receivedOn: "2025-06-01" },
    { state: "received", ...source("r1") },
  );
  const reserve = (claimId: Id<"insurance/claim">, kind: "indemnity" | "expense", amount: Money, setOn: CalendarDate) =>
    system.create(claimReserve, { claimId, kind, amount, setOn, reason: "as known" });
  // before the year 40 and 10; at its end 25 of the open claim, and nothing of the paid one
  await reserve(paid.id, "indemnity", yuan(60), "2024-11-01");
  await reserve(paid.id, "indemnity", yuan(40), "2024-12-31");
  await reserve(paid.id, "expense", yuan(10), "2024-12-01");
  await reserve(paid.id, "indemnity", yuan(0), "2025-03-02");
  await reserve(paid.id, "expense", yuan(0), "2025-03-02");
  await reserve(open.id, "indemnity", yuan(90), "2025-12-31");
  await world.clock.advance("PT1S");
  await reserve(open.id, "indemnity", yuan(25), "2025-12-31");
  await reserve(open.id, "indemnity", yuan(99), today);
}

const kinds = ["PGlite", ...(postgresUrl() === undefined ? [] : ["PostgreSQL"])] as const;
describe.each(kinds)("the figures of a book on %s", (kind) => {
  let server: { readonly url: string; drop(): Promise<void> } | undefined;
  let world: TestCrm;
  let manager: TestSession;
  let made: Awaited<ReturnType<typeof book>>;
  beforeAll(async () => {
    if (kind === "PostgreSQL") server = await createTestDatabase("figures");
    world = await testCrm({
      packs: [insurance],
      now: `${today}T04:00:00.000Z`,
      ...(server && { database: postgres({ url: server.url }) }),
    });
    made = await book(world);
    await losses(world, made);
    manager = await world.as("insurance/manager");
  });
  afterAll(async () => {
    await world.close();
    await server?.drop();
  });

  // A: 181 of 365 and 184 of 365 days of 365 yuan; B: nothing of 2025; F: 31 of 366 days of 366 yuan
  const earned = 18_100 + 18_400 + 3_100;
  it("earns premium by days, for each currency, and leaves out what was undone or reversed", async () => {
    expect(await manager.call(earnedPremiumFigure, year)).toEqual({
      asOf: today,
      method: "pro-rata-temporis",
      unit: "minorUnits",
      figures: [
        { currency: "CNY", numerator: earned, denominator: 36_500, value: earned / 36_500 },
        { currency: "USD", numerator: 73_000, denominator: 73_000, value: 1 },
      ],
    });
    // 2024: A 184 days; B 366; F 335
    const [only, ...others] = (await manager.call(earnedPremiumFigure, { from: "2024-01-01", until: "2024-12-31" })).figures;
    expect([only?.numerator, others]).toEqual([18_400 + 36_600 + 33_500, []]);
  });

  // 100 and 50 paid, 20 recovered, reserves from 50 down to 25
  const incurred = 15_000 - 2_000 - 5_000 + 2_500;
  it("tells the loss ratio, with what the books outside say, and for each product", async () => {
    const { figures } = await manager.call(lossRatioFigure, year);
    expect(figures).toEqual([
      { currency: "CNY", numerator: incurred, denominator: earned, value: incurred / earned },
      { currency: "USD", numerator: 7_300, denominator: 73_000, value: 0.1 },
    ]);
    const more = { ibnrChange: [yuan(5)], adjustmentExpense: [yuan(3), yuan(1), dollars(7)] };
    expect((await manager.call(lossRatioFigure, { ...year, ...more })).figures.map(({ numerator }) => numerator)).toEqual([
      incurred + 500 + 400,
      8_000,
    ]);
    const { rows } = await manager.call(lossRatioByProduct, year);
    expect(rows.map(({ code, currency, numerator, denominator }) => [code, currency, numerator, denominator])).toEqual([
      ["L", "CNY", incurred, 36_500],
      ["M", "CNY", 0, 3_100],
      ["M", "USD", 7_300, 73_000],
    ]);
  });

  it("tells expense and combined ratio, and nothing where nothing was written or earned", async () => {
    const expense = [yuan(73), dollars(73)];
    expect((await manager.call(expenseRatioFigure, { ...year, expense })).figures).toEqual([
      { currency: "CNY", numerator: 7_300, denominator: 36_500, value: 0.2 },
      { currency: "USD", numerator: 7_300, denominator: 73_000, value: 0.1 },
    ]);
    const [cny, usd] = (await manager.call(combinedRatioFigure, { ...year, expense })).figures;
    expect(cny?.value).toBeCloseTo(incurred / earned + 0.2, 12);
    expect(usd).toEqual({
      currency: "USD",
      loss: { numerator: 7_300, denominator: 73_000, value: 0.1 },
      expense: { numerator: 7_300, denominator: 73_000, value: 0.1 },
      value: 0.2,
    });
    const [nothing] = (await manager.call(combinedRatioFigure, { ...before, expense: [yuan(1)] })).figures;
    expect(nothing).toMatchObject({ loss: { value: null }, expense: { value: null }, value: null });
    expect((await manager.call(lossRatioFigure, before)).figures).toEqual([]);
  });

  it("counts what lapsed among what was exposed", async () => {
    // A, B, D, F, G and J stood in the year; C and I had lapsed before, E had not begun, H was paid up
    expect(await manager.call(lapseFigure, year)).toEqual({
      asOf: today,
      method: "net-of-reinstatement",
      unit: "policies",
      numerator: 2,
      denominator: 6,
      value: 2 / 6,
    });
    expect(await manager.call(lapseFigure, before)).toMatchObject({ numerator: 0, denominator: 0, value: null });
  });

  it("tells the same by the premium of a year", async () => {
    // D and F have single premiums
    expect(await manager.call(lapseByPremiumFigure, year)).toEqual({
      asOf: today,
      method: "net-of-reinstatement",
      unit: "minorUnits",
      figures: [{ currency: "CNY", numerator: 73_000, denominator: 146_000, value: 0.5 }],
    });
    expect((await manager.call(lapseByPremiumFigure, before)).figures).toEqual([]);
  });

  it("counts what was renewed of what expired", async () => {
    expect(await manager.call(renewalFigure, year)).toMatchObject({ numerator: 1, denominator: 2, value: 0.5, unit: "policies" });
    expect(await manager.call(renewalFigure, { ...year, lines: ["life"] })).toMatchObject({ denominator: 0, value: null });
  });

  it("counts complaints for each ten thousand policies", async () => {
    const open = (caseNumber: string, kind: "complaint" | "question", line = "insurance") =>
      world.system.create(serviceCase, { caseNumber, kind, subject: "?", customerId: made.holderId, channel: "phone", line });
    await open("1", "complaint");
    await open("2", "question");
    await open("3", "complaint", "telecom");
    // opened on 2026-01-01, when A, E and H stood
    expect(await manager.call(complaintFigure, { from: today, until: "2026-12-31" })).toMatchObject({
      numerator: 1,
      denominator: 3,
      value: 10_000 / 3,
      unit: "perTenThousandPolicies",
    });
    expect(await manager.call(complaintFigure, before)).toMatchObject({ numerator: 0, denominator: 0, value: null });
  });

  it("tells placement, the days of claims and denials", async () => {
    expect(await manager.call(placementFigure, { from: "2024-06-01", until: "2024-06-30" })).toMatchObject({
      numerator: 1,
      denominator: 2,
      value: 0.5,
    });
    expect(await manager.call(claimFigures, year)).toMatchObject({
      cycleDays: { numerator: 30, denominator: 2, value: 15, unit: "days" },
      denial: { numerator: 1, denominator: 4, unit: "claims" },
    });
  });

  it("tells persistency by count and on a reducing balance", async () => {
    // from 2023-12-02 to 2024-12-01: A and B began; A is paid for 24 months, B for 12; F has a single premium
    expect(await manager.call(persistencyByCountFigure, { months: 13 })).toMatchObject({
      method: "by-count",
      numerator: 1,
      denominator: 2,
    });
    // from 2024-01-02 to 2025-01-01: A; D and F have single premiums
    expect(await manager.call(persistencyByCountFigure, { months: 12 })).toMatchObject({ numerator: 1, denominator: 1 });
    const reducing = await manager.call(persistencyOnReducingBalance, { cohortFrom: "2024-01", cohortUntil: "2024-07", currency: "CNY" });
    expect(reducing).toMatchObject({ method: "reducing-balance", steps: [{ month: 13, numerator: 36_500, denominator: 73_000 }] });
  });

  it("counts waived premiums as collected, by premium and by count", async () => {
    await world.system.adopt(
      policy,
      {
        policyNumber: "W",
        holderId: made.holderId,
        insuredId: made.holderId,
        productId: made.life.id,
        sumAssured: yuan(1000),
        premium: yuan(365),
        premiumFrequency: "annual",
        effectiveOn: "2024-07-15",
        paidToOn: "2025-07-15",
        waivedFromOn: "2025-05-01",
      },
      { state: "premiumWaived", asOf: today, source: "book#W" },
    );
    const july = { month: 13, cohortFrom: "2024-07", cohortUntil: "2024-07", currency: "CNY" };
    // A paid, and what fell due from W was waived
    expect(await manager.call(persistencyFigure, july)).toMatchObject({ numerator: 73_000, denominator: 73_000, policies: 2 });
    expect(await manager.call(persistencyByCountFigure, { months: 13 })).toMatchObject({ numerator: 2, denominator: 3 });
  });

  it("keeps the figures to those whom the role grants them", async () => {
    const desk = await world.as("insurance/service-desk");
    await expect(desk.call(lossRatioFigure, year)).rejects.toMatchObject({ code: "crm/not-granted" });
  });
});
