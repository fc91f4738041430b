import { defineRefusal, type Work } from "@kehu/core";
import { type Policy, policy } from "./policy.js";

export const unknownPolicy = defineRefusal(
  "insurance/unknown-policy",
  "There is no policy {policyNumber}; check the number with the customer.",
);

/** The policy of this number, locked for what is decided on it. To customers who serve themselves, a policy of somebody else does not exist. */
export async function findPolicy(work: Work, policyNumber: string): Promise<Policy> {
  const { items } = await work.find(policy, { where: { policyNumber }, select: ["id"], limit: 1 });
  const [found] = items;
  if (found === undefined) return work.refuse(unknownPolicy({ policyNumber }));
  const whole = await work.get(policy, found.id);
  const { customerId } = work.actor;
  const isTheirs = customerId === undefined || customerId === whole.holderId || customerId === whole.insuredId;
  return isTheirs ? whole : work.refuse(unknownPolicy({ policyNumber }));
}
