import { act, type CalendarDate, date, defineLifecycle, defineRefusal, type Money, money, personal } from "@kehu/core";
import { afterLoans, itsLoans, setOffAll } from "../loan/set-off.js";
import { whyNotWorth, worthOf } from "../nonforfeiture/cash-value.js";
import { inOrder, notInFuture } from "../policy/dates.js";
import { endorse } from "../policy/endorsement.js";
import { itsProduct } from "../policy/grace.js";
import { type Policy, policy, unendedStates } from "../policy/policy.js";
import { amountNotPositive, inCurrencyOf } from "../policy/policy-rules.js";
import type { Product } from "../policy/product.js";
import { premiumCredit } from "../premium/premium-credit.js";
import { ageOn, whyAgeOutside } from "./age.js";
import { rescissionRightUntil, rescissionTooLate } from "./non-disclosure.js";

export const ageWithinLimits = defineRefusal(
  "insurance/age-within-limits",
  "The true age of the insured of policy {policyNumber} is within the limits of the product; correct the premium instead.",
);
export const ageNotMisstated = defineRefusal(
  "insurance/age-not-misstated",
  "No misstated age is open on policy {policyNumber}; enter the true date of birth first.",
);

export type AgeConsequence = NonNullable<Policy["misstatedAge"]>["consequence"];
interface Ages {
  readonly trueAge: number;
  readonly product: Pick<Product, "code" | "minEntryAge" | "maxEntryAge">;
  readonly premium: Money;
  /** What the instalment would have been at the true age. */
  readonly premiumPayable: Money;
}
/** What the true age makes of a contract. @see Insurance Law of the PRC, art. 32 */
export function consequenceOfAge({ trueAge, product, premium, premiumPayable }: Ages): AgeConsequence {
  if (whyAgeOutside(product, trueAge)) return "outsideLimits";
  if (premium.amountMinor === premiumPayable.amountMinor) return "none";
  return premium.amountMinor < premiumPayable.amountMinor ? "underpaid" : "overpaid";
}

/** What is paid of a benefit while too little premium was paid for the true age: benefit × paid ÷ payable, rounded down to the minor unit. */
export function benefitAtTrueAge(benefit: Money, { premium, misstatedAge }: Pick<Policy, "premium" | "misstatedAge">): Money {
  if (misstatedAge?.consequence !== "underpaid" || misstatedAge.settledOn !== undefined) return benefit;
  const product = BigInt(benefit.amountMinor) * BigInt(premium.amountMinor);
  return { ...benefit, amountMinor: Number(product / BigInt(misstatedAge.premiumPayable.amountMinor)) };
}

const isOpen = (record: Policy, ...wanted: readonly AgeConsequence[]): boolean =>
  record.misstatedAge !== undefined && record.misstatedAge.settledOn === undefined && wanted.includes(record.misstatedAge.consequence);
const settled = (record: Policy, settledOn: CalendarDate) => record.misstatedAge && { ...record.misstatedAge, settledOn };

/** The age that was stated was wrong, as often comes to light with a death: the contract is rescinded, or its premium is put right. */
export const misstatedAge = defineLifecycle(policy, (t) => ({
  correctAge: t({
    from: unendedStates,
    input: { birthOn: personal("identifier", date()), knownOn: date(), premiumPayable: money() },
    needs: itsProduct,
    check: ({ record, input, today }) => {
      if (input.premiumPayable.amountMinor <= 0) return amountNotPositive({ field: "premiumPayable" });
      return (
        inCurrencyOf(record, input.premiumPayable) ??
        inOrder(["birthOn", input.birthOn], ["effectiveOn", record.effectiveOn]) ??
        notInFuture("knownOn", input.knownOn, today)
      );
    },
    set: ({ record, input, needs, today }) => {
      const { birthOn, knownOn, premiumPayable } = input;
      const trueAge = ageOn(birthOn, record.effectiveOn);
      const consequence = consequenceOfAge({ trueAge, product: needs.product, premium: record.premium, premiumPayable });
      return {
        insuredBirthOn: birthOn,
        misstatedAge: { birthOn, knownOn, premiumPayable, consequence, ...(consequence === "none" && { settledOn: today }) },
      };
    },
  }),
  /** Outside the limits, in time, and against the cash value. */
  rescindForAge: t({
    from: unendedStates,
    to: "terminated",
    input: { cashValue: money().optional() },
    needs: { ...itsProduct, ...itsLoans },
    guard: (moment) => {
      const { record, now, calendar } = moment;
      const { policyNumber, misstatedAge: misstated } = record;
      if (misstated === undefined || misstated.settledOn !== undefined) return ageNotMisstated({ policyNumber });
      if (misstated.consequence !== "outsideLimits") return ageWithinLimits({ policyNumber });
      const until = rescissionRightUntil(moment, misstated.knownOn);
      return now > until ? rescissionTooLate({ policyNumber, endedOn: calendar.dayOf(until) }) : undefined;
    },
    check: ({ record, input, needs, today }) => whyNotWorth(record, { product: needs.product, on: today, given: input.cashValue }),
    set: ({ record, input: { cashValue: given }, needs: { product, loans }, today }) => ({
      endedOn: today,
      endReason: "misstatedAge",
      ...afterLoans(worthOf(record, { product, on: today, given }), { loans, on: today }),
      misstatedAge: settled(record, today),
    }),
    also: ({ needs }) => setOffAll(needs.loans),
  }),
  /** The missing premium of the past has come in; from the next due date on the right one is owed. */
  collectShortfall: t({
    from: unendedStates,
    guard: ({ record }) => (isOpen(record, "underpaid") ? undefined : ageNotMisstated({ policyNumber: record.policyNumber })),
    set: ({ record, today }) => ({
      premium: record.misstatedAge?.premiumPayable ?? record.premium,
      misstatedAge: settled(record, today),
    }),
    also: ({ record, today }) => [endorse(record, "premium", today)],
  }),
  /** What was paid too much is held for the policyholder until it is paid back. */
  refundExcess: t({
    from: unendedStates,
    input: { excess: money() },
    guard: ({ record }) => (isOpen(record, "overpaid") ? undefined : ageNotMisstated({ policyNumber: record.policyNumber })),
    check: ({ record, input }) =>
      input.excess.amountMinor <= 0 ? amountNotPositive({ field: "excess" }) : inCurrencyOf(record, input.excess),
    set: ({ record, today }) => ({
      premium: record.misstatedAge?.premiumPayable ?? record.premium,
      misstatedAge: settled(record, today),
    }),
    also: ({ record, input, today }) => [
      act.create(premiumCredit, { policyId: record.id, amount: input.excess, receivedOn: today, reason: "misstatedAge" }),
      endorse(record, "premium", today),
    ],
  }),
}));
