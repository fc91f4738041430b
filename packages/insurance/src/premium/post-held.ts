import type { Id, Work } from "@kehu/core";
import { policy } from "../policy/policy.js";
import { nextReceipt, type Part } from "./next-receipt.js";
import { paidAheadUntil } from "./paid-ahead-until.js";
import { arrearsOf, postingOf } from "./pay-premium.js";
import { premiumCredit, premiumCreditLifecycle } from "./premium-credit.js";
import { type PremiumReceipt, premiumReceipt } from "./premium-receipt.js";

type PolicyId = Id<"insurance/policy">;
type Receipts = readonly Id<"insurance/premium-receipt">[];

/**
 * Pays with what is held for a policy as many whole instalments as it reaches for and may be paid ahead. Those that became full on
 * different days have receipts of their own, the later ones with a number after the first one's.
 */
export async function postHeld(
  work: Work,
  policyId: PolicyId,
  { receiptNumber, method }: Pick<PremiumReceipt, "receiptNumber" | "method">,
): Promise<Receipts> {
  const receiptIds: Id<"insurance/premium-receipt">[] = [];
  for (;;) {
    const number = receiptIds.length === 0 ? receiptNumber : `${receiptNumber}/${receiptIds.length + 1}`;
    const receiptId = await postNext(work, policyId, { receiptNumber: number, method });
    if (receiptId === undefined) return receiptIds;
    receiptIds.push(receiptId);
  }
}

/** At most a thousand, of which nobody has so many. */
export async function heldFor(work: Work, policyId: PolicyId): Promise<readonly Part[]> {
  const { items } = await work.find(premiumCredit, {
    where: { policyId, state: "held" },
    select: ["id", "amount", "receivedOn"],
    limit: 1000,
  });
  return items;
}

async function postNext(
  work: Work,
  policyId: PolicyId,
  named: Pick<PremiumReceipt, "receiptNumber" | "method">,
): Promise<Id<"insurance/premium-receipt"> | undefined> {
  const owed = await work.get(policy, policyId);
  const next = nextReceipt(owed, { held: await heldFor(work, policyId), calendar: work.calendar, dueUntil: paidAheadUntil(work) });
  if (next === undefined) return undefined;
  const { amountMinor, parts, ...period } = next;
  const posted = await work.apply(postingOf(owed), policyId, { paidOn: period.paidOn, paidToOn: period.paidToOn });
  const amount = { ...owed.premium, amountMinor };
  const receipt = await work.create(premiumReceipt, { ...named, ...period, ...arrearsOf(posted), amount, policyId });
  for (const { id, amountMinor } of parts)
    await work.apply(premiumCreditLifecycle.apply, id, { appliedToId: receipt.id, amount: { ...owed.premium, amountMinor } });
  return receipt.id;
}
