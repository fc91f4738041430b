import { customer, type Id, KehuError } from "@kehu/core";
import { type TestCrm, type TestSession, testCrm } from "@kehu/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startOf, yuan } from "../../test/moments.js";
import { insurance } from "../insurance.js";
import { type Policy, policy } from "../policy/policy.js";
import { policyLifecycle } from "../policy/policy-lifecycle.js";
import { product } from "../policy/product.js";
import { nonDisclosure } from "../underwriting/non-disclosure.js";
import { underwriting } from "../underwriting/underwriting-lifecycle.js";
import { compulsoryCover, compulsoryCoverLifecycle } from "./compulsory-cover.js";

const today = "2026-03-02";
const vin = "LSVAA4183E2123457";
const codeOf = (done: Promise<unknown>): Promise<string> =>
  done.then(
    () => "done",
    (error: unknown) => (error instanceof KehuError ? error.code : Promise.reject(error)),
  );

describe("the vehicle of a policy that comes to nothing", () => {
  let world: TestCrm;
  let manager: TestSession;
  let ids: { readonly holder: Id<"customer">; readonly product: Id<"insurance/product"> };
  let policies = 0;
  beforeAll(async () => {
    world = await testCrm({ packs: [insurance], now: `${today}T04:00:00.000Z` });
    manager = await world.as("insurance/manager");
    const holder = await world.system.create(customer, { kind: "person", displayName: "Li Na" });
    const motor = await world.system.create(product, { code: "C", name: "交强险", line: "compulsoryMotor" });
    ids = { holder: holder.id, product: motor.id };
  });
  afterAll(() => world.close());

  /** It names the vehicle from its first day on, which another one refuses as long as this one does. */
  async function insuring(state: Policy["state"], changes: Partial<Policy> = {}) {
    const policyNumber = `C${++policies}`;
    const agreed = { policyNumber, holderId: ids.holder, insuredId: ids.holder, productId: ids.product, sumAssured: yuan(200_000) };
    const terms = { ...agreed, premium: yuan(950), premiumFrequency: "single", effectiveOn: "2026-03-10", ...changes } as const;
    const { id } = await world.system.adopt(policy, terms, { state, asOf: today, since: startOf("2026-02-20"), source: policyNumber });
    const insures = { policyId: id, vin, startsOn: terms.effectiveOn, endsOn: "2027-03-09" };
    const named = await manager.create(compulsoryCover, insures);
    return { id, named: named.id, insures };
  }
  const isFree = async (): Promise<boolean> =>
    (await manager.find(compulsoryCover, { where: { vin, state: "current" } })).items.length === 0;

  it("may be insured by another one after a withdrawal, a refusal and an offer that nobody took up", async () => {
    const withdrawn = await insuring("proposed");
    expect(await codeOf(manager.create(compulsoryCover, withdrawn.insures))).toBe("crm/overlaps");
    await manager.apply(policyLifecycle.withdraw, withdrawn.id);
    expect(await manager.get(compulsoryCover, withdrawn.named, { select: ["state", "cancelledOn"] })).toEqual({
      state: "cancelled",
      cancelledOn: today,
    });
    const declined = await insuring("underwriting");
    await manager.apply(underwriting.decline, declined.id);
    const quoted = await insuring("quoted", { quotedUntilOn: "2026-03-03" });
    await world.clock.advance({ until: "2026-03-04" });
    expect((await manager.get(policy, quoted.id)).state).toBe("notTaken");
    const offered = await insuring("approved");
    await world.clock.advance({ until: "2026-05-01" });
    expect((await manager.get(policy, offered.id)).state).toBe("notTaken");
    expect(await isFree()).toBe(true);
  });

  it("may be insured by another one after a rescission, and stays insured as long as the contract stands", async () => {
    const effectiveOn = "2026-04-10";
    const { id, named } = await insuring("inForce", { effectiveOn, issuedOn: "2026-02-20" });
    expect(await codeOf(manager.apply(compulsoryCoverLifecycle.release, named))).toBe("insurance/compulsory-stands");
    await manager.apply(nonDisclosure.learnOfNonDisclosure, id, { knownOn: "2026-04-20", kind: "deliberate" });
    expect(await isFree()).toBe(false);
    await manager.apply(nonDisclosure.rescindForNonDisclosure, id);
    expect(await isFree()).toBe(true);
    await insuring("proposed", { effectiveOn: "2026-05-02" });
  });
});
