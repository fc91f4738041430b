import { type Calendar, type CalendarDate, date, defineOperation, defineRefusal, group, type Money, type Refusal, ref } from "@kehu/core";
import * as z from "zod";
import { findPolicy } from "../policy/find-policy.js";
import { isOver, type Policy, policy } from "../policy/policy.js";
import { policyPremium } from "../policy/policy-premium.js";
import { inCurrencyOf } from "../policy/policy-rules.js";
import { undoneLapse } from "../policy/undone-lapse.js";
import { expectPremiumTaken } from "./expect-premium-taken.js";
import { paidAheadUntil } from "./paid-ahead-until.js";
import { givenReceiptNumber, type PremiumReceipt, paymentMethods, premiumReceipt } from "./premium-receipt.js";
import { nextDueOn, paidToAfter } from "./premium-schedule.js";
import { expectNewNumber } from "./receipt-number.js";

export const notWholeInstalments = defineRefusal(
  "insurance/not-whole-instalments",
  "{amount} is no multiple of the premium of {premium}; enter whole instalments only.",
);
export const notSoMuchDue = defineRefusal(
  "insurance/not-so-much-due",
  "Fewer than {instalments} premiums are left to pay on policy {policyNumber}; check the amount and the policy number.",
);

export const paidTooFarAhead = defineRefusal(
  "insurance/paid-too-far-ahead",
  "So many premiums would pay policy {policyNumber} beyond what is due by {until}; enter fewer, or take the payment as it came, so that the rest is held until it falls due.",
);

const { amount } = premiumReceipt.fields;
const method = z.enum(paymentMethods);

/** Takes one or more whole instalments: the receipt and its posting, in one. */
export const payPremium = defineOperation("insurance/pay-premium", {
  input: { policyNumber: policy.fields.policyNumber, receiptNumber: givenReceiptNumber, amount, paidOn: date(), method },
  output: group({ receiptId: ref("insurance/premium-receipt"), paidToOn: date() }),
  async run(work, { policyNumber, ...paid }) {
    const { paidOn } = paid;
    const owed = await findPolicy(work, policyNumber);
    await expectPremiumTaken(work, owed, { paidOn, fullOn: paidOn });
    const period = periodPaidBy(owed, paid.amount, work.calendar);
    if ("code" in period) return work.refuse(period);
    const until = paidAheadUntil(work);
    if (lastDueOn(owed, paid.amount, work.calendar) > until) work.refuse(paidTooFarAhead({ policyNumber, until }));
    await expectNewNumber(work, paid.receiptNumber);
    const posted = await work.apply(postingOf(owed), owed.id, { paidOn, paidToOn: period.paidToOn });
    const receipt = await work.create(premiumReceipt, { ...paid, ...period, ...arrearsOf(posted), policyId: owed.id });
    return { receiptId: receipt.id, paidToOn: period.paidToOn };
  },
});

/** What a premium does to a policy: it is posted, and of one that ended for its lapse it takes the end back. */
export const postingOf = (owed: Policy) => (isOver(owed) ? undoneLapse.undoTermination : policyPremium.postPremium);

/** The due date of the last instalment that a whole amount pays. */
function lastDueOn(owed: Policy, paid: Money, calendar: Calendar): CalendarDate {
  const instalments = paid.amountMinor / owed.premium.amountMinor;
  const dueOn = instalments > 1 ? paidToAfter(owed, instalments - 1, calendar) : nextDueOn(owed);
  return dueOn ?? owed.effectiveOn;
}

/** What came in time has brought the policy back; what still waits for the reinstatement came too late. */
export const arrearsOf = ({ state }: Pick<Policy, "state">): Pick<PremiumReceipt, "paysArrears"> =>
  state === "reinstatementPending" ? { paysArrears: true } : {};

type Period = Pick<PremiumReceipt, "periodFrom" | "paidToOn">;

/** From which due date to which an amount pays a policy, or why it does not. */
export function periodPaidBy(owed: Policy, paid: Money, calendar: Calendar): Period | Refusal {
  const wrongCurrency = inCurrencyOf(owed, paid);
  if (wrongCurrency) return wrongCurrency;
  const { premium } = owed;
  const instalments = paid.amountMinor / premium.amountMinor;
  if (!Number.isInteger(instalments) || instalments < 1) return notWholeInstalments({ amount: paid, premium });
  const periodFrom = nextDueOn(owed);
  const paidToOn = paidToAfter(owed, instalments, calendar);
  return periodFrom === undefined || paidToOn === undefined
    ? notSoMuchDue({ instalments, policyNumber: owed.policyNumber })
    : { periodFrom, paidToOn };
}
