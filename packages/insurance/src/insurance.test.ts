import { fileURLToPath } from "node:url";
import { customer, engagement, type Id, interaction, type Money, relationship, task } from "@kehu/core";
import { lookUpCustomer, viewCustomer } from "@kehu/crm";
import { postgres } from "@kehu/crm/postgres";
import { expectPack, refusalsNamedIn, type TestCrm, testCrm } from "@kehu/testing";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { createTestDatabase, postgresUrl } from "../../../.config/test-databases.js";
import { claimRows } from "../test/claim-rows.js";
import { policyTable } from "../test/policy-table.js";
import * as exported from "./index.js";
import {
  claim,
  claimFigures,
  claimLifecycle,
  complain,
  compulsoryCover,
  compulsoryCoverLifecycle,
  enquire,
  insurance,
  lossRatioFigure,
  makeAppointment,
  payPremium,
  persistencyFigure,
  persistencyTriangle,
  placementFigure,
  policy,
  policyLifecycle,
  premiumReceipt,
  product,
  recordRenewalCall,
  renewalDesk,
  reportClaim,
  requestServicing,
  reverseReceipt,
  servicingRequest,
} from "./index.js";
import { accept, samples } from "./samples.test-pack.js";

const yuan = (amount: number): Money => ({ amountMinor: amount * 100, currency: "CNY" });
const silence = {
  from: "2000-01-01",
  value: { atRisk: 400, dormant: 500, lost: 800 },
  source: "Premiums are paid yearly",
  verified: false,
};

describe("insurance", () => {
  it("is a sound pack", async () => {
    const named = refusalsNamedIn(fileURLToPath(new URL(".", import.meta.url)));
    const inTables = [claimRows, policyTable].flatMap((rows) => Object.values(rows).flatMap(({ refused = {} }) => Object.keys(refused)));
    await expectPack(insurance, { exported, samples, accept, raised: new Set([...named, ...inTables]) });
  }, 240_000);
});

const kinds = ["PGlite", ...(postgresUrl() === undefined ? [] : ["PostgreSQL"])] as const;
describe.each(kinds)("an insurance book on %s", (kind) => {
  let server: { readonly url: string; drop(): Promise<void> } | undefined;
  let world: TestCrm;
  beforeAll(async () => {
    if (kind === "PostgreSQL") server = await createTestDatabase("insurance");
  });
  afterAll(() => server?.drop());
  afterEach(() => world.close());

  /** One policy in force: yearly premium of 1,200 yuan, the first one paid. */
  async function inForce(effectiveOn = "2025-03-01") {
    world = await testCrm({
      packs: [insurance],
      now: `${effectiveOn}T04:00:00.000Z`,
      parameters: { "kehu/silence-days": [silence] },
      ...(server && { database: postgres({ url: server.url }) }),
    });
    const manager = await world.as("insurance/manager");
    const holder = await manager.create(customer, {
      kind: "person",
      displayName: "欧阳娜",
      contactPoints: [{ kind: "phone", value: "138-0013-8000", source: "application" }],
    });
    const life = await manager.create(product, { code: "L1", name: "定期寿险", commissionBasisPoints: 3000 });
    const made = await manager.create(policy, {
      policyNumber: "P-1",
      holderId: holder.id,
      insuredId: holder.id,
      productId: life.id,
      sumAssured: yuan(100_000),
      premium: yuan(1200),
      premiumFrequency: "annual",
      effectiveOn,
    });
    await manager.call(payPremium, {
      policyNumber: "P-1",
      receiptNumber: "R-1",
      amount: yuan(1200),
      paidOn: effectiveOn,
      method: "bankTransfer",
    });
    await manager.apply(policyLifecycle.issue, made.id);
    return { manager, holder, policyId: made.id };
  }
  const stateOf = async (session: Awaited<ReturnType<TestCrm["as"]>>, id: Id<"insurance/policy">) => (await session.get(policy, id)).state;

  it("lets an unpaid policy fall into grace and lapse by itself, each at its own instant", async () => {
    const { manager, policyId } = await inForce();
    await world.clock.advance({ until: "2026-06-30" });
    expect(await manager.get(policy, policyId)).toMatchObject({
      state: "lapsed",
      lapsedOn: "2026-04-30",
      since: "2026-04-30T15:59:59.999Z",
      origin: { state: "grace", since: "2026-03-01T15:59:59.999Z" },
    });
    expect((await manager.find(engagement)).items).toMatchObject([{ line: "insurance", state: "atRisk" }]);
  });

  it("takes a premium once, brings a lapsed policy back with a payment from within its grace, and lets it lapse again by its clock", async () => {
    const { manager, policyId } = await inForce();
    await world.clock.advance({ until: "2026-06-30" });
    const late = { policyNumber: "P-1", receiptNumber: "R-2", amount: yuan(1200), paidOn: "2026-04-20", method: "bankTransfer" as const };
    const paid = await manager.call(payPremium, late, { key: "R-2" });
    expect(await manager.call(payPremium, late, { key: "R-2" })).toEqual(paid);
    expect(await manager.get(policy, policyId)).toMatchObject({
      state: "inForce",
      paidToOn: "2027-03-01",
      since: "2026-04-19T16:00:00.000Z",
    });
    expect(await manager.get(policy, policyId)).not.toHaveProperty("lapsedOn");
    await expect(manager.call(payPremium, { ...late, receiptNumber: "R-3", paidOn: "2026-07-15" })).rejects.toMatchObject({
      code: "insurance/date-in-future",
    });
    await manager.call(reverseReceipt, { receiptNumber: "R-2", reason: "the cheque bounced" });
    // unpaid since March, its grace is over already: nobody meets it in force
    expect(await stateOf(manager, policyId)).toBe("lapsed");
    expect((await manager.find(premiumReceipt, { where: { state: "posted" } })).items).toHaveLength(1);
  });

  it("judges a claim by the day of the loss: in grace it is paid, after the lapse it can only be denied", async () => {
    const { manager, holder, policyId } = await inForce();
    await world.clock.advance({ until: "2026-06-30" });
    const desk = await world.as("insurance/service-desk");
    const report = { policyNumber: "P-1", claimedAmount: yuan(5000), reporterId: holder.id, channel: "phone" as const };
    const covered = await desk.call(reportClaim, { ...report, lossOn: "2026-04-30" });
    const uncovered = await desk.call(reportClaim, { ...report, lossOn: "2026-05-01" });
    expect(uncovered.claimNumber).toBe("P-1-C2");
    const handler = await world.as("insurance/claims-handler");
    for (const { claimId } of [covered, uncovered]) await handler.apply(claimLifecycle.register, claimId);
    await handler.apply(claimLifecycle.approve, covered.claimId, { amount: yuan(5000) });
    await handler.apply(claimLifecycle.pay, covered.claimId, { paidOn: "2026-06-30", endsPolicy: false });
    const [refused] = (await handler.can(claim, uncovered.claimId)).filter(({ transition }) => transition === "insurance/claim#approve");
    expect(refused).toMatchObject({ possible: false, refusal: { code: "insurance/not-covered" } });
    await handler.apply(claimLifecycle.deny, uncovered.claimId, { reason: "lapsed on the day of the loss" });
    await expect(desk.get(claim, uncovered.claimId)).rejects.toMatchObject({ code: "crm/field-hidden" });
    expect(await stateOf(manager, policyId)).toBe("lapsed");
  });

  it("refuses a handler more than the limit, which a manager has not", async () => {
    const { manager, holder } = await inForce();
    const { claimId } = await manager.call(reportClaim, {
      policyNumber: "P-1",
      lossOn: "2025-03-01",
      reporterId: holder.id,
      channel: "web",
    });
    const handler = await world.as("insurance/claims-handler");
    await handler.apply(claimLifecycle.register, claimId);
    await expect(handler.apply(claimLifecycle.approve, claimId, { amount: yuan(60_000) })).rejects.toMatchObject({
      code: "crm/beyond-limit",
    });
    await expect(manager.apply(claimLifecycle.approve, claimId, { amount: yuan(60_000) })).resolves.toMatchObject({ state: "approved" });
  });

  it("counts the days of a claim, pauses while documents are missing, and says when it is late", async () => {
    const { manager, holder } = await inForce();
    const { claimId } = await manager.call(reportClaim, {
      policyNumber: "P-1",
      lossOn: "2025-03-01",
      reporterId: holder.id,
      channel: "web",
    });
    const handler = await world.as("insurance/claims-handler");
    await world.clock.advance("P10D");
    await handler.apply(claimLifecycle.requestDocuments, claimId, { documents: ["出院小结"], requestedOn: "2025-03-11" });
    await world.clock.advance("P40D");
    await handler.apply(claimLifecycle.receiveDocuments, claimId, { receivedOn: "2025-04-20" });
    const before = await manager.call(viewCustomer, { customerId: holder.id });
    expect(before.deadlines).toContainEqual(
      expect.objectContaining({ deadline: "insurance/decide-claim", id: claimId, status: "running" }),
    );
    await world.clock.advance("P30D");
    const after = await manager.call(viewCustomer, { customerId: holder.id });
    expect(after.deadlines).toContainEqual(expect.objectContaining({ deadline: "insurance/decide-claim", id: claimId, status: "missed" }));
    expect((await manager.find(task, { where: { aboutId: claimId } })).items.length).toBeGreaterThan(0);
  });

  it("keeps in every figure what was paid before a claim was opened again", async () => {
    const { manager, holder } = await inForce();
    const report = { policyNumber: "P-1", lossOn: "2025-03-01", reporterId: holder.id, channel: "phone" as const };
    const { claimId } = await manager.call(reportClaim, report);
    const pay = async (amount: number, paidOn: string) => {
      await manager.apply(claimLifecycle.approve, claimId, { amount: yuan(amount) });
      return manager.apply(claimLifecycle.pay, claimId, { paidOn, endsPolicy: false });
    };
    await manager.apply(claimLifecycle.register, claimId);
    await pay(500, "2025-03-01");
    await manager.apply(claimLifecycle.close, claimId);
    await manager.apply(claimLifecycle.reopen, claimId, { reason: "A second opinion" });
    expect(await pay(800, "2025-03-01")).toMatchObject({ paidAmount: yuan(300) });
    const { figures } = await manager.call(lossRatioFigure, { from: "2025-03-01", until: "2025-03-01" });
    expect(figures[0]?.numerator).toBe(80_000);
    const view = await manager.call(viewCustomer, { customerId: holder.id });
    expect(view.value.find(({ line }) => line === "insurance")?.costMinor).toBe(80_000);
  });

  it("finds the caller by phone and by policy number, answers, and keeps the contact", async () => {
    const { manager, holder, policyId } = await inForce();
    const desk = await world.as("insurance/service-desk");
    expect(await desk.call(lookUpCustomer, { text: "+86 138 0013 8000" })).toMatchObject([{ customerId: holder.id, by: "phone" }]);
    expect(await desk.call(lookUpCustomer, { text: "P-1" })).toMatchObject([{ customerId: holder.id, record: { id: policyId } }]);
    const answer = await desk.call(enquire, {
      policyNumber: "P-1",
      customerId: holder.id,
      channel: "instantMessaging",
      identifiedBy: "oneTimeCode",
      question: "何时缴费？",
    });
    expect(answer).toMatchObject({ state: "inForce", nextDueOn: "2026-03-01", graceEndsOn: "2026-04-30", openClaims: 0 });
    expect((await manager.find(interaction, { where: { customerId: holder.id } })).items).toMatchObject([
      { topic: "何时缴费？", line: "insurance" },
    ]);
    const view = await desk.call(viewCustomer, { customerId: holder.id });
    expect(view.records).toMatchObject([{ record: "insurance/policy", label: "P-1", state: "inForce" }]);
    expect(view.value).toMatchObject([{ line: "insurance", currency: "CNY", revenueMinor: 120_000 }]);
  });

  it("serves callers on the channel as far as they are known, and leaves it with every party", async () => {
    const { manager, holder } = await inForce();
    const desk = await world.as("insurance/service-desk");
    const insured = await manager.create(customer, { kind: "person", displayName: "欧阳小娜" });
    const [life] = (await manager.find(product)).items;
    await manager.create(policy, {
      policyNumber: "P-2",
      holderId: holder.id,
      insuredId: insured.id,
      productId: (life as { readonly id: string }).id,
      sumAssured: yuan(1000),
      premium: yuan(10),
      premiumFrequency: "annual",
      effectiveOn: "2025-03-01",
    });
    const asked = { policyNumber: "P-2", customerId: holder.id, channel: "phone" as const };
    await expect(desk.call(enquire, { ...asked, question: "?" })).rejects.toMatchObject({ code: "service/identify-first" });
    const stranger = await manager.create(customer, { kind: "person", displayName: "外人" });
    const known = { identifiedBy: "oneTimeCode" } as const;
    await expect(desk.call(enquire, { ...asked, customerId: stranger.id, question: "?", ...known })).rejects.toMatchObject({
      code: "insurance/not-a-party",
    });
    const address = { policyNumber: "P-2", requesterId: stranger.id, channel: "phone", change: { type: "reissue" }, ...known } as const;
    await expect(desk.call(requestServicing, address)).rejects.toMatchObject({ code: "insurance/not-theirs-to-ask" });
    const acts = { customerId: insured.id, relatedId: stranger.id, kind: "guardian", startsOn: "2025-01-01" } as const;
    const guardian = await manager.create(relationship, acts);
    await expect(desk.call(enquire, { ...asked, customerId: stranger.id, question: "?", ...known })).resolves.toMatchObject({
      openClaims: 0,
    });
    // a new paper is the policyholder's to ask for, not the insured's nor his guardian's
    await expect(desk.call(requestServicing, address)).rejects.toMatchObject({ code: "insurance/not-theirs-to-ask" });
    const holders = await manager.create(relationship, { ...acts, customerId: holder.id });
    await expect(desk.call(requestServicing, address)).resolves.toMatchObject({ requestId: expect.any(String) });
    await world.system.retract(relationship, holders.id, "a mistake");
    for (const { id } of (await manager.find(servicingRequest)).items) await world.system.retract(servicingRequest, id, "a test");
    await world.system.retract(relationship, guardian.id, "a mistake");
    await expect(desk.call(enquire, { ...asked, customerId: stranger.id, question: "?", ...known })).rejects.toMatchObject({
      code: "insurance/not-a-party",
    });
    const surrender = { type: "surrender", noticeOn: "2025-03-01", cashValue: yuan(1) } as const;
    const request = { policyNumber: "P-2", requesterId: holder.id, channel: "phone" as const, change: surrender };
    await expect(desk.call(requestServicing, { ...request, identifiedBy: "oneTimeCode" })).rejects.toMatchObject({
      code: "service/not-on-this-channel",
    });
    // nothing of what was refused remains
    expect((await manager.find(servicingRequest)).items).toEqual([]);
    await desk.call(enquire, { ...asked, question: "?", identifiedBy: "oneTimeCode" });
    const portal = await world.as("insurance/policyholder", { customerId: holder.id });
    await portal.call(complain, { ...asked, subject: "Nobody called", channel: "web" });
    await portal.call(makeAppointment, {
      ...asked,
      subject: "Advice",
      channel: "web",
      startsAt: "2025-03-02T04:00:00.000Z",
      endsAt: "2025-03-02T05:00:00.000Z",
    });
    for (const { id } of [holder, insured])
      expect((await manager.find(interaction, { where: { customerId: id }, sort: "id" })).items).toHaveLength(5);
    expect((await manager.find(interaction, { where: { customerId: holder.id, identifiedBy: "signIn" } })).items).toHaveLength(2);
  });

  it("shows a policyholder only what is theirs", async () => {
    const { holder, policyId } = await inForce();
    const own = await world.as("insurance/policyholder", { customerId: holder.id });
    const stranger = await world.as("insurance/policyholder", {
      customerId: (await world.system.create(customer, { kind: "person", displayName: "外人" })).id,
    });
    expect((await own.find(policy)).items.map(({ id }) => id)).toEqual([policyId]);
    expect((await stranger.find(policy)).items).toEqual([]);
    await expect(stranger.get(policy, policyId)).rejects.toMatchObject({ code: "crm/not-found" });
    for (const field of ["cause", "suicide", "coverJudgement", "denialReason", "withdrawalReason", "reopenReason"] as const)
      await expect(own.find(claim, { select: [field] })).rejects.toMatchObject({ code: "crm/field-hidden" });
    const report = { policyNumber: "P-1", lossOn: "2025-03-01", reporterId: holder.id, channel: "web" as const };
    await expect(stranger.call(reportClaim, report)).rejects.toMatchObject({ code: "crm/reference-missing" });
  });

  it("lists whom to call about a premium, with the reasons, and knows what the last call came to", async () => {
    const { manager, holder, policyId } = await inForce();
    const desk = await world.as("insurance/service-desk");
    const listed = async () => (await desk.call(renewalDesk, { withinDays: 30, limit: 50 })).rows;
    await world.clock.advance({ until: "2026-01-29" });
    expect(await listed()).toEqual([]);
    await world.clock.advance({ until: "2026-01-30" });
    expect(await listed()).toMatchObject([
      { policyId, customerId: holder.id, dueOn: "2026-03-01", step: 30, reasons: ["firstRenewal", "noDirectDebit"] },
    ]);
    await desk.call(recordRenewalCall, { policyNumber: "P-1", channel: "phone", result: "refuses" });
    expect(await listed()).toMatchObject([{ lastOutcome: "refuses", points: 55 }]);
    await world.clock.advance({ until: "2026-03-10" });
    await desk.call(recordRenewalCall, { policyNumber: "P-1", channel: "phone", result: "promised", payBy: "2026-03-15T04:00:00.000Z" });
    expect(await listed()).toMatchObject([{ step: 0, lastOutcome: "promised", reasons: ["inGrace", "firstRenewal", "noDirectDebit"] }]);
    expect((await manager.find(interaction, { where: { state: "promised" } })).items).toHaveLength(1);
    const paid = { policyNumber: "P-1", receiptNumber: "R-D", amount: yuan(1200), paidOn: "2026-03-10", method: "directDebit" as const };
    await desk.call(payPremium, paid);
    await world.clock.advance({ until: "2027-01-30" });
    const [next] = await listed();
    expect(next).toMatchObject({ dueOn: "2027-03-01", reasons: ["lateLastTime"] });
    // what was promised for the premium before is settled
    expect(next).not.toHaveProperty("lastOutcome");
  });

  it("tells persistency by cohort and month, and what became of applications and claims", async () => {
    const { manager } = await inForce();
    await world.clock.advance({ until: "2026-06-30" });
    const { cells } = await manager.call(persistencyTriangle, { cohortFrom: "2025-02", cohortUntil: "2025-03", currency: "CNY" });
    expect(cells).toMatchObject([
      { cohort: "2025-02", month: 13, value: null },
      { cohort: "2025-03", month: 13, numerator: 0, denominator: 120_000, value: 0, isFinal: true },
    ]);
    const span = { from: "2025-01-01", until: "2026-12-31" };
    expect(await manager.call(placementFigure, span)).toMatchObject({ numerator: 0, denominator: 0, value: null });
    expect(await manager.call(claimFigures, span)).toMatchObject({ cycleDays: { value: null }, denial: { value: null } });
  });

  it("covers a vehicle compulsorily once for each day", async () => {
    const { manager, policyId } = await inForce();
    const year = { policyId, vin: "1M8GDM9AXKP042788", startsOn: "2025-03-01", endsOn: "2026-02-28" };
    const first = await manager.create(compulsoryCover, year);
    await expect(manager.create(compulsoryCover, { ...year, startsOn: "2026-02-28", endsOn: "2027-02-27" })).rejects.toMatchObject({
      code: "crm/overlaps",
    });
    await manager.create(compulsoryCover, { ...year, startsOn: "2026-03-01", endsOn: "2027-02-28" });
    const lost = { cancelReason: "lost", cancelledOn: "2025-03-01", certificate: "Police 7" } as const;
    await manager.apply(compulsoryCoverLifecycle.cancel, first.id, lost);
    await expect(manager.create(compulsoryCover, year)).resolves.toMatchObject({ state: "current" });
  });

  it("measures persistency in the thirteenth month: one of two paid on", async () => {
    const { manager, holder } = await inForce();
    const [life] = (await manager.find(product)).items;
    const second = await manager.create(policy, {
      policyNumber: "P-2",
      holderId: holder.id,
      insuredId: holder.id,
      productId: (life as { readonly id: string }).id,
      sumAssured: yuan(10_000),
      premium: yuan(1200),
      premiumFrequency: "annual",
      effectiveOn: "2025-03-01",
    });
    await manager.call(payPremium, { policyNumber: "P-2", receiptNumber: "R-9", amount: yuan(1200), paidOn: "2025-03-01", method: "cash" });
    await manager.apply(policyLifecycle.issue, second.id);
    await world.clock.advance({ until: "2026-03-10" });
    await manager.call(payPremium, {
      policyNumber: "P-2",
      receiptNumber: "R-10",
      amount: yuan(1200),
      paidOn: "2026-03-10",
      method: "cash",
    });
    await world.clock.advance({ until: "2026-06-30" });
    const figure = await manager.call(persistencyFigure, { month: 13, cohortFrom: "2025-03", cohortUntil: "2025-03", currency: "CNY" });
    expect(figure).toMatchObject({ numerator: 120_000, denominator: 240_000, value: 0.5, policies: 2, isFinal: true });
  });
});
