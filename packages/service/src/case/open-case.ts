import { defineOperation, group, interaction, ref } from "@kehu/core";
import { serviceCase } from "./service-case.js";

const { caseNumber, kind, subject, description, customerId, reporterId, channel, severity, line, aboutId } = serviceCase.fields;

/**
 * Takes up a question, a request or a complaint on any channel. It leaves the contact on the customer's timeline, and on that of who
 * spoke for the customer.
 *
 * `caseNumber` is made from the day where none is given: `20260302-8F3KQ7`.
 */
export const openCase = defineOperation("service/open-case", {
  input: { caseNumber: caseNumber.optional(), kind, subject, description, customerId, reporterId, channel, severity, line, aboutId },
  output: group({ caseId: ref("service/case"), caseNumber, interactionId: ref("interaction") }),
  async run(work, { caseNumber: given, ...input }) {
    const said = { channel: input.channel, direction: "inbound", happenedAt: work.now, topic: input.subject } as const;
    const contact = await work.create(interaction, { ...said, customerId: input.customerId, ...(input.line && { line: input.line }) });
    // what is random in the id of the contact tells cases of one day apart
    const made = `${work.today.replaceAll("-", "")}-${contact.id.slice(-6).toUpperCase()}`;
    const opened = await work.create(serviceCase, { ...input, caseNumber: given ?? made });
    await work.update(interaction, contact.id, { aboutId: opened.id });
    if (input.reporterId !== undefined && input.reporterId !== input.customerId)
      await work.create(interaction, { ...said, customerId: input.reporterId, aboutId: opened.id });
    return { caseId: opened.id, caseNumber: opened.caseNumber, interactionId: contact.id };
  },
});
