import type { CalendarDate } from "../define/id.js";
import { KehuError } from "../error.js";
import { formatDay, parseDay } from "./day-number.js";

/** A mileage to come, and what is known of the vehicle. */
export interface MileageTarget {
  /** The reading that was taken on `readOn`. */
  readonly odometerKm: number;
  readonly readOn: CalendarDate;
  /** What it is driven on an average day; 0 never gets there. */
  readonly kmPerDay: number;
  /** The reading that is waited for. */
  readonly atKm: number;
}

/** The earlier of a day and a mileage, and which it was. */
export interface Earlier {
  readonly on: CalendarDate;
  readonly by: "date" | "mileage";
}

const farthestDays = 36_600;

/**
 * The earlier of a day and the day on which a mileage is reached, as service intervals and warranties are written.
 *
 * The mileage is reached on the first day whose end it is not above; already reached, on the day of the reading. A tie is the date's.
 *
 * @throws KehuError `core/mileage-invalid` unless every figure is a finite number of at least 0
 */
export function earlierOf(on: CalendarDate, mileage: MileageTarget): Earlier {
  const { odometerKm, readOn, kmPerDay, atKm } = mileage;
  if (![odometerKm, kmPerDay, atKm].every((figure) => Number.isFinite(figure) && figure >= 0)) {
    throw new KehuError("core/mileage-invalid", "earlierOf: a mileage is not a number of kilometres. Pass finite numbers of at least 0.");
  }
  const date = parseDay(on, "earlierOf: on");
  const read = parseDay(readOn, "earlierOf: readOn");
  const missing = atKm - odometerKm;
  const days = missing <= 0 ? 0 : Math.ceil(missing / kmPerDay);
  return days < farthestDays && read + days < date ? { on: formatDay(read + days), by: "mileage" } : { on, by: "date" };
}
