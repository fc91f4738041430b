import { defineRefusal, type Id, relationship, type Work } from "@kehu/core";
import { coverage } from "../coverage/coverage.js";
import { findPolicy } from "../policy/find-policy.js";
import type { Policy } from "../policy/policy.js";

/** Whom something about a policy concerns: policyholder, insured and who pays. */
export const partiesOf = ({
  holderId,
  insuredId,
  payorId,
}: Pick<Policy, "holderId" | "insuredId" | "payorId">): readonly Id<"customer">[] => [
  holderId,
  insuredId,
  ...(payorId === undefined ? [] : [payorId]),
];
/** …and who is to benefit. */
export const beneficiariesOf = ({ beneficiaries }: Pick<Policy, "beneficiaries">): readonly Id<"customer">[] =>
  beneficiaries.map(({ customerId }) => customerId);

/** What a contact about a contract carries, and whom it concerns; nothing where no contract is meant. */
export async function aboutPolicy(
  work: Work,
  policyNumber: string | undefined,
): Promise<{ readonly aboutId?: Id<"insurance/policy">; readonly alsoFor?: Id<"customer">[] }> {
  if (policyNumber === undefined) return {};
  const about = await findPolicy(work, policyNumber);
  return { aboutId: about.id, alsoFor: [...partiesOf(about)] };
}

export const notAParty = defineRefusal(
  "insurance/not-a-party",
  "Who asks is no party of policy {policyNumber} and acts for none; ask the policyholder, or enter who acts for a party as a relationship: contact, decision maker or guardian.",
);

/** By which relationship somebody acts for a party. */
export const actingKinds = ["contact", "decisionMaker", "guardian"] as const;

/** Others hear nothing of a contract: who asks is a party, is insured by one of its covers, or acts for a party. */
export async function expectParty(work: Work, found: Policy, customerId: Id<"customer">): Promise<void> {
  const parties = partiesOf(found);
  if (parties.includes(customerId)) return;
  const acting = await work.find(relationship, {
    where: { customerId: { in: parties }, relatedId: customerId, kind: { in: actingKinds }, state: "current" },
    limit: 1,
  });
  const covers = await work.find(coverage, { where: { policyId: found.id, insuredId: customerId }, select: ["id"], limit: 1 });
  if (acting.items.length + covers.items.length === 0) work.refuse(notAParty({ policyNumber: found.policyNumber }));
}
