import { defineOperation, group, interaction, list, party, ref, text } from "@kehu/core";
import { keepContact } from "../access/keep-contact.js";
import { appointment } from "./appointment.js";
import { alreadyBegun } from "./appointment-lifecycle.js";

const { subject, customerId, staffId, startsAt, endsAt, place, aboutId } = appointment.fields;

/** Agrees on a time with a customer, on any channel, and keeps the contact with all whom it concerns. */
export const bookAppointment = defineOperation("service/book-appointment", {
  input: {
    subject,
    customerId,
    /** On whose timelines it stands as well. */
    alsoFor: list(party("party"), 20).default([]),
    staffId,
    startsAt,
    endsAt,
    place,
    aboutId,
    channel: interaction.fields.channel,
    identifiedBy: interaction.fields.identifiedBy,
    line: text(40).optional(),
  },
  output: group({ appointmentId: ref("service/appointment"), interactionId: ref("interaction") }),
  async run(work, { channel, identifiedBy, alsoFor, line, ...input }) {
    if (input.startsAt < work.now) work.refuse(alreadyBegun({ startsAt: input.startsAt }));
    const booked = await work.create(appointment, input);
    const [contact] = await keepContact(work, {
      customerId: input.customerId,
      alsoFor,
      service: "service/appointment",
      identifiedBy,
      channel,
      topic: input.subject,
      line,
      aboutId: booked.id,
    });
    return { appointmentId: booked.id, interactionId: contact.id };
  },
});
