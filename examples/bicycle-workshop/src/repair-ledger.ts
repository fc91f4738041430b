import { defineLedger } from "@kehu/core";
import { repair } from "./repair.js";

/** What the customer pays when the bicycle leaves the workshop. */
export const repairLedger = defineLedger(repair, {
  entries: ({ record, calendar }) =>
    record.state !== "handedOver" || record.price === undefined
      ? []
      : [
          {
            key: "price",
            customerId: record.customerId,
            on: calendar.dayOf(record.since),
            kind: "revenue",
            category: "repair",
            amount: record.price,
          },
        ],
});
