import { count, date, defineOperation, group, interaction, party, ref, text } from "@kehu/core";
import { keepContact } from "@kehu/service";
import * as z from "zod";
import { claim, openClaimStates } from "../claim/claim.js";
import { findPolicy } from "../policy/find-policy.js";
import { graceEndsOn } from "../policy/grace.js";
import { policy } from "../policy/policy.js";
import { product } from "../policy/product.js";
import { nextDueOn } from "../premium/premium-schedule.js";
import { expectParty, partiesOf } from "./parties-of.js";

/** The first premium may come with the proposal. */
const payableBefore: readonly string[] = ["proposed", "submitted", "underwriting", "approved", "counterOffered", "issued"];

/** 保单查询: answers a question about a policy of who was identified, and keeps the contact. */
export const enquire = defineOperation("insurance/enquire", {
  input: {
    policyNumber: text(32),
    customerId: party("enquirer"),
    channel: interaction.fields.channel,
    identifiedBy: interaction.fields.identifiedBy,
    question: text(200),
  },
  output: group({
    policyId: ref("insurance/policy"),
    state: z.enum(policy.states),
    paidToOn: date().optional(),
    nextDueOn: date().optional(),
    /** The last day on which the next premium keeps the cover. */
    graceEndsOn: date().optional(),
    openClaims: z.int(),
    interactionId: ref("interaction"),
  }),
  async run(work, { policyNumber, question, identifiedBy, ...asked }) {
    const found = await findPolicy(work, policyNumber);
    await expectParty(work, found, asked.customerId);
    const { calendar, parameter } = work;
    const needs = { product: await work.get(product, found.productId) };
    const isCovered = found.state === "inForce" || found.state === "grace";
    const dueOn = isCovered || payableBefore.includes(found.state) ? nextDueOn(found) : undefined;
    // a proposal has no cover that a premium could keep
    const payableUntil = isCovered && dueOn !== undefined ? graceEndsOn({ record: found, needs, calendar, parameter }) : undefined;
    const [claims] = await work.aggregate(claim, {
      where: { policyId: found.id, state: { in: openClaimStates } },
      measures: { open: count() },
    });
    const [contact] = await keepContact(work, {
      ...asked,
      identifiedBy,
      alsoFor: partiesOf(found),
      service: "insurance/policy-query",
      topic: question,
      topicForOthers: policyNumber,
      line: "insurance",
      aboutId: found.id,
    });
    return {
      policyId: found.id,
      state: found.state,
      ...(found.paidToOn !== undefined && { paidToOn: found.paidToOn }),
      ...(dueOn !== undefined && { nextDueOn: dueOn }),
      ...(payableUntil !== undefined && { graceEndsOn: payableUntil }),
      openClaims: claims?.open ?? 0,
      interactionId: contact.id,
    };
  },
});
