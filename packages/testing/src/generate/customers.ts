import { type CalendarDate, type customer, KehuError, type New } from "@kehu/core";
import { generateOrganization } from "./organization.js";
import { generatePerson } from "./person.js";
import { createRandom } from "./random.js";

/** What the built-in `customer` takes. */
export type CustomerInput = New<typeof customer>;

export interface GenerateCustomersOptions {
  readonly seed: number | string;
  /** At most 1,000,000. */
  readonly count: number;
  /** Of a thousand, so many are organizations; 120 unless told. */
  readonly organizationsPerMille?: number;
  /** Of a thousand, so many are from abroad; 60 unless told. */
  readonly foreignPerMille?: number;
  /** Nobody is born, and nothing is learned, after this day; 2025-12-31 unless told. */
  readonly asOf?: CalendarDate;
}

/**
 * People and organizations with names, phones, e-mails, addresses and documents that hold up to every check of Kehu. The same seed
 * gives the same ones, and the first of many are the first of few.
 *
 * @throws KehuError `testing/out-of-range`
 */
export function generateCustomers(options: GenerateCustomersOptions): readonly CustomerInput[] {
  const { seed, count, organizationsPerMille = 120, foreignPerMille = 60, asOf = "2025-12-31" } = options;
  if (!Number.isInteger(count) || count < 0 || count > 1_000_000)
    throw new KehuError("testing/out-of-range", "generateCustomers: count is not a whole number from 0 to 1,000,000. Pass one that is.");
  const random = createRandom(`customers/${seed}`);
  return Array.from({ length: count }, (_, index) => {
    const own = random.fork(index);
    const isForeign = own.chance(foreignPerMille);
    return own.chance(organizationsPerMille)
      ? generateOrganization(own, { index, isForeign, asOf })
      : generatePerson(own, { isForeign, asOf });
  });
}
