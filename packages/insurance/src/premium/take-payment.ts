import { date, defineOperation, group, type Id, type Money, money, ref, type Work } from "@kehu/core";
import { findPolicy } from "../policy/find-policy.js";
import { type Policy, policy } from "../policy/policy.js";
import { policyPremium } from "../policy/policy-premium.js";
import { amountNotPositive, inCurrencyOf } from "../policy/policy-rules.js";
import { premiumCredit, premiumCreditLifecycle } from "./premium-credit.js";
import { type PremiumReceipt, premiumReceipt } from "./premium-receipt.js";
import { nextDueOn, splitPayment } from "./premium-schedule.js";

const { receiptNumber, method } = premiumReceipt.fields;

/** Takes whatever came in: with what is held already it pays as many whole instalments as it can, and the rest is held. */
export const takePayment = defineOperation("insurance/take-payment", {
  input: { policyNumber: policy.fields.policyNumber, receiptNumber, amount: money(), paidOn: date(), method },
  output: group({
    receiptId: ref("insurance/premium-receipt").optional(),
    creditId: ref("insurance/premium-credit").optional(),
    held: money(),
  }),
  async run(work, { policyNumber, receiptNumber, amount, paidOn, method }) {
    const owed = await findPolicy(work, policyNumber);
    const wrong = amount.amountMinor <= 0 ? amountNotPositive({ field: "amount" }) : inCurrencyOf(owed, amount);
    if (wrong) return work.refuse(wrong);
    const credits = await heldFor(work, owed.id);
    const all = credits.reduce((total, each) => total + each.amount.amountMinor, amount.amountMinor);
    const { instalments, restMinor, paidToOn } = splitPayment(owed, all, work.calendar);
    const held: Money = { ...amount, amountMinor: restMinor };
    const receiptId = paidToOn === undefined ? undefined : await post(work, owed, { receiptNumber, method, paidOn, instalments, paidToOn });
    // what was held stays as it is while nothing is paid with it
    const creditMinor = instalments === 0 ? amount.amountMinor : restMinor;
    if (instalments > 0) for (const { id } of credits) await work.apply(premiumCreditLifecycle.apply, id);
    const credit =
      creditMinor === 0
        ? undefined
        : await work.create(premiumCredit, {
            policyId: owed.id,
            amount: { ...amount, amountMinor: creditMinor },
            receivedOn: paidOn,
            reason: instalments === 0 ? "partial" : "overpaid",
            paymentReference: receiptNumber,
          });
    return { ...(receiptId !== undefined && { receiptId }), ...(credit && { creditId: credit.id }), held };
  },
});

/** At most a thousand, of which nobody has so many. */
async function heldFor(work: Work, policyId: Id<"insurance/policy">) {
  const { items } = await work.find(premiumCredit, { where: { policyId, state: "held" }, select: ["id", "amount"], limit: 1000 });
  return items;
}

interface Posting extends Pick<PremiumReceipt, "receiptNumber" | "method" | "paidOn" | "paidToOn"> {
  readonly instalments: number;
}
async function post(work: Work, owed: Policy, { instalments, ...paid }: Posting): Promise<Id<"insurance/premium-receipt">> {
  const periodFrom = nextDueOn(owed) ?? owed.effectiveOn;
  const amount = { ...owed.premium, amountMinor: owed.premium.amountMinor * instalments };
  const receipt = await work.create(premiumReceipt, { ...paid, amount, periodFrom, policyId: owed.id });
  await work.apply(policyPremium.postPremium, owed.id, { paidOn: paid.paidOn, paidToOn: paid.paidToOn });
  return receipt.id;
}
