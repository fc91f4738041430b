import { act, defineDeadline, defineLifecycle, defineOperation, group, latest, list, one, ref, task } from "@kehu/core";
import { creditRefundDays } from "../parameters.js";
import { policy } from "../policy/policy.js";
import { postHeld } from "./post-held.js";
import { premiumCredit } from "./premium-credit.js";
import { nextDueOn } from "./premium-schedule.js";

/** Pays what has fallen due with what was held for it. */
export const applyHeld = defineOperation("insurance/apply-held", {
  input: { creditId: ref("insurance/premium-credit") },
  output: group({ receiptIds: list(ref("insurance/premium-receipt"), 1000) }),
  async run(work, { creditId }) {
    const { policyId } = await work.get(premiumCredit, creditId);
    const receiptNumber = `H-${creditId.slice(-26)}-${work.today.replaceAll("-", "")}`;
    return { receiptIds: [...(await postHeld(work, policyId, { receiptNumber, method: "heldPremium" }))] };
  },
});

const itsPolicy = { policy: one(policy, "policyId") };

/** What came in long before its due date is not forgotten on it. */
export const creditFallsDue = defineLifecycle(premiumCredit, (t) => ({
  payDue: t({
    from: "held",
    needs: itsPolicy,
    due: ({ record: { amount, since }, needs: { policy: of }, calendar }) => {
      const dueOn = of.state === "inForce" || of.state === "grace" ? nextDueOn(of) : undefined;
      const reaches = amount.currency === of.premium.currency && amount.amountMinor >= of.premium.amountMinor;
      // what comes in on the due date or later its own payment posts; due at once, this would post it first
      return dueOn !== undefined && reaches ? latest(calendar.startOf(dueOn), calendar.after(since, "PT1S")) : undefined;
    },
    also: ({ record }) => [act.call(applyHeld, { creditId: record.id })],
  }),
}));

/** Nothing is held for a contract that is over: missed, it leaves a task with the policy's number. */
export const refundCredit = defineDeadline("insurance/refund-credit", premiumCredit, {
  runsIn: ["held"],
  needs: itsPolicy,
  within: ({ record, needs: { policy: of }, parameter }) => {
    const from = of.endedOn && latest(of.endedOn, record.receivedOn);
    return from === undefined ? undefined : { length: `P${parameter(creditRefundDays, from)}D`, from };
  },
  warn: ["P7D"],
  missed: ({ record, needs: { policy: of }, today }) => [
    act.create(task, { subject: of.policyNumber, aboutId: record.id, customerId: of.holderId, dueOn: today }),
  ],
});
