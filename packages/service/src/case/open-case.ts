import { defineOperation, group, interaction, list, party, ref } from "@kehu/core";
import { keepContact } from "../access/keep-contact.js";
import { serviceCase } from "./service-case.js";

const { caseNumber, kind, subject, description, customerId, reporterId, channel, severity, line, aboutId } = serviceCase.fields;

/**
 * Takes up a question, a request or a complaint on any channel. It leaves the contact on the customer's timeline, and on those of who
 * spoke for the customer and of all others whom it concerns.
 *
 * `caseNumber` is made from the day where none is given: `20260302-8F3KQ7`.
 */
export const openCase = defineOperation("service/open-case", {
  input: {
    caseNumber: caseNumber.optional(),
    kind,
    subject,
    description,
    customerId,
    reporterId,
    /** On whose timelines it stands as well. */
    alsoFor: list(party("party"), 20).default([]),
    channel,
    identifiedBy: interaction.fields.identifiedBy,
    severity,
    line,
    aboutId,
  },
  output: group({ caseId: ref("service/case"), caseNumber, interactionId: ref("interaction") }),
  async run(work, { caseNumber: given, alsoFor, identifiedBy, ...input }) {
    const contacts = await keepContact(work, {
      customerId: input.customerId,
      spokenBy: input.reporterId,
      alsoFor,
      service: `service/${input.kind}`,
      identifiedBy,
      channel: input.channel,
      topic: input.subject,
      line: input.line,
    });
    const [{ id: interactionId }] = contacts;
    // what is random in the id of the contact tells cases of one day apart
    const made = `${work.today.replaceAll("-", "")}-${interactionId.slice(-6).toUpperCase()}`;
    const { id: caseId, caseNumber } = await work.create(serviceCase, { ...input, caseNumber: given ?? made });
    await work.updateMany(
      interaction,
      contacts.map(({ id }) => ({ id, change: { aboutId: caseId } })),
    );
    return { caseId, caseNumber, interactionId };
  },
});
