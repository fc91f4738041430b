import { customer, type Id } from "@kehu/core";
import { type TestCrm, type TestSession, testCrm } from "@kehu/testing";
import { afterEach, describe, expect, it } from "vitest";
import { endOf, startOf, yuan } from "../../test/moments.js";
import { claimLifecycle } from "../claim/claim-lifecycle.js";
import { reportClaim } from "../claim/report-claim.js";
import { insurance } from "../insurance.js";
import { policyLending } from "../loan/lend.js";
import { policyLoan } from "../loan/policy-loan.js";
import { type Policy, policy } from "../policy/policy.js";
import { policyEnd } from "../policy/policy-end.js";
import { product } from "../policy/product.js";
import { payPremium } from "./pay-premium.js";
import { premiumCredit } from "./premium-credit.js";
import { takePayment } from "./take-payment.js";

let world: TestCrm;
let manager: TestSession;
let holderId: Id<"customer">;
let id: Id<"insurance/policy">;
afterEach(() => world.close());
const now = () => manager.get(policy, id);

/** An annual premium of 1,000 yuan that was due on 2024-03-01 is not paid: lapsed with 2024-04-30, and two years later terminated. */
async function ended(changes: Partial<Policy> = {}, until = "2026-05-10") {
  world = await testCrm({ packs: [insurance], now: "2024-02-01T04:00:00.000Z" });
  manager = await world.as("insurance/manager");
  holderId = (await world.system.create(customer, { kind: "person", displayName: "王芳" })).id;
  const nonForfeiture = [{ year: 1, cashValuePerMille: 100, paidUpPerMille: 0, extendedTermDays: 0 }];
  const { id: productId } = await world.system.create(product, { code: "L", name: "终身寿险", nonForfeiture });
  const terms = { policyNumber: "P-1", holderId, insuredId: holderId, productId, sumAssured: yuan(100_000), premium: yuan(1_000) };
  const made = await world.system.adopt(
    policy,
    { ...terms, premiumFrequency: "annual", effectiveOn: "2022-03-01", issuedOn: "2022-03-01", paidToOn: "2024-03-01", ...changes },
    { state: "inForce", asOf: "2024-02-01", since: startOf("2022-03-01"), source: "P-1" },
  );
  id = made.id;
  return { until: (on = until) => world.clock.advance({ until: on }) };
}
const payment = (paidOn: string, amount = 1_000, receiptNumber = `R-${amount}`) => ({
  policyNumber: "P-1",
  receiptNumber,
  amount: yuan(amount),
  paidOn,
  method: "bankTransfer" as const,
});
const pay = (paidOn: string) => manager.call(payPremium, payment(paidOn));
const take = (paidOn: string, amount: number) => manager.call(takePayment, payment(paidOn, amount));

describe("a payment from within the grace period that is found after the lapse had ended the contract", () => {
  it("opens it again as if it had not lapsed, and what has become due since then happens by its clocks", async () => {
    await (await ended()).until();
    expect(await now()).toMatchObject({ state: "terminated", endReason: "twoYearsLapsed", endValue: yuan(10_000) });
    await pay("2024-04-30");
    const open = await now();
    // the premium of 2025 was not paid either
    expect(open).toMatchObject({ state: "lapsed", since: endOf("2025-04-30"), paidToOn: "2025-03-01", lapsedOn: "2025-04-30" });
    expect([open.endedOn, open.endReason, open.endValue]).toEqual([undefined, undefined, undefined]);
    const told = { policyNumber: "P-1", kind: "other", lossOn: "2025-04-01", reporterId: holderId, channel: "phone" } as const;
    const { claimId } = await manager.call(reportClaim, told);
    await manager.apply(claimLifecycle.register, claimId);
    expect((await manager.apply(claimLifecycle.approve, claimId, { amount: yuan(1) })).state).toBe("approved");
  });

  it("is in the journal under its own name, by the day of the payment", async () => {
    await (await ended()).until();
    await pay("2024-04-30");
    const feed = world.crm.feed({ id: "auditor", tenant: world.tenant, roles: ["insurance/manager"] });
    const { events } = await feed.read({ limit: 500 });
    const ofPolicy = events.filter(({ record }) => record === policy.name).map((event) => [event.definition.split("#")[1], event]) as [
      string,
      (typeof events)[number],
    ][];
    const at = ofPolicy.findIndex(([name]) => name === "undoTermination");
    expect(ofPolicy[at]?.[1]).toMatchObject({ call: "insurance/pay-premium", state: "inForce", effectiveAt: startOf("2024-04-30") });
  });

  it("does so in parts, as soon as they are the whole, and not before", async () => {
    await (await ended()).until();
    await expect(take("2024-04-20", 400)).rejects.toMatchObject({ code: "insurance/premium-after-end" });
    expect([(await now()).state, (await manager.find(premiumCredit, {})).items]).toEqual(["terminated", []]);
    await take("2024-04-20", 1_300);
    expect([(await now()).state, (await now()).paidToOn]).toEqual(["lapsed", "2025-03-01"]);
  });

  it("comes too late a day after the grace, and after the value of the end was paid until that is back", async () => {
    await (await ended()).until();
    await expect(pay("2024-05-01")).rejects.toMatchObject({ code: "insurance/premium-after-end" });
    await manager.apply(policyEnd.payTerminationValue, id);
    await expect(pay("2024-04-30")).rejects.toMatchObject({ code: "insurance/end-value-out", details: { amount: yuan(10_000) } });
    expect((await now()).state).toBe("terminationPaid");
    await manager.apply(policyEnd.takeBackEndValue, id);
    await pay("2024-04-30");
    expect((await now()).state).toBe("lapsed");
  });

  it("lets the loans run on that were set off at the end", async () => {
    const { until } = await ended();
    await manager.apply(policyLending.lend, id, { amount: yuan(1_000) });
    await until();
    const loans = async () => (await manager.find(policyLoan, {})).items.map(({ state }) => state);
    expect([await loans(), (await now()).state]).toEqual([["setOff"], "terminated"]);
    await pay("2024-04-30");
    expect(await loans()).toEqual(["outstanding"]);
  });

  it("lets a policy mature whose term ended while it was lapsed", async () => {
    const { until } = await ended({ expiresOn: "2025-02-28" }, "2025-03-10");
    await until();
    expect(await now()).toMatchObject({ state: "expired", endReason: "endOfTerm", lapsedOn: "2024-04-30" });
    await pay("2024-04-30");
    expect(await now()).toMatchObject({ state: "expired", endedOn: "2025-02-28", paidToOn: "2025-03-01", since: endOf("2025-02-28") });
    expect((await now()).lapsedOn).toBeUndefined();
  });

  it("does not open what its holder surrendered", async () => {
    const { until } = await ended();
    await until("2024-06-01");
    await manager.apply(policyEnd.surrender, id, { noticeOn: "2024-06-01" });
    await expect(pay("2024-04-30")).rejects.toMatchObject({ code: "insurance/premium-after-end" });
  });
});
