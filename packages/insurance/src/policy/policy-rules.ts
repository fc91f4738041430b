import { customer, defineRefusal, defineRule, type Money, many, one, relationship } from "@kehu/core";
import { datesOutOfOrder, inOrder } from "./dates.js";
import { type Policy, policy } from "./policy.js";

export const sharesDoNotAddUp = defineRefusal(
  "insurance/shares-do-not-add-up",
  "The shares of rank {rank} add up to {sum} of 10000 basis points; correct them until they make the whole.",
);
export const holderBenefits = defineRefusal(
  "insurance/holder-benefits",
  "Neither an employer nor its group may be beneficiary of its employee's policy; name the insured or a near relative.",
);
export const amountNotPositive = defineRefusal(
  "insurance/amount-not-positive",
  "{field} is not above zero; enter what was agreed or paid.",
);
export const amountNegative = defineRefusal("insurance/amount-negative", "{field} is below zero; enter what is paid, or nothing.");
export const currenciesDiffer = defineRefusal(
  "insurance/currencies-differ",
  "The amount is in {given}, the policy in {currency}; enter it in the currency of the policy.",
);

/** @see Insurance Law of the PRC, art. 40: an order of ranks and shares; without shares in equal parts, which are entered as such */
export const sharesAddUp = defineRule("insurance/shares-add-up", policy, {
  check: ({ record }) => {
    const sums = new Map<number, number>();
    for (const { rank, shareBasisPoints } of record.beneficiaries) sums.set(rank, (sums.get(rank) ?? 0) + shareBasisPoints);
    const wrong = [...sums].find(([, sum]) => sum !== 10_000);
    return wrong && sharesDoNotAddUp({ rank: wrong[0], sum: wrong[1] });
  },
});

const employers = many(relationship, "customerId", {
  of: one(customer, "insuredId"),
  where: { kind: "employer", state: "current" },
});
const employer = one(customer, "relatedId", employers);
const inGroup = { kind: { in: ["subsidiary", "site"] }, state: "current" } as const;
const above = many(relationship, "relatedId", { of: employer, where: inGroup });
const below = many(relationship, "customerId", { of: employer, where: inGroup });

/**
 * Neither the employer nor its group: what it belongs to, what belongs to it, and what belongs to the same. Without an employer nothing more
 * is read.
 *
 * @see Insurance Law of the PRC, art. 39: only the insured or his or her near relatives
 */
export const employerDoesNotBenefit = defineRule("insurance/employer-does-not-benefit", policy, {
  needs: {
    employers,
    above,
    below,
    beside: many(relationship, "customerId", { of: one(customer, "customerId", above), where: inGroup }),
    belowThat: many(relationship, "customerId", { of: one(customer, "relatedId", below), where: inGroup }),
  },
  check: ({ record: { holderId, beneficiaries, insurableInterest }, needs }) => {
    const isEmployer = insurableInterest === "employee" || needs.employers.some(({ relatedId }) => relatedId === holderId);
    if (!isEmployer) return undefined;
    const group = new Set<string>([holderId]);
    const parents = needs.above.filter(({ relatedId }) => relatedId === holderId).map(({ customerId }) => customerId);
    for (const parent of parents) group.add(parent);
    // each list is walked after the one on which it builds
    for (const { customerId, relatedId } of [...needs.beside, ...needs.below, ...needs.belowThat])
      if (group.has(customerId)) group.add(relatedId);
    return beneficiaries.some(({ customerId }) => group.has(customerId)) ? holderBenefits() : undefined;
  },
});

export const policyTermsAreSound = defineRule("insurance/policy-terms-are-sound", policy, {
  check: ({ record }) => {
    const { effectiveOn, expiresOn, premiumsUntilOn, paidToOn } = record;
    if (premiumsUntilOn !== undefined && premiumsUntilOn <= effectiveOn)
      return datesOutOfOrder({ later: "premiumsUntilOn", laterOn: premiumsUntilOn, earlier: "effectiveOn", earlierOn: effectiveOn });
    const begins = ["effectiveOn", effectiveOn] as const;
    return inOrder(begins, ["expiresOn", expiresOn]) ?? inOrder(begins, ["paidToOn", paidToOn]) ?? amountsOf(record);
  },
});

function amountsOf({ premium, sumAssured, misstatedAge }: Policy): ReturnType<typeof amountNotPositive> | undefined {
  if (misstatedAge && misstatedAge.premiumPayable.amountMinor <= 0) return amountNotPositive({ field: "premiumPayable" });
  if (premium.amountMinor <= 0) return amountNotPositive({ field: "premium" });
  if (sumAssured.amountMinor <= 0) return amountNotPositive({ field: "sumAssured" });
  return inCurrencyOf({ premium }, sumAssured);
}

/** Refuses what would turn a payment round; nothing is a possible cash value. */
export const notNegative = (field: string, amount: Money): ReturnType<typeof amountNegative> | undefined =>
  amount.amountMinor < 0 ? amountNegative({ field }) : undefined;

/** Refuses an amount that is not in the currency of the policy. */
export const inCurrencyOf = (
  record: Pick<Policy, "premium">,
  amount: Money | undefined,
): ReturnType<typeof currenciesDiffer> | undefined =>
  amount !== undefined && amount.currency !== record.premium.currency
    ? currenciesDiffer({ given: amount.currency, currency: record.premium.currency })
    : undefined;
