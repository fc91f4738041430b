import type { CalendarDate, Work } from "@kehu/core";
import { policyLoan } from "../loan/policy-loan.js";
import { type Policy, unpaidCoverStates } from "../policy/policy.js";
import { product } from "../policy/product.js";
import { isEndedByLapse } from "../policy/undo-end.js";
import { paidBeforeLoan, whyClosedToPremium, whyNothingDue } from "./takes-premium.js";

interface Came {
  readonly paidOn: CalendarDate;
  /** When it made an instalment full, if it does. */
  readonly fullOn: CalendarDate | undefined;
}
/** Refuses a payment, whole or in part, that no premium is waiting for. Of a contract that ended for its lapse a whole one may show that there was none. */
export async function expectPremiumTaken(work: Work, record: Policy, { paidOn, fullOn }: Came): Promise<void> {
  // whether it came in time, its posting says
  if (isEndedByLapse(record) && fullOn !== undefined) return;
  const closed = whyClosedToPremium(record, work.calendar);
  if (closed) work.refuse(closed);
  if ((unpaidCoverStates as readonly string[]).includes(record.state)) {
    const { calendar, parameter } = work;
    const needs = { product: await work.get(product, record.productId) };
    const refusal = whyNothingDue({ record, input: { paidOn }, needs, calendar, parameter });
    if (refusal) work.refuse(refusal);
  }
  if (paidOn < work.today) await expectBeforeNoLoan(work, record, paidOn);
}

/** A payment that is entered late was for the premium that a loan has paid meanwhile. */
async function expectBeforeNoLoan(work: Work, { id: policyId, policyNumber }: Policy, paidOn: CalendarDate): Promise<void> {
  const { items } = await work.find(policyLoan, {
    where: { policyId, state: "outstanding", kind: "automaticPremium", grantedOn: { from: paidOn } },
    select: ["grantedOn"],
    limit: 1,
  });
  const [loan] = items;
  if (loan) work.refuse(paidBeforeLoan({ policyNumber, paidOn, grantedOn: loan.grantedOn }));
}
