import type { Id, Work } from "@kehu/core";
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
