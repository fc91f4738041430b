import { anyRef, defineRecord, instant, party, ref, type Stored, text } from "@kehu/core";

/**
 * A time at which somebody of the staff and a customer meet, in whatever place.
 *
 * @see TM Forum TMF646 Appointment
 */
export const appointment = defineRecord("service/appointment", {
  fields: {
    subject: text(200),
    customerId: party("customer"),
    staffId: ref("staff").optional(),
    startsAt: instant(),
    endsAt: instant(),
    place: text(300).optional(),
    aboutId: anyRef().optional(),
    outcome: text(500).optional(),
  },
  states: ["initialized", "confirmed", "completed", "failed", "cancelled"],
  managed: ["startsAt", "endsAt", "outcome"],
});
export interface Appointment extends Stored<typeof appointment> {}
