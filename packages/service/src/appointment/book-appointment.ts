import { defineOperation, group, interaction, ref } from "@kehu/core";
import { appointment } from "./appointment.js";
import { alreadyBegun } from "./appointment-lifecycle.js";

const { subject, customerId, staffId, startsAt, endsAt, place, aboutId } = appointment.fields;

/** Agrees on a time with a customer, on any channel, and keeps the contact. */
export const bookAppointment = defineOperation("service/book-appointment", {
  input: { subject, customerId, staffId, startsAt, endsAt, place, aboutId, channel: interaction.fields.channel },
  output: group({ appointmentId: ref("service/appointment"), interactionId: ref("interaction") }),
  async run(work, { channel, ...input }) {
    if (input.startsAt < work.now) work.refuse(alreadyBegun({ startsAt: input.startsAt }));
    const booked = await work.create(appointment, input);
    const contact = await work.create(interaction, {
      customerId: input.customerId,
      channel,
      direction: "inbound",
      happenedAt: work.now,
      topic: input.subject,
      aboutId: booked.id,
    });
    return { appointmentId: booked.id, interactionId: contact.id };
  },
});
