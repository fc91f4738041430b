import { defineOperation, group, interaction, party, ref, text } from "@kehu/core";
import { keepContact } from "@kehu/service";
import { findPolicy } from "../policy/find-policy.js";
import { beneficiariesOf, partiesOf } from "../service/parties-of.js";
import { type ServicingRequest, servicingChange, servicingRequest } from "./servicing-request.js";

/** 保全申请: takes the request on any channel that may take it, and keeps the contact. */
export const requestServicing = defineOperation("insurance/request-servicing", {
  input: {
    policyNumber: text(32),
    requesterId: party("requester"),
    channel: interaction.fields.channel,
    identifiedBy: interaction.fields.identifiedBy,
    change: servicingChange,
  },
  output: group({ requestId: ref("insurance/servicing-request"), interactionId: ref("interaction") }),
  async run(work, { policyNumber, requesterId, channel, identifiedBy, change }) {
    const found = await findPolicy(work, policyNumber);
    const request = await work.create(servicingRequest, {
      policyId: found.id,
      requesterId,
      requestedOn: work.today,
      // an insured who asks for other beneficiaries agrees to them
      change: change.type === "beneficiaries" && requesterId === found.insuredId ? { insuredConsentedOn: work.today, ...change } : change,
    });
    const [contact] = await keepContact(work, {
      customerId: requesterId,
      alsoFor: [...partiesOf(found), ...(change.type === "beneficiaries" ? [...beneficiariesOf(found), ...beneficiariesOf(change)] : [])],
      service: leavesWorth(change) ? "insurance/servicing" : "insurance/servicing-of-value",
      identifiedBy,
      channel,
      topic: change.type,
      line: "insurance",
      aboutId: request.id,
    });
    return { requestId: request.id, interactionId: contact.id };
  },
});

/** Whether the contract is worth the same to the same people afterwards. */
const leavesWorth = ({ type }: ServicingRequest["change"]): boolean => type === "address" || type === "paymentMethod" || type === "reissue";
