import { type CalendarDate, date, type Reader, ref, text } from "@kehu/core";
import * as z from "zod";
import { scoringOf } from "./scoring-of.js";

/** So many customers, also as a share of all. */
export const someCustomers = { customers: z.int(), ofCustomers: z.number() };

/** What every answer about the profits of a scoring begins with; amounts are minor units. */
export const profitTold = {
  scoringId: ref("scoring"),
  asOf: date(),
  currency: text(3),
  customers: z.int(),
  totalMinor: z.int(),
};

/** Of which scoring an answer tells. @throws KehuError `crm/not-scored` */
export async function toldOf(
  reader: Reader,
  which: Parameters<typeof scoringOf>[1],
): Promise<{ readonly scoringId: string; readonly asOf: CalendarDate; readonly currency: string }> {
  const { id: scoringId, asOf, currency } = await scoringOf(reader, which);
  return { scoringId, asOf, currency };
}
