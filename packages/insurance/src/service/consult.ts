import { defineOperation, group, interaction, party, ref, text } from "@kehu/core";
import { openCase, serviceCase } from "@kehu/service";
import { aboutPolicy } from "./parties-of.js";

const { subject, description, channel, severity } = serviceCase.fields;
const asked = {
  customerId: party("customer"),
  /** Where it is about a contract. */
  policyNumber: text(32).optional(),
  subject,
  description,
  channel,
  identifiedBy: interaction.fields.identifiedBy,
};
const opened = group({ caseId: ref("service/case"), caseNumber: text(30), interactionId: ref("interaction") });

/** 咨询: a question, with somebody who sees to the answer; nothing of a contract is told on the way. */
export const consult = defineOperation("insurance/consult", {
  input: asked,
  output: opened,
  async run(work, { policyNumber, ...question }) {
    return work.call(openCase, { ...question, ...(await aboutPolicy(work, policyNumber)), kind: "question", line: "insurance" });
  },
});

/** 投诉: from whoever it comes, and on every channel. */
export const complain = defineOperation("insurance/complain", {
  input: { ...asked, severity },
  output: opened,
  async run(work, { policyNumber, ...complaint }) {
    return work.call(openCase, { ...complaint, ...(await aboutPolicy(work, policyNumber)), kind: "complaint", line: "insurance" });
  },
});
