import { defineRefusal, defineRule, one, oneOrNone, type Refusal } from "@kehu/core";
import { type Coverage, coverage } from "../coverage/coverage.js";
import { inOrder, notBeforeProposal, notInFuture } from "../policy/dates.js";
import { type Policy, policy } from "../policy/policy.js";
import { amountNotPositive, inCurrencyOf, notNegative } from "../policy/policy-rules.js";
import { type Claim, claim } from "./claim.js";

export const approvedAmountMissing = defineRefusal(
  "insurance/approved-amount-missing",
  "A claim that is {state} has an approved amount; enter it.",
  { state: { stateOf: "insurance/claim" } },
);

export const aboveApproved = defineRefusal("insurance/above-approved", "{approved} were approved; no more than that can have been paid.");

export const coverOfAnotherPolicy = defineRefusal(
  "insurance/cover-of-another-policy",
  "The cover {coverageCode} belongs to another policy; name one of policy {policyNumber}.",
);

export const claimIsSound = defineRule("insurance/claim-is-sound", claim, {
  needs: { policy: one(policy, "policyId"), coverage: oneOrNone(coverage, "coverageId") },
  check: ({ record, needs }) => {
    const wrongCover = whyNotItsCover(needs);
    if (wrongCover) return wrongCover;
    const { claimedAmount } = record;
    if (claimedAmount !== undefined && claimedAmount.amountMinor <= 0) return amountNotPositive({ field: "claimedAmount" });
    if (
      record.approvedAmount === undefined &&
      (record.state === "approved" || record.state === "partiallyApproved" || record.state === "paid")
    )
      return approvedAmountMissing({ state: record.state });
    const { assessedAmount, approvedAmount, paidAmount, arrearsDeducted, loansDeducted, cashValueDeducted, paidInAdvance } = record;
    const amounts = [
      claimedAmount,
      assessedAmount,
      approvedAmount,
      paidAmount,
      arrearsDeducted,
      loansDeducted,
      cashValueDeducted,
      paidInAdvance,
    ];
    const wrongCurrency = amounts.map((amount) => inCurrencyOf(needs.policy, amount)).find(Boolean);
    if (wrongCurrency) return wrongCurrency;
    if (paidAmount === undefined) return undefined;
    if (approvedAmount === undefined) return approvedAmountMissing({ state: record.state });
    return (
      notNegative("paidAmount", paidAmount) ??
      (paidAmount.amountMinor > approvedAmount.amountMinor ? aboveApproved({ approved: approvedAmount }) : undefined)
    );
  },
});

interface ClaimedOn {
  readonly policy: Pick<Policy, "id" | "policyNumber">;
  readonly coverage?: Pick<Coverage, "policyId" | "coverageCode"> | undefined;
}
/** Otherwise a loss would be judged by the cover of somebody else. */
export const whyNotItsCover = ({ policy: { id, policyNumber }, coverage: named }: ClaimedOn): Refusal | undefined =>
  named !== undefined && named.policyId !== id ? coverOfAnotherPolicy({ coverageCode: named.coverageCode, policyNumber }) : undefined;

/** What can only follow on what: a loss, its report, what was asked for and came in, the decision, the money. */
const order: readonly (readonly [earlier: DateField, later: DateField])[] = [
  ["lossOn", "reportedOn"],
  ["lossOn", "knownOn"],
  ["knownOn", "reportedOn"],
  ["reportedOn", "documentsRequestedOn"],
  ["documentsRequestedOn", "documentsReceivedOn"],
  ["reportedOn", "approvedOn"],
  ["reportedOn", "deniedOn"],
  ["approvedOn", "paidOn"],
  ["deniedOn", "denialNoticeOn"],
];
type DateField = Extract<keyof Claim, `${string}On`>;

/** Each date when it comes in, whichever way. A loss outside the cover may be reported, and is denied; one before there was a proposal is a slip of the pen. */
export const claimDatesAreSound = defineRule("insurance/claim-dates-are-sound", claim, {
  needs: { policy: one(policy, "policyId") },
  check: ({ record, before, needs, today, calendar, parameter }) => {
    const isNew = (field: DateField): boolean => before === undefined || before[field] !== record[field];
    for (const [earlier, later] of order) {
      if (!isNew(earlier) && !isNew(later)) continue;
      const on = record[later];
      const wrong =
        inOrder([earlier, record[earlier]], [later, on]) ?? (on === undefined || !isNew(later) ? undefined : notInFuture(later, on, today));
      if (wrong) return wrong;
    }
    return isNew("lossOn") ? notBeforeProposal("lossOn", record.lossOn, { policy: needs.policy, calendar, parameter }) : undefined;
  },
});
