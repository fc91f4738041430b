import { defineOperation, group, interaction, party, ref, text } from "@kehu/core";
import { appointment, bookAppointment } from "@kehu/service";
import { aboutPolicy } from "./parties-of.js";

const { subject, staffId, startsAt, endsAt, place } = appointment.fields;

/** 预约: a time with a customer, about a contract or not. */
export const makeAppointment = defineOperation("insurance/make-appointment", {
  input: {
    customerId: party("customer"),
    /** Where it is about a contract. */
    policyNumber: text(32).optional(),
    subject,
    staffId,
    startsAt,
    endsAt,
    place,
    channel: interaction.fields.channel,
    identifiedBy: interaction.fields.identifiedBy,
  },
  output: group({ appointmentId: ref("service/appointment"), interactionId: ref("interaction") }),
  async run(work, { policyNumber, ...wanted }) {
    return work.call(bookAppointment, { ...wanted, ...(await aboutPolicy(work, policyNumber)), line: "insurance" });
  },
});
