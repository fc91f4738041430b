import {
  allPages,
  type CalendarDate,
  type Circumstances,
  date,
  defineQuery,
  group,
  list,
  money,
  party,
  type Reader,
  ref,
  text,
} from "@kehu/core";
import * as z from "zod";
import { policy } from "../policy/policy.js";
import { type PremiumReceipt, premiumReceipt } from "../premium/premium-receipt.js";
import { callFirst, callOutcomes, lapseRisk, riskReasons } from "./lapse-risk.js";
import { callsSince, lastCalls } from "./last-calls.js";
import { renewalSteps, stepOf } from "./renewal-steps.js";

const outcome = z.enum(callOutcomes);

/** What both desks are asked: the 续期 and the 到期 list, page by page. */
export const deskInput = {
  withinDays: z.int().min(1).max(366),
  limit: z.int().min(1).max(500),
  /** `next` of the page before. */
  after: text(2000).optional(),
};

/**
 * 续期催收名单: whose premium falls due within so many days or is missing already, why it may not come, and whom to call first.
 *
 * It goes page by page, the earliest due dates first; within a page stands first who is called first. A page may have fewer rows than
 * `limit` and still a `next`.
 */
export const renewalDesk = defineQuery("insurance/renewal-desk", {
  input: deskInput,
  output: group({
    asOf: date(),
    rows: list(
      z.strictObject({
        policyId: ref("insurance/policy"),
        policyNumber: z.string(),
        customerId: party("payor"),
        dueOn: date(),
        step: z.int(),
        premium: money(),
        points: z.int(),
        reasons: z.array(z.enum(riskReasons)).max(riskReasons.length),
        lastOutcome: outcome.optional(),
      }),
      500,
    ),
    next: text(2000).optional(),
  }),
  async run(reader, { withinDays, limit, after }) {
    const { items: due, next } = await duePolicies(reader, { withinDays, limit, after });
    const ids = due.map(({ id }) => id);
    const steps = reader.parameter(renewalSteps, reader.today);
    const receipts = await lastReceipts(reader, ids);
    const since = due.map(({ id, paidToOn, effectiveOn }) => {
      const paidOn = receipts.get(id)?.paidOn;
      return [id, callsSince(paidToOn ?? effectiveOn, { withinDays, steps, paidOn }, reader)] as const;
    });
    const calls = await lastCalls(reader, new Map(since));
    const rows = due.map((each) => {
      const dueOn = each.paidToOn ?? each.effectiveOn;
      const receipt = receipts.get(each.id);
      const lastOutcome = calls.get(each.id)?.outcome;
      const risk = lapseRisk({
        dueOn,
        isInGrace: each.state === "grace",
        isFirstRenewal: receipt?.periodFrom === each.effectiveOn,
        paidLateLastTime: receipt !== undefined && receipt.paidOn > receipt.periodFrom,
        wasReversed: receipt?.isReversed ?? false,
        // where nothing is agreed, the last payment says it
        paysByDirectDebit: (each.paymentMethod ?? receipt?.method) === "directDebit",
        lastOutcome,
      });
      return {
        policyId: each.id,
        policyNumber: each.policyNumber,
        customerId: each.payorId ?? each.holderId,
        dueOn,
        step: stepOf(dueOn, { today: reader.today, steps }) ?? Math.max(...steps),
        premium: each.premium,
        points: risk.points,
        reasons: [...risk.reasons],
        ...(lastOutcome !== undefined && { lastOutcome }),
      };
    });
    const listed = (row: (typeof rows)[number]) => ({
      ...row,
      premiumMinor: row.premium.amountMinor,
      waits: calls.get(row.policyId)?.waits ?? false,
    });
    rows.sort((one, other) => callFirst(listed(one), listed(other)));
    return { asOf: reader.today, rows, ...(next !== undefined && { next }) };
  },
});

type Reading = Reader & Circumstances;
interface Asked {
  readonly withinDays: number;
  readonly limit: number;
  readonly after: string | undefined;
}
/**
 * The earliest due dates first; a policy that owes nothing more is not among them. What was due long ago and is in force owes nothing:
 * otherwise it would be in grace since, at the latest when a clock that is late has caught up.
 */
async function duePolicies(reader: Reading, { withinDays, limit, after }: Asked) {
  const { calendar, today } = reader;
  const until = calendar.dayOf(calendar.after(today, `P${withinDays}D`));
  const from = calendar.dayOf(calendar.after(today, "-P1M"));
  const { items, next } = await reader.find(policy, {
    where: {
      state: { in: ["inForce", "grace"] },
      or: [{ state: "grace" }, { paidToOn: { from } }],
      paidToOn: { until },
      premiumFrequency: { not: "single" },
    },
    select: [
      "id",
      "state",
      "policyNumber",
      "holderId",
      "payorId",
      "effectiveOn",
      "expiresOn",
      "premiumsUntilOn",
      "paidToOn",
      "premium",
      "paymentMethod",
    ],
    sort: "paidToOn",
    limit,
    ...(after !== undefined && { after }),
  });
  const owing = items.filter(({ paidToOn = "", premiumsUntilOn, expiresOn }) => {
    const end = premiumsUntilOn ?? expiresOn;
    return end === undefined || paidToOn < end;
  });
  return { items: owing, next };
}

interface LastReceipt {
  readonly periodFrom: CalendarDate;
  readonly paidOn: CalendarDate;
  readonly isReversed: boolean;
  readonly method: PremiumReceipt["method"];
}
async function lastReceipts(reader: Reader, policyIds: readonly string[]): Promise<ReadonlyMap<string, LastReceipt>> {
  const found = new Map<string, LastReceipt>();
  if (policyIds.length === 0) return found;
  const select = ["policyId", "periodFrom", "paidOn", "method", "state"] as const;
  for await (const page of allPages(reader, premiumReceipt, { where: { policyId: { in: policyIds } }, select, sort: "id" }))
    for (const { policyId, periodFrom, paidOn, method, state } of page) {
      const before = found.get(policyId);
      const isReversed = state === "reversed" || (before?.isReversed ?? false);
      found.set(
        policyId,
        before === undefined || (state === "posted" && periodFrom >= before.periodFrom)
          ? { periodFrom, paidOn, method, isReversed }
          : { ...before, isReversed },
      );
    }
  return found;
}
