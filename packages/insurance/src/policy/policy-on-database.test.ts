import { customer, type Id, relationship } from "@kehu/core";
import { postgres } from "@kehu/crm/postgres";
import { type TestCrm, type TestSession, testCrm } from "@kehu/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTestDatabase, postgresUrl } from "../../../../.config/test-databases.js";
import { endOf, startOf, yuan } from "../../test/moments.js";
import { coverage } from "../coverage/coverage.js";
import { coverageLifecycle } from "../coverage/coverage-lifecycle.js";
import { insurance } from "../insurance.js";
import { premiumCredit } from "../premium/premium-credit.js";
import { premiumReceipt } from "../premium/premium-receipt.js";
import { reverseReceipt } from "../premium/reverse-receipt.js";
import { takePayment } from "../premium/take-payment.js";
import { type Policy, policy } from "./policy.js";
import { policyLifecycle } from "./policy-lifecycle.js";
import { product } from "./product.js";

type Stay = Pick<Policy, "state" | "since">;
const today = "2025-06-01";
const kinds = ["PGlite", ...(postgresUrl() === undefined ? [] : ["PostgreSQL"])] as const;
describe.each(kinds)("a policy on %s", (kind) => {
  let server: { readonly url: string; drop(): Promise<void> } | undefined;
  let world: TestCrm;
  let manager: TestSession;
  let ids: { readonly holder: Id<"customer">; readonly product: Id<"insurance/product"> };
  let policies = 0;
  beforeAll(async () => {
    if (kind === "PostgreSQL") server = await createTestDatabase("policies");
    world = await testCrm({
      packs: [insurance],
      now: `${today}T04:00:00.000Z`,
      ...(server && { database: postgres({ url: server.url }) }),
    });
    manager = await world.as("insurance/manager");
    const holder = await world.system.create(customer, { kind: "person", displayName: "王芳" });
    const life = await world.system.create(product, { code: "L", name: "终身寿险" });
    ids = { holder: holder.id, product: life.id };
  });
  afterAll(async () => {
    await world.close();
    await server?.drop();
  });

  /** Of 2024-03-01, for 100,000 yuan at 1,000 a year, paid to 2026-03-01 and in force. */
  async function aPolicy(changes: Partial<Policy> = {}, { state = "inForce", since = startOf("2024-03-01") }: Partial<Stay> = {}) {
    const terms = {
      policyNumber: `P-${++policies}`,
      holderId: ids.holder,
      insuredId: ids.holder,
      productId: ids.product,
      sumAssured: yuan(100_000),
      premium: yuan(1_000),
      premiumFrequency: "annual",
      effectiveOn: "2024-03-01",
      issuedOn: "2024-03-01",
      paidToOn: "2026-03-01",
      ...changes,
    } as const;
    return world.system.adopt(policy, terms, { state, asOf: today, since, source: terms.policyNumber });
  }
  const stateOf = async (id: Id<"insurance/policy">) => (await policyOf(id)).state;
  const policyOf = (id: Id<"insurance/policy">) => manager.get(policy, id);

  it("benefits neither the employer who took it out nor the group of it", async () => {
    const company = (displayName: string) => world.system.create(customer, { kind: "organization", displayName });
    const [group, own, sister, stranger] = [
      await company("集团"),
      await company("甲公司"),
      await company("乙公司"),
      await company("丙公司"),
    ];
    const since = { startsOn: "2020-01-01" };
    for (const each of [own, sister])
      await world.system.create(relationship, { ...since, customerId: group.id, relatedId: each.id, kind: "subsidiary" });
    await world.system.create(relationship, { ...since, customerId: ids.holder, relatedId: own.id, kind: "employer" });
    const { id } = await aPolicy({ holderId: own.id });
    const benefits = (customerId: Id<"customer">) =>
      manager.apply(policyLifecycle.changeBeneficiaries, id, {
        beneficiaries: [{ customerId, rank: 1, shareBasisPoints: 10_000 }],
        insuredConsentedOn: today,
      });
    for (const each of [own, group, sister]) await expect(benefits(each.id)).rejects.toMatchObject({ code: "insurance/holder-benefits" });
    await benefits(stranger.id);
    await benefits(ids.holder);
  });

  it("is unpaid again where the payment that completed its due bounced, and holds the parts", async () => {
    const { id, policyNumber } = await aPolicy(
      { paidToOn: "2025-05-01", premiumFrequency: "monthly", graceDays: 60 },
      { state: "grace", since: endOf("2025-05-01") },
    );
    const take = (number: string, amount: number, paidOn: string) =>
      manager.call(takePayment, {
        policyNumber,
        receiptNumber: `${policyNumber}-${number}`,
        amount: yuan(amount),
        paidOn,
        method: "onlinePayment",
      });
    await take("1", 400, "2025-05-20");
    const { receiptIds, held } = await take("2", 700, "2025-05-25");
    expect([receiptIds.length, held]).toEqual([1, yuan(100)]);
    expect(await policyOf(id)).toMatchObject({ state: "inForce", since: startOf("2025-05-25"), paidToOn: "2025-06-01" });
    await expect(take("1", 1, "2025-05-26")).rejects.toMatchObject({ code: "insurance/receipt-number-taken" });
    await manager.call(reverseReceipt, { receiptNumber: `${policyNumber}-2`, reason: "The card was refused" });
    expect(await policyOf(id)).toMatchObject({ state: "grace", since: endOf("2025-05-01"), paidToOn: "2025-05-01" });
    const rows = await manager.find(premiumCredit, { where: { policyId: id }, sort: "id" });
    expect(rows.items.map(({ state, amount }) => [state, amount.amountMinor / 100]).sort()).toEqual([
      ["held", 400],
      ["reversed", 100],
      ["reversed", 600],
    ]);
    expect((await manager.find(premiumReceipt, { where: { policyId: id, state: "posted" } })).items).toEqual([]);
  });

  it("follows the covers of a policy: active while any of them is, suspended and ended with the last", async () => {
    const { id: policyId } = await aPolicy();
    const cover = (coverageCode: string, kind: "base" | "rider") => ({
      policyId,
      coverageCode,
      kind,
      sumAssured: yuan(1000),
      premium: yuan(10),
      effectiveOn: "2025-03-01",
    });
    const [base, rider] = await manager.createMany(coverage, [cover("A", "base"), cover("B", "rider")]);
    await world.clock.advance("P1D");
    expect(await manager.get(coverage, base?.id ?? "")).toMatchObject({ state: "active", since: `${today}T04:00:00.000Z` });
    await manager.apply(coverageLifecycle.suspend, base?.id ?? "", { suspendedOn: "2025-03-01" });
    expect(await stateOf(policyId)).toBe("inForce");
    await manager.apply(coverageLifecycle.suspend, rider?.id ?? "", { suspendedOn: "2025-03-02" });
    expect(await stateOf(policyId)).toBe("lapsed");
    await manager.apply(coverageLifecycle.resume, base?.id ?? "");
    expect(await stateOf(policyId)).toBe("inForce");
    for (const id of [base?.id ?? "", rider?.id ?? ""]) await manager.apply(coverageLifecycle.end, id, { endedOn: "2025-03-02" });
    expect(await manager.get(policy, policyId)).toMatchObject({ state: "terminated", endReason: "coveragesEnded" });
  });

  it("is not ended by a rider that was over when it came in, before the base cover is entered", async () => {
    const { id: policyId } = await aPolicy();
    const rider = {
      policyId,
      coverageCode: "R",
      kind: "rider",
      sumAssured: yuan(1000),
      premium: yuan(10),
      effectiveOn: "2024-03-01",
    } as const;
    await world.system.adopt(coverage, { ...rider, endedOn: "2025-03-01" }, { state: "ended", asOf: today, source: `${policyId}-R` });
    expect(await stateOf(policyId)).toBe("inForce");
    const base = { ...rider, coverageCode: "B", kind: "base" } as const;
    const { id } = await world.system.adopt(coverage, base, { state: "active", asOf: today, source: `${policyId}-B` });
    expect(await stateOf(policyId)).toBe("inForce");
    await manager.apply(coverageLifecycle.end, id, { endedOn: "2025-06-01" });
    expect(await policyOf(policyId)).toMatchObject({ state: "terminated", endReason: "coveragesEnded", endedOn: "2025-06-01" });
  });

  it("matures with its term, though its cover ends at the same instant", async () => {
    const endowment = await world.system.create(product, { code: `E${policies}`, name: "两全保险", paysAtMaturity: true });
    const expiresOn = "2025-06-20";
    const { id: policyId } = await aPolicy({ expiresOn, productId: endowment.id, paidToOn: "2025-06-21" });
    const base = {
      policyId,
      coverageCode: "B",
      kind: "base",
      sumAssured: yuan(1000),
      premium: yuan(10),
      effectiveOn: "2024-03-01",
    } as const;
    await world.system.adopt(coverage, { ...base, expiresOn }, { state: "active", asOf: today, source: `${policyId}-B` });
    await world.clock.advance({ until: "2025-06-22" });
    expect(await policyOf(policyId)).toMatchObject({ state: "matured", endedOn: expiresOn });
  });
});
