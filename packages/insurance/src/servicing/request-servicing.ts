import { defineOperation, group, interaction, party, ref, text } from "@kehu/core";
import { findPolicy } from "../policy/find-policy.js";
import { servicingChange, servicingRequest } from "./servicing-request.js";

/** 保全申请: takes the request on any channel and keeps the contact. */
export const requestServicing = defineOperation("insurance/request-servicing", {
  input: { policyNumber: text(32), requesterId: party("requester"), channel: interaction.fields.channel, change: servicingChange },
  output: group({ requestId: ref("insurance/servicing-request"), interactionId: ref("interaction") }),
  async run(work, { policyNumber, requesterId, channel, change }) {
    const { id: policyId } = await findPolicy(work, policyNumber);
    const request = await work.create(servicingRequest, { policyId, requesterId, requestedOn: work.today, change });
    const contact = await work.create(interaction, {
      customerId: requesterId,
      channel,
      direction: "inbound",
      happenedAt: work.now,
      topic: change.type,
      line: "insurance",
      aboutId: request.id,
    });
    return { requestId: request.id, interactionId: contact.id };
  },
});
