import { act, date, defineLifecycle, many, one, task } from "@kehu/core";
import { tableValue } from "../nonforfeiture/cash-value.js";
import { endOfWaiver } from "../nonforfeiture/waiver.js";
import { notInFuture } from "../policy/dates.js";
import { itsProduct } from "../policy/grace.js";
import { policy } from "../policy/policy.js";
import { product } from "../policy/product.js";
import { notOverloaned, overloanable, overloanEndsOn, overloanOn, overloanTerms } from "./overloan.js";
import { policyLoan } from "./policy-loan.js";
import { afterLoans, itsLoans, setOffAll } from "./set-off.js";

const lent = { ...itsProduct, ...itsLoans };

/** A policy that owes more on its loans than it is worth. */
export const policyOverloan = defineLifecycle(policy, (t) => ({
  /** From it run the days after which the cover ends, where the product or the law wants a notice. */
  sendOverloanNotice: t({
    from: overloanable,
    input: { sentOn: date() },
    needs: lent,
    check: ({ record, input: { sentOn }, needs, today, calendar }) => {
      const on = overloanOn(record, needs, { calendar });
      const { policyNumber } = record;
      return on === undefined || sentOn < on ? notOverloaned({ policyNumber }) : notInFuture("sentOn", sentOn, today);
    },
    set: ({ input }) => ({ overloanNoticeOn: input.sentOn }),
  }),
  /** Suspended, and to be reinstated once as much is repaid; or over, and its loans with it. */
  endByLoan: t({
    from: overloanable,
    to: ["lapsed", "terminated"],
    needs: lent,
    guard: (moment) => {
      const endsOn = overloanEndsOn(moment.record, moment.needs, moment);
      const { policyNumber } = moment.record;
      return endsOn === undefined || moment.now < moment.calendar.endOf(endsOn) ? notOverloaned({ policyNumber }) : undefined;
    },
    choose: ({ needs: { product }, today, parameter }) => (product.overloanTerms ?? parameter(overloanTerms, today)).becomes,
    set: ({ record, needs, today, parameter, calendar }) => {
      if ((needs.product.overloanTerms ?? parameter(overloanTerms, today)).becomes === "lapsed")
        return { lapsedOn: today, ...(record.state === "premiumWaived" && endOfWaiver(record, today, calendar)) };
      const value = tableValue(record, { product: needs.product, on: today }) ?? { ...record.premium, amountMinor: 0 };
      const { loansSetOff } = afterLoans(value, { loans: needs.loans, on: today });
      return { endedOn: today, endReason: "overloan", loansSetOff };
    },
    also: ({ needs, today, parameter }) =>
      (needs.product.overloanTerms ?? parameter(overloanTerms, today)).becomes === "lapsed" ? [] : setOffAll(needs.loans),
  }),
}));

const around = {
  policy: one(policy, "policyId"),
  product: one(product, "productId", one(policy, "policyId")),
  loans: many(policyLoan, "policyId", { of: one(policy, "policyId"), where: { state: "outstanding" } }),
};

/** The clock stands on the loan, so that a policy without one has none. Of several loans the last one carries it. */
export const policyLoanOverloan = defineLifecycle(policyLoan, (t) => ({
  /** Whoever looks after the policy is to send the notice. */
  outgrow: t({
    from: "outstanding",
    needs: around,
    due: (moment) => {
      const { record, needs, calendar, parameter } = moment;
      const on = carriesClock(moment) ? overloanOn(needs.policy, needs, { calendar }) : undefined;
      if (on === undefined || record.overloanOn === on) return undefined;
      return (needs.product.overloanTerms ?? parameter(overloanTerms, on)).noticeDays === 0 ? undefined : on;
    },
    set: ({ needs, calendar }) => ({ overloanOn: overloanOn(needs.policy, needs, { calendar }) }),
    also: ({ needs: { policy: about }, today }) => [
      act.create(task, { subject: about.policyNumber, aboutId: about.id, customerId: about.holderId, dueOn: today }),
    ],
  }),
  endPolicy: t({
    from: "outstanding",
    needs: around,
    due: (moment) => (carriesClock(moment) ? overloanEndsOn(moment.needs.policy, moment.needs, moment) : undefined),
    also: ({ record }) => [act.apply(policyOverloan.endByLoan, record.policyId)],
  }),
}));

interface Carrying {
  readonly record: { readonly id: string };
  readonly needs: { readonly policy: { readonly state: string }; readonly loans: readonly { readonly id: string }[] };
}
const carriesClock = ({ record, needs: { policy: its, loans } }: Carrying): boolean =>
  (overloanable as readonly string[]).includes(its.state) && loans.every(({ id }) => id <= record.id);
