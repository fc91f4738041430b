import { defineRecord, money, ref, type Stored, text } from "@kehu/core";

/** A part that a repair takes. */
export const part = defineRecord("bicycle-workshop/part", {
  fields: { repairId: ref("bicycle-workshop/repair"), name: text(100), price: money() },
  states: ["needed", "ordered", "arrived", "fitted", "dropped"],
});
export interface Part extends Stored<typeof part> {}
