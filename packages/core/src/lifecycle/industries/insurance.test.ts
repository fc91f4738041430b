import fc from "fast-check";
import { describe, expect, it } from "vitest";
import * as z from "zod";
import { createCalendar } from "../../calendar/index.js";
import {
  check,
  circumstances,
  date,
  decide,
  defineLifecycle,
  defineParameter,
  defineRecord,
  defineRefusal,
  defineRule,
  dueAt,
  group,
  history,
  list,
  party,
  ref,
  type Stored,
  stateOn,
  staysOf,
  text,
} from "../../index.js";

const contract = defineRecord("cover/contract", {
  fields: {
    number: text(20),
    paidToOn: date(),
    arrearsPaidOn: date().optional(),
    beneficiaries: list(group({ customerId: party("beneficiary"), rank: z.int().min(1), basisPoints: z.int().min(1) }), 20).default([]),
  },
  states: ["proposed", "inForce", "grace", "lapsed", "reinstating"],
  managed: ["paidToOn", "arrearsPaidOn"],
});
const loss = defineRecord("cover/loss", {
  fields: { contractId: ref("cover/contract"), lossOn: date() },
  states: ["reported", "approved", "denied"],
});

const graceDays = defineParameter("cover/grace-days", {
  schema: z.int().min(1),
  values: [{ from: "2009-10-01", jurisdiction: "CN", value: 60, source: "Insurance Law of the PRC, art. 36", verified: true }],
});

const contractLifecycle = defineLifecycle(contract, (t) => ({
  issue: t({ from: "proposed", to: "inForce" }),
  enterGrace: t({ from: "inForce", to: "grace", due: ({ record }) => record.paidToOn }),
  lapse: t({
    from: "grace",
    to: "lapsed",
    due: ({ record, calendar, parameter }) => calendar.after(record.paidToOn, `P${parameter(graceDays, record.paidToOn)}D`),
  }),
  askForReinstatement: t({
    from: "lapsed",
    to: "reinstating",
    input: { arrearsPaidOn: date() },
    set: ({ input }) => ({ arrearsPaidOn: input.arrearsPaidOn }),
  }),
  // silence for thirty days is consent; cover counts from the day on which the arrears were paid
  reinstate: t({
    from: "reinstating",
    to: "inForce",
    due: ({ record, calendar }) => calendar.after(record.since, "P30D"),
    effective: ({ record }) => record.arrearsPaidOn ?? record.since,
  }),
  refuseReinstatement: t({ from: "reinstating", to: "origin", input: { reason: text(200) } }),
}));

const notCovered = defineRefusal("cover/not-covered", "The contract was {state} on {lossOn}, so the loss is not covered.");
const coverUnknown = defineRefusal(
  "cover/cover-unknown",
  "It is not known whether the contract was in force on {lossOn}; ask the former insurer.",
);
const lossLifecycle = defineLifecycle(loss, (t) => ({
  approve: t({
    from: "reported",
    to: "approved",
    needs: { stays: history(contract, "contractId") },
    guard: ({ record: { lossOn }, needs, calendar }) => {
      const state = stateOn(needs.stays, lossOn, calendar);
      if (state === undefined) return coverUnknown({ lossOn });
      return state === "inForce" || state === "grace" ? undefined : notCovered({ state, lossOn });
    },
  }),
}));

const sharesDoNotAddUp = defineRefusal("cover/shares-do-not-add-up", "The shares of rank {rank} add up to {sum} of 10000 basis points.");
const sharesAddUp = defineRule("cover/shares-add-up", contract, {
  check: ({ record }) => {
    const sums = new Map<number, number>();
    for (const { rank, basisPoints } of record.beneficiaries) sums.set(rank, (sums.get(rank) ?? 0) + basisPoints);
    const wrong = [...sums].find(([, sum]) => sum !== 10_000);
    return wrong && sharesDoNotAddUp({ rank: wrong[0], sum: wrong[1] });
  },
});

const calendar = createCalendar({ timeZone: "Asia/Shanghai" });
const at = (now: string) => circumstances({ now, calendar, actor: { id: "li", tenant: "t1", roles: [] }, jurisdiction: "CN" });
const issuedAt = "2024-01-31T16:00:00.000Z";
const kept = { version: 1, since: issuedAt, createdAt: issuedAt, updatedAt: issuedAt };
const policy: Stored<typeof contract> = { ...kept, id: "p1", state: "inForce", number: "P1", paidToOn: "2025-01-31", beneficiaries: [] };
const reported = (lossOn: string): Stored<typeof loss> => ({ ...kept, id: "l1", state: "reported", contractId: "p1", lossOn });

/** What becomes of the contract if nobody pays: its stays, from the due instants alone. */
function lived(): {
  readonly stays: ReturnType<typeof staysOf<Stored<typeof contract>["state"]>>;
  readonly lapsed: Stored<typeof contract>;
} {
  const entries = [{ state: policy.state, from: issuedAt }];
  let record = policy;
  for (const transition of [contractLifecycle.enterGrace, contractLifecycle.lapse]) {
    const now = dueAt(transition, { ...at(issuedAt), record, needs: {} }) ?? "";
    const decision = decide(transition, { ...at(now), record });
    if (!decision.ok) throw new Error(decision.refusal.message);
    record = decision.record;
    entries.push({ state: record.state, from: decision.effectiveAt });
  }
  return { stays: staysOf(entries), lapsed: record };
}
const approve = (lossOn: string, stays = lived().stays) =>
  decide(lossLifecycle.approve, { ...at("2025-12-01T00:00:00.000Z"), record: reported(lossOn), needs: { stays } });

describe("cover on the day of the loss", () => {
  it("begins its grace with the end of the last paid day and lapses with the end of the sixtieth day after it", () => {
    expect(lived().stays).toEqual([
      { state: "inForce", from: issuedAt, until: "2025-01-31T15:59:59.999Z" },
      { state: "grace", from: "2025-01-31T15:59:59.999Z", until: "2025-04-01T15:59:59.999Z" },
      { state: "lapsed", from: "2025-04-01T15:59:59.999Z" },
    ]);
  });
  it.each(["2024-02-01", "2025-01-31", "2025-02-01", "2025-04-01"])("covers a loss on %s, up to the last day of grace", (lossOn) => {
    expect(approve(lossOn)).toMatchObject({ ok: true, record: { state: "approved" } });
  });
  it("does not cover a loss on the day after grace, and says how the contract stood", () => {
    expect(approve("2025-04-02")).toMatchObject({
      ok: false,
      refusal: { code: "cover/not-covered", details: { state: "lapsed", lossOn: "2025-04-02" } },
    });
  });
  it("calls a loss before the contract was known to us unknown, which is no denial", () => {
    expect(approve("2024-01-31")).toMatchObject({ ok: false, refusal: { code: "cover/cover-unknown" } });
  });
  it("covers from the day on which the arrears were paid, although the insurer's silence takes thirty days", () => {
    const { stays, lapsed } = lived();
    const asked = decide(contractLifecycle.askForReinstatement, {
      ...at("2025-05-05T02:00:00.000Z"),
      record: lapsed,
      input: { arrearsPaidOn: "2025-05-06" },
    });
    if (!asked.ok) throw new Error(asked.refusal.message);
    const now = dueAt(contractLifecycle.reinstate, { ...at(issuedAt), record: asked.record, needs: {} }) ?? "";
    expect(now).toBe("2025-06-04T02:00:00.000Z");
    const reinstated = decide(contractLifecycle.reinstate, { ...at(now), record: asked.record });
    if (!reinstated.ok) throw new Error(reinstated.refusal.message);
    expect(reinstated.record).toMatchObject({ state: "inForce", since: "2025-05-05T16:00:00.000Z" });
    const entries = [
      ...stays,
      { state: asked.record.state, from: asked.effectiveAt },
      { state: reinstated.record.state, from: reinstated.effectiveAt },
    ];
    const after = staysOf(entries);
    expect(approve("2025-05-05", after)).toMatchObject({ ok: false, refusal: { details: { state: "reinstating" } } });
    expect(approve("2025-05-06", after)).toMatchObject({ ok: true });
  });
  it("keeps the clock of the lapse where the reinstatement is refused", () => {
    const { lapsed } = lived();
    const asked = decide(contractLifecycle.askForReinstatement, {
      ...at("2025-05-05T02:00:00.000Z"),
      record: lapsed,
      input: { arrearsPaidOn: "2025-05-05" },
    });
    if (!asked.ok) throw new Error(asked.refusal.message);
    const refused = decide(contractLifecycle.refuseReinstatement, {
      ...at("2025-05-20T02:00:00.000Z"),
      record: asked.record,
      input: { reason: "worse health" },
    });
    expect(refused).toMatchObject({ ok: true, record: { state: "lapsed", since: lapsed.since } });
  });
});

describe("beneficiary shares", () => {
  const share = (rank: number, basisPoints: number) => ({ customerId: "c1", rank, basisPoints });
  /** Parts that add up to 10000, from cuts between 1 and 9999. */
  const whole = fc.uniqueArray(fc.integer({ min: 1, max: 9999 }), { maxLength: 6 }).map((cuts) => {
    const points = [0, ...cuts.toSorted((a, b) => a - b), 10_000];
    return points.slice(1).map((point, index) => point - (points[index] ?? 0));
  });
  const ranked = fc
    .array(whole, { maxLength: 3 })
    .map((ranks) => ranks.flatMap((parts, rank) => parts.map((part) => share(rank + 1, part))));
  const refusals = (beneficiaries: Stored<typeof contract>["beneficiaries"]) =>
    check([sharesAddUp], { ...at(issuedAt), record: { ...policy, beneficiaries } });

  it("accepts shares that add up to the whole in every rank, in any order", () => {
    const inAnyOrder = ranked.chain((all) => fc.shuffledSubarray(all, { minLength: all.length }));
    fc.assert(
      fc.property(inAnyOrder, (shares) => {
        expect(refusals(shares)).toEqual([]);
      }),
    );
  });
  it("refuses them as soon as one share is another, and names rank and sum", () => {
    fc.assert(
      fc.property(ranked, fc.nat(), fc.integer({ min: 1, max: 5000 }), (shares, pick, more) => {
        fc.pre(shares.length > 0);
        const changed = shares.map((each, index) =>
          index === pick % shares.length ? { ...each, basisPoints: each.basisPoints + more } : each,
        );
        const { rank } = shares[pick % shares.length] ?? { rank: 0 };
        expect(refusals(changed)).toMatchObject([{ code: "cover/shares-do-not-add-up", details: { rank, sum: 10_000 + more } }]);
      }),
    );
  });
});
