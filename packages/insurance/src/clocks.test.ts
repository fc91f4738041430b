import { type AnyLifecycle, customer, type Deadline, type Instant, task, transitionsOf } from "@kehu/core";
import { postgres } from "@kehu/crm/postgres";
import { type TestCrm, testCrm } from "@kehu/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTestDatabase, postgresUrl } from "../../../.config/test-databases.js";
import { calendar, endOf, startOf, yuan } from "../test/moments.js";
import { claim } from "./claim/claim.js";
import * as definitions from "./definitions.js";
import { insurance } from "./insurance.js";
import { policy } from "./policy/policy.js";
import { product } from "./policy/product.js";

/** Everything is known as of this day, and what it says of clocks is written out here: no date is reckoned by the pack. */
const asOf = "2026-03-01";
interface Clock {
  /** A policy, or a claim on one that is in force. */
  readonly on: "policy" | "claim";
  readonly product?: "life" | "paidUp" | "maturing" | "compulsory";
  readonly state: string;
  readonly since: Instant;
  readonly origin?: { readonly state: string; readonly since: Instant };
  readonly fields: object;
  /** When it rings. */
  readonly at: Instant;
  /** The state that it comes to and since when; a deadline leaves a task instead. */
  readonly to?: string;
  readonly toSince?: Instant;
}
const long = startOf("2024-03-10");
const paidOn = { paidToOn: "2027-03-10" };
const approved = { approvedAmount: yuan(1), approvedOn: "2026-02-26" };

const clocks: Readonly<Record<string, Clock>> = {
  "insurance/tell-documents": {
    on: "claim",
    product: "compulsory",
    state: "reported",
    since: startOf(asOf),
    fields: { reportedOn: asOf },
    at: endOf("2026-03-02"),
  },
  "insurance/send-denial": {
    on: "claim",
    state: "denied",
    since: startOf("2026-02-28"),
    fields: { reportedOn: "2026-02-20", deniedOn: "2026-02-28", denialReason: "Lapsed" },
    at: endOf("2026-03-03"),
  },
  "insurance/decide-compulsory": {
    on: "claim",
    product: "compulsory",
    state: "registered",
    since: startOf("2026-02-26"),
    fields: { reportedOn: "2026-02-26", documentsRequestedOn: "2026-02-27", documentsReceivedOn: "2026-02-28" },
    at: endOf("2026-03-05"),
  },
  "insurance/policy#expireQuotation": {
    on: "policy",
    state: "quoted",
    since: startOf("2026-02-01"),
    fields: { effectiveOn: "2026-05-01", quotedUntilOn: "2026-03-06" },
    at: endOf("2026-03-06"),
    to: "notTaken",
  },
  "insurance/policy#resume": {
    on: "policy",
    state: "deferred",
    since: startOf("2026-02-01"),
    fields: { effectiveOn: "2026-05-01", deferredUntilOn: "2026-03-07" },
    at: endOf("2026-03-07"),
    to: "underwriting",
  },
  "insurance/pay-claim": {
    on: "claim",
    state: "approved",
    since: startOf("2026-02-26"),
    fields: { reportedOn: "2026-02-20", ...approved },
    at: endOf("2026-03-08"),
  },
  "insurance/policy#enterGrace": {
    on: "policy",
    state: "inForce",
    since: long,
    fields: { paidToOn: "2026-03-10" },
    at: endOf("2026-03-10"),
    to: "grace",
  },
  "insurance/policy#beginCover": {
    on: "policy",
    state: "issued",
    since: startOf("2026-02-20"),
    fields: { effectiveOn: "2026-03-15", paidToOn: "2027-03-15" },
    at: startOf("2026-03-15"),
    to: "inForce",
  },
  "insurance/policy#lapseOffer": {
    on: "policy",
    state: "approved",
    since: startOf("2026-02-20"),
    fields: { effectiveOn: "2026-05-01" },
    at: endOf("2026-04-21"),
    to: "notTaken",
  },
  "insurance/decide-claim": {
    on: "claim",
    state: "registered",
    since: startOf("2026-02-21"),
    fields: { reportedOn: "2026-02-21" },
    at: endOf("2026-03-23"),
  },
  "insurance/policy#reinstateBySilence": {
    on: "policy",
    state: "reinstatementPending",
    since: startOf("2026-02-22"),
    origin: { state: "lapsed", since: endOf("2026-02-10") },
    fields: { reinstatementAppliedOn: "2026-02-22", arrearsFromOn: "2025-12-10", arrearsPaidOn: "2026-02-25", ...paidOn },
    at: endOf("2026-03-24"),
    to: "inForce",
    toSince: startOf("2026-02-25"),
  },
  "insurance/rescind-in-time": {
    on: "policy",
    state: "inForce",
    since: startOf("2025-03-10"),
    fields: { effectiveOn: "2025-03-10", issuedOn: "2025-03-10", nonDisclosure: { knownOn: "2026-02-25", kind: "deliberate" }, ...paidOn },
    at: endOf("2026-03-27"),
  },
  "insurance/pay-surrender": {
    on: "policy",
    state: "surrendered",
    since: startOf("2026-02-26"),
    fields: { endedOn: "2026-02-26", endReason: "surrender", endValue: yuan(1) },
    at: endOf("2026-03-28"),
  },
  "insurance/policy#becomePaidUp": {
    on: "policy",
    product: "paidUp",
    state: "inForce",
    since: long,
    fields: { paidToOn: "2026-04-01", premiumsUntilOn: "2026-04-01" },
    at: endOf("2026-04-01"),
    to: "paidUp",
  },
  "insurance/policy#expireExtendedTerm": {
    on: "policy",
    state: "extendedTerm",
    since: startOf("2026-01-01"),
    fields: { extendedUntilOn: "2026-04-02" },
    at: endOf("2026-04-02"),
    to: "expired",
  },
  "insurance/policy#terminateAfterTwoYears": {
    on: "policy",
    state: "lapsed",
    since: endOf("2024-04-09"),
    origin: { state: "grace", since: endOf("2024-02-09") },
    fields: { effectiveOn: "2023-02-09", paidToOn: "2024-02-09" },
    at: endOf("2026-04-09"),
    to: "terminated",
  },
  "insurance/policy#lapse": {
    on: "policy",
    state: "grace",
    since: endOf("2026-02-10"),
    origin: { state: "inForce", since: startOf("2024-02-10") },
    fields: { effectiveOn: "2024-02-10", paidToOn: "2026-02-10" },
    at: endOf("2026-04-11"),
    to: "lapsed",
  },
  "insurance/policy#applyOption": {
    on: "policy",
    state: "grace",
    since: endOf("2026-02-12"),
    origin: { state: "inForce", since: startOf("2024-02-12") },
    fields: { effectiveOn: "2024-02-12", paidToOn: "2026-02-12", nonForfeiture: "reducedPaidUp" },
    at: endOf("2026-04-13"),
    to: "reducedPaidUp",
  },
  "insurance/policy#endWaiver": {
    on: "policy",
    state: "premiumWaived",
    since: startOf("2026-01-01"),
    fields: { waivedFromOn: "2026-01-01", waivedUntilOn: "2026-04-20" },
    at: endOf("2026-04-20"),
    to: "inForce",
  },
  "insurance/policy#lapseAgain": {
    on: "policy",
    state: "reinstatementPending",
    since: startOf("2026-01-19"),
    origin: { state: "lapsed", since: endOf("2026-01-10") },
    fields: { reinstatementAppliedOn: "2026-01-19", arrearsFromOn: "2025-11-10", paidToOn: "2025-11-10" },
    at: endOf("2026-04-19"),
    to: "lapsed",
    toSince: endOf("2026-01-10"),
  },
  "insurance/pay-certain-part": {
    on: "claim",
    state: "assessed",
    since: startOf("2026-02-27"),
    fields: {
      reportedOn: "2026-02-20",
      documentsRequestedOn: "2026-02-20",
      documentsReceivedOn: "2026-02-27",
      assessedAmount: yuan(1),
      assessedOn: "2026-02-27",
    },
    at: endOf("2026-04-28"),
  },
  "insurance/policy#reachEndOfTerm": {
    on: "policy",
    product: "maturing",
    state: "inForce",
    since: long,
    fields: { paidToOn: "2026-05-01", expiresOn: "2026-05-01" },
    at: endOf("2026-05-01"),
    to: "matured",
  },
};
const plan = Object.entries(clocks).sort(([, one], [, other]) => (one.at < other.at ? -1 : 1));
const moved = (at: Instant, seconds: number): Instant => new Date(Date.parse(at) + seconds * 1000).toISOString();

/** A tenant with one record for each clock. */
async function stage(test: TestCrm): Promise<(name: string) => Promise<object>> {
  const { system } = test;
  const holder = await system.create(customer, { kind: "person", displayName: "Li Na", birthOn: "1990-01-01" });
  const values = [{ year: 1, cashValuePerMille: 100, paidUpPerMille: 300, extendedTermDays: 400 }];
  const products = new Map<string, string>();
  for (const [code, terms] of [
    ["life", { nonForfeiture: values }],
    ["paidUp", { showsPaidUp: true }],
    ["maturing", { paysAtMaturity: true }],
    ["compulsory", { line: "compulsoryMotor" }],
  ] as const)
    products.set(code, (await system.create(product, { code, name: code, ...terms } as never)).id);
  const ids = new Map<string, string>();
  for (const [index, [name, { on, product: code = "life", state, since, origin, fields }]] of plan.entries()) {
    const as = { state, asOf, since, source: name, ...(origin && { origin }) };
    const terms = {
      policyNumber: `P-${index}`,
      holderId: holder.id,
      insuredId: holder.id,
      productId: products.get(code),
      sumAssured: yuan(100_000),
      premium: yuan(1_000),
      premiumFrequency: "annual",
      effectiveOn: "2024-03-10",
    };
    if (on === "policy") ids.set(name, (await system.adopt(policy, { ...terms, ...fields } as never, as as never)).id);
    else {
      const standing = await system.adopt(policy, { ...terms, ...paidOn } as never, { state: "inForce", asOf, since: long, source: name });
      const lost = { claimNumber: `C-${index}`, policyId: standing.id, lossOn: "2026-02-19" };
      ids.set(name, (await system.adopt(claim, { ...lost, ...fields } as never, as as never)).id);
    }
  }
  return async (name) => {
    const { on, to, at } = clocks[name] as Clock;
    const id = ids.get(name) as never;
    if (to === undefined)
      return { tasks: (await system.find(task, { where: { aboutId: id, dueOn: calendar.dayOf(at) } as never })).items.length };
    const { state, since } = await system.get(on === "policy" ? policy : claim, id);
    return { state, since };
  };
}
const before = ({ to, state, since }: Clock): object => (to === undefined ? { tasks: 0 } : { state, since });
const after = ({ to, at, toSince = at }: Clock): object => (to === undefined ? { tasks: 1 } : { state: to, since: toSince });

it("speaks of every clock of a policy and of a claim that is defined, and of no other", () => {
  const all = Object.values<unknown>(definitions) as readonly { readonly kind: string }[];
  const transitions = all.filter((each): each is AnyLifecycle => each.kind === "lifecycle").flatMap((each) => transitionsOf(each));
  const deadlines = all.filter((each): each is Deadline => each.kind === "deadline");
  const defined = [...transitions.filter(({ due }) => due !== undefined), ...deadlines].filter(
    ({ record }) => record.name === policy.name || record.name === claim.name,
  );
  expect(Object.keys(clocks).sort()).toEqual(defined.map(({ name }) => name).sort());
});

const kinds = ["PGlite", ...(postgresUrl() === undefined ? [] : ["PostgreSQL"])] as const;

describe.each(kinds)("the clocks of a policy and of a claim, on %s", (kind) => {
  let server: Awaited<ReturnType<typeof createTestDatabase>> | undefined;
  let test: TestCrm;
  let late: TestCrm;
  let look: Awaited<ReturnType<typeof stage>>;
  let lookLate: Awaited<ReturnType<typeof stage>>;
  beforeAll(async () => {
    if (kind === "PostgreSQL") server = await createTestDatabase("clocks");
    const open = () =>
      testCrm({ packs: [insurance], now: `${asOf}T04:00:00.000Z`, ...(server && { database: postgres({ url: server.url }) }) });
    test = await open();
    late = await open();
    look = await stage(test);
    lookLate = await stage(late);
  });
  afterAll(async () => {
    await test.close();
    await late.close();
    await server?.drop();
  });

  it.each(plan)("%s is silent a second before its instant and rings at it", async (name, clock) => {
    await test.clock.advance({ until: moved(clock.at, -1) });
    expect(await look(name)).toEqual(before(clock));
    await test.clock.advance({ until: clock.at });
    expect(await look(name)).toEqual(after(clock));
  });

  it.each(plan)("%s has rung at its instant where it is asked a second later", async (name, clock) => {
    await late.clock.advance({ until: moved(clock.at, 1) });
    expect(await lookLate(name)).toEqual(after(clock));
  });
});
