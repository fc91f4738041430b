import { type AnyLifecycle, customer, type Deadline, type Id, type Instant, staff, task, transitionsOf } from "@kehu/core";
import { postgres } from "@kehu/crm/postgres";
import * as service from "@kehu/service";
import { type TestCrm, testCrm } from "@kehu/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTestDatabase, postgresUrl } from "../../../.config/test-databases.js";
import { endOf, startOf, yuan } from "../test/moments.js";
import { claim } from "./claim/claim.js";
import { coverage } from "./coverage/coverage.js";
import * as definitions from "./definitions.js";
import { insurance } from "./insurance.js";
import { policyLoan } from "./loan/policy-loan.js";
import { compulsoryCover } from "./motor/compulsory-cover.js";
import { type Policy, policy } from "./policy/policy.js";
import { product } from "./policy/product.js";
import { premiumCredit } from "./premium/premium-credit.js";

const { appointment, caseLifecycle, serviceCase } = service;

/** A Monday morning in Shanghai. */
const now = "2026-03-02T01:00:00.000Z";
const today = "2026-03-02";
/** When each rings, written out by hand: no date is reckoned by the pack. */
const instants = {
  // working hours end at six in the evening: the next working day, and ten of them for a complaint
  "service/answer-case": "2026-03-03T10:00:00.000Z",
  // a day after its end
  "service/report-appointment": "2026-03-04T02:00:00.000Z",
  // a week after the solution
  "service/case#closeBySilence": "2026-03-09T01:00:00.000Z",
  "insurance/coverage#begin": startOf("2026-03-10"),
  "insurance/coverage#expire": endOf("2026-03-11"),
  "insurance/compulsory-cover#end": endOf("2026-03-12"),
  // at five per cent 9,985 yuan are more than 10,000 on the eleventh day (15.04 of interest), 9,984 on the twelfth (16.41)
  "insurance/policy-loan#endPolicy": endOf("2026-03-13"),
  "insurance/policy-loan#outgrow": endOf("2026-03-14"),
  // thirty days after an end on 2026-02-16
  "insurance/refund-credit": endOf("2026-03-18"),
  "insurance/premium-credit#payDue": startOf("2026-03-20"),
  "service/resolve-case": "2026-03-16T10:00:00.000Z",
} as const satisfies Readonly<Record<string, Instant>>;
type Name = keyof typeof instants;
const plan = (Object.entries(instants) as [Name, Instant][]).sort(([, one], [, other]) => (one < other ? -1 : 1));
const moved = (at: Instant, seconds: number): Instant => new Date(Date.parse(at) + seconds * 1000).toISOString();

/** A tenant with one record for each clock, and whether it has rung. */
async function stage({ system }: TestCrm): Promise<(name: Name) => Promise<boolean>> {
  const holder = await system.create(customer, { kind: "person", displayName: "Li Na", birthOn: "1990-01-01" });
  const nonForfeiture = [{ year: 1, cashValuePerMille: 100, paidUpPerMille: 0, extendedTermDays: 0 }];
  const wantsNotice = { overloanTerms: { becomes: "terminated", noticeDays: 30 } } as const;
  type Changes = Partial<Policy> & { readonly state?: Policy["state"] };
  const sell = async (policyNumber: string, terms: object = {}, { state = "inForce", ...changes }: Changes = {}) => {
    const sold = await system.create(product, { code: policyNumber, name: "Life", nonForfeiture, ...terms });
    const { id } = await system.adopt(
      policy,
      {
        policyNumber,
        holderId: holder.id,
        insuredId: holder.id,
        productId: sold.id,
        sumAssured: yuan(100_000),
        premium: yuan(1_000),
        premiumFrequency: "annual",
        effectiveOn: "2025-03-01",
        paidToOn: "2027-03-01",
        ...changes,
      },
      { state, asOf: today, since: startOf("2025-03-01"), source: policyNumber },
    );
    return id;
  };
  const [covered, overloaned, warned] = [await sell("P1"), await sell("P2"), await sell("P3", wantsNotice)];
  const over = await sell("P4", {}, { state: "surrendered", endedOn: "2026-02-16", endReason: "surrender" });
  const owing = await sell("P5", {}, { effectiveOn: "2025-03-20", paidToOn: "2026-03-20" });
  const hold = (policyId: Id<"insurance/policy">, amount: number) =>
    system.adopt(
      premiumCredit,
      { policyId, amount: yuan(amount), receivedOn: "2026-02-10", reason: "overpaid" },
      { state: "held", asOf: today, source: policyId },
    );
  const forgotten = await hold(over, 40);
  await hold(owing, 1_000);
  const rider = { policyId: covered, kind: "rider", sumAssured: yuan(1), premium: yuan(1) } as const;
  const begins = await system.create(coverage, { ...rider, coverageCode: "R1", effectiveOn: "2026-03-10" });
  const expires = await system.adopt(
    coverage,
    { ...rider, coverageCode: "R2", effectiveOn: "2025-03-12", expiresOn: "2026-03-11" },
    { state: "active", asOf: today, since: startOf("2025-03-12"), source: "R2" },
  );
  const vehicle = await system.adopt(
    compulsoryCover,
    { policyId: covered, vin: "LSVAA4181E2123456", startsOn: "2025-03-13", endsOn: "2026-03-12" },
    { state: "current", asOf: today, source: "V1" },
  );
  const lend = (policyId: Id<"insurance/policy">, amount: number) =>
    system.adopt(
      policyLoan,
      { policyId, kind: "requested", principal: yuan(amount), grantedOn: today, annualRate: "5" },
      { state: "outstanding", asOf: today, source: policyId },
    );
  await lend(overloaned, 9_985);
  const loan = await lend(warned, 9_984);
  const agent = await system.create(staff, { staffNumber: "1", displayName: "Wu" });
  const open = (caseNumber: string, kind: "complaint" | "question") =>
    system.create(serviceCase, { caseNumber, kind, subject: "When?", customerId: holder.id, channel: "phone" });
  const [asked, complained, solved] = [await open("1", "question"), await open("2", "complaint"), await open("3", "question")];
  await system.assign(serviceCase, solved.id, { ownerId: agent.id });
  await system.apply(caseLifecycle.start, solved.id);
  await system.apply(caseLifecycle.resolve, solved.id, { resolution: "Told" });
  const met = await system.create(appointment, {
    subject: "Signing",
    customerId: holder.id,
    staffId: agent.id,
    startsAt: "2026-03-03T01:00:00.000Z",
    endsAt: "2026-03-03T02:00:00.000Z",
  });
  const isTold = async (aboutId: string, askedBy: string): Promise<boolean> =>
    (await system.find(task, { where: { aboutId: aboutId as never, askedBy } })).items.length === 1;
  const rung: Readonly<Record<Name, () => Promise<boolean>>> = {
    "service/answer-case": () => isTold(asked.id, "service/answer-case"),
    "service/resolve-case": () => isTold(complained.id, "service/resolve-case"),
    "service/report-appointment": () => isTold(met.id, "service/report-appointment"),
    "service/case#closeBySilence": async () => (await system.get(serviceCase, solved.id)).state === "closed",
    "insurance/coverage#begin": async () => (await system.get(coverage, begins.id)).state === "active",
    "insurance/coverage#expire": async () => (await system.get(coverage, expires.id)).state === "ended",
    "insurance/compulsory-cover#end": async () => (await system.get(compulsoryCover, vehicle.id)).state === "ended",
    "insurance/refund-credit": () => isTold(forgotten.id, "insurance/refund-credit"),
    "insurance/premium-credit#payDue": async () => (await system.get(policy, owing)).paidToOn === "2027-03-20",
    "insurance/policy-loan#outgrow": async () => (await system.get(policyLoan, loan.id)).overloanOn === "2026-03-14",
    "insurance/policy-loan#endPolicy": async () => (await system.get(policy, overloaned)).state === "lapsed",
  };
  return (name) => rung[name]();
}

it("speaks of every other clock of both packs that is defined", () => {
  const all = [...Object.values<unknown>(definitions), ...Object.values<unknown>(service)] as readonly { readonly kind?: string }[];
  const transitions = all.filter((each): each is AnyLifecycle => each?.kind === "lifecycle").flatMap((each) => transitionsOf(each));
  const deadlines = all.filter((each): each is Deadline => each?.kind === "deadline");
  const others = [...transitions.filter(({ due }) => due !== undefined), ...deadlines].filter(
    ({ record }) => record.name !== policy.name && record.name !== claim.name,
  );
  expect(Object.keys(instants).sort()).toEqual(others.map(({ name }) => name).sort());
});

const kinds = ["PGlite", ...(postgresUrl() === undefined ? [] : ["PostgreSQL"])] as const;
describe.each(kinds)("the clocks around policy and claim, on %s", (kind) => {
  let server: Awaited<ReturnType<typeof createTestDatabase>> | undefined;
  let [test, late]: TestCrm[] = [];
  let [hasRung, hasRungLate]: Awaited<ReturnType<typeof stage>>[] = [];
  beforeAll(async () => {
    if (kind === "PostgreSQL") server = await createTestDatabase("around");
    const open = () => testCrm({ packs: [insurance], now, ...(server && { database: postgres({ url: server.url }) }) });
    [test, late] = [await open(), await open()];
    [hasRung, hasRungLate] = [await stage(test), await stage(late)];
  });
  afterAll(async () => {
    await test?.close();
    await late?.close();
    await server?.drop();
  });

  it.each(plan)("%s is silent a second before %s and rings at it", async (name, at) => {
    await test?.clock.advance({ until: moved(at, -1) });
    expect(await hasRung?.(name)).toBe(false);
    await test?.clock.advance({ until: at });
    expect(await hasRung?.(name)).toBe(true);
  });

  it.each(plan)("%s has rung where it is asked a second after %s", async (name, at) => {
    await late?.clock.advance({ until: moved(at, 1) });
    expect(await hasRungLate?.(name)).toBe(true);
  });
});
