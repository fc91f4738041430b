import type { CalendarDate, Timeless } from "@kehu/core";
import { coolingOffDays, deliveryDays } from "../parameters.js";
import type { Policy } from "./policy.js";
import type { Product } from "./product.js";

type Clock = Pick<Timeless, "calendar" | "parameter">;
type Delivered = Pick<Policy, "receiptSignedOn" | "issuedOn" | "effectiveOn">;

/** When a policy counts as delivered that nobody signed for: some days after its conclusion. */
function deliveredOn({ receiptSignedOn, issuedOn, effectiveOn }: Delivered, { calendar, parameter }: Clock): CalendarDate {
  const from = issuedOn ?? effectiveOn;
  return receiptSignedOn ?? calendar.dayOf(calendar.after(from, `P${parameter(deliveryDays, from)}D`));
}

/** The last day on which a policy may be undone (犹豫期), as its product or the parameter says. */
export function freeLookEndsOn(record: Delivered, product: Pick<Product, "coolingOffDays">, clock: Clock): CalendarDate {
  const from = deliveredOn(record, clock);
  const days = product.coolingOffDays ?? clock.parameter(coolingOffDays, from);
  return clock.calendar.dayOf(clock.calendar.after(from, `P${days}D`));
}
