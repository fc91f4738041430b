import { defineRecord, party, type Stored, text } from "@kehu/core";

/** A bicycle, known by the number on its frame. */
export const bicycle = defineRecord("bicycle-workshop/bicycle", {
  fields: { frameNumber: text(40), riderId: party("rider"), make: text(60) },
  unique: [{ by: ["frameNumber"] }],
});
export interface Bicycle extends Stored<typeof bicycle> {}
