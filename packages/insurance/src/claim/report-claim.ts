import {
  companyReplyHours,
  consumerReplyHours,
  count,
  customer,
  date,
  defineOperation,
  group,
  type Id,
  instant,
  interaction,
  money,
  party,
  ref,
  text,
  type Work,
} from "@kehu/core";
import { keepContact } from "@kehu/service";
import { coverage } from "../coverage/coverage.js";
import { findPolicy } from "../policy/find-policy.js";
import { beneficiariesOf, partiesOf } from "../service/parties-of.js";
import { claim } from "./claim.js";

const { cause, claimNumber, coverageId, kind, knownOn } = claim.fields;

/**
 * 报案: the claim and the contact in which it was reported, with the promise of an answer. What happened is kept on the claim only, because it may be health data.
 * The contact carries the claim's number and no sentence, so that it reads the same in every language: what was promised is an answer to it, with
 * the documents that are needed.
 */
export const reportClaim = defineOperation("insurance/report-claim", {
  input: {
    policyNumber: text(32),
    lossOn: date(),
    knownOn,
    kind,
    coverageId,
    cause,
    claimedAmount: money().optional(),
    reporterId: party("reporter"),
    channel: interaction.fields.channel,
    identifiedBy: interaction.fields.identifiedBy,
    /** As the insurer numbers it; empty: the policy's number with the count of its claims. */
    claimNumber: claimNumber.optional(),
  },
  output: group({ claimId: ref("insurance/claim"), claimNumber: text(40), interactionId: ref("interaction"), promisedUntil: instant() }),
  async run(work, { policyNumber, channel, identifiedBy, ...told }) {
    const found = await findPolicy(work, policyNumber);
    const policyId = found.id;
    const number = told.claimNumber ?? `${policyNumber}-C${await nextClaim(work, policyId)}`;
    const reported = await work.create(claim, { ...told, claimNumber: number, policyId, reportedOn: work.today });
    const reporter = await work.get(customer, told.reporterId);
    const hours = work.parameter(reporter.kind === "organization" ? companyReplyHours : consumerReplyHours, work.today);
    const promisedUntil = work.calendar.after(work.now, `PT${hours}H`);
    const [contact] = await keepContact(work, {
      customerId: reporter.id,
      alsoFor: [...partiesOf(found), ...(await insuredBy(work, told.coverageId)), ...(told.kind === "death" ? beneficiariesOf(found) : [])],
      service: "insurance/claim-report",
      identifiedBy,
      channel,
      topic: number,
      line: "insurance",
      aboutId: reported.id,
      promisedUntil,
    });
    return { claimId: reported.id, claimNumber: number, interactionId: contact.id, promisedUntil };
  },
});

/** Another life that the cover which is claimed on insures. */
async function insuredBy(work: Work, coverageId: Id<"insurance/coverage"> | undefined): Promise<readonly Id<"customer">[]> {
  if (coverageId === undefined) return [];
  const { insuredId } = await work.get(coverage, coverageId);
  return insuredId === undefined ? [] : [insuredId];
}

/** The policy is locked, so that two reports at once get two numbers. */
async function nextClaim(work: Work, policyId: Id<"insurance/policy">): Promise<number> {
  const [row] = await work.aggregate(claim, { where: { policyId }, measures: { claims: count() } });
  return (row?.claims ?? 0) + 1;
}
