import { defineOperation, group, interaction, ref, text } from "@kehu/core";
import { caseLifecycle } from "./case-lifecycle.js";
import { serviceCase } from "./service-case.js";

/** Answers the customer on a channel: the contact is kept, and the first answer stops the clock. */
export const answer = defineOperation("service/answer", {
  input: { caseId: ref("service/case"), channel: interaction.fields.channel, message: text(5000), outcome: text(200).optional() },
  output: group({ interactionId: ref("interaction") }),
  async run(work, { caseId, channel, message, outcome }) {
    const answered = await work.get(serviceCase, caseId);
    const contact = await work.create(interaction, {
      customerId: answered.customerId,
      channel,
      direction: "outbound",
      happenedAt: work.now,
      topic: answered.subject,
      body: message,
      aboutId: caseId,
      ...(outcome !== undefined && { outcome }),
      ...(answered.line !== undefined && { line: answered.line }),
    });
    if (answered.respondedAt === undefined && answered.state !== "resolved") await work.apply(caseLifecycle.respond, caseId);
    return { interactionId: contact.id };
  },
});
