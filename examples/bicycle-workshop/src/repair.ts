import { date, defineRecord, money, party, ref, type Stored, text } from "@kehu/core";

/** One stay of a bicycle in the workshop. */
export const repair = defineRecord("bicycle-workshop/repair", {
  fields: {
    repairNumber: text(20),
    bicycleId: ref("bicycle-workshop/bicycle"),
    customerId: party("customer"),
    complaint: text(500),
    /** The day on which the customer brings the bicycle. */
    comesOn: date(),
    /** The most that the customer agreed to pay. */
    estimate: money().optional(),
    price: money().optional(),
  },
  states: ["booked", "working", "waitingForParts", "ready", "handedOver", "missed"],
  unique: [{ by: ["repairNumber"] }, { by: ["bicycleId"], whileIn: ["booked", "working", "waitingForParts", "ready"] }],
  managed: ["comesOn", "estimate", "price"],
});
export interface Repair extends Stored<typeof repair> {}
