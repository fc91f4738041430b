import { defineOperation, group, ref } from "@kehu/core";
import { bicycle } from "./bicycle.js";
import { repair } from "./repair.js";

const { frameNumber, make } = bicycle.fields;
const { repairNumber, customerId, complaint, comesOn } = repair.fields;

/** Takes a booking by telephone; a bicycle that was here before is found by its frame number. */
export const bookRepair = defineOperation("bicycle-workshop/book-repair", {
  input: { repairNumber, customerId, frameNumber, make, complaint, comesOn },
  output: group({ repairId: ref("bicycle-workshop/repair") }),
  async run(work, { frameNumber, make, ...booking }) {
    const itsBicycle = await work.create(bicycle, { frameNumber, make, riderId: booking.customerId }, { ifExists: "give" });
    const booked = await work.create(repair, { ...booking, bicycleId: itsBicycle.id });
    return { repairId: booked.id };
  },
});
