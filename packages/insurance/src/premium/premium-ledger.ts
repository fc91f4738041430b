import { allocateMoney, defineLedger, type LedgerEntry, one } from "@kehu/core";
import { policy } from "../policy/policy.js";
import { product } from "../policy/product.js";
import { premiumReceipt } from "./premium-receipt.js";
import { monthsBetween } from "./premium-schedule.js";

const itsPolicy = one(policy, "policyId");

/** A premium is revenue; the agent's commission on it is a cost, rounded down to the minor unit. */
export const premiumLedger = defineLedger(premiumReceipt, {
  needs: { policy: itsPolicy, product: one(product, "productId", itsPolicy) },
  entries: ({ record, needs }) => {
    if (record.state === "reversed") return [];
    const premium = {
      key: "premium",
      customerId: needs.policy.holderId,
      on: record.paidOn,
      kind: "revenue",
      category: "premium",
      amount: record.amount,
    } as const;
    const isFirstYear = monthsBetween(needs.policy.effectiveOn, record.periodFrom) < 12;
    const rate = isFirstYear ? needs.product.commissionBasisPoints : needs.product.renewalCommissionBasisPoints;
    const [, commission] = allocateMoney(record.amount, [10_000 - rate, rate]);
    if (needs.policy.agentId === undefined || rate === 0 || commission === undefined) return [premium];
    const cost: LedgerEntry = { ...premium, key: "commission", kind: "cost", category: "commission", amount: commission };
    return [premium, cost];
  },
});
