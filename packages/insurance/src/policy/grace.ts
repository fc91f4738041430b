import { type CalendarDate, earliest, type Instant, one, type Timeless } from "@kehu/core";
import { demandDays, flexibleGraceDays, graceDays } from "../parameters.js";
import { nextDueOn, type PremiumTerms } from "../premium/premium-schedule.js";
import type { Policy } from "./policy.js";
import { type Product, product } from "./product.js";

export const itsProduct = { product: one(product, "productId") };
type GraceMoment = Pick<Timeless, "calendar" | "parameter"> & {
  readonly record: PremiumTerms & Pick<Policy, "graceDays" | "demandedOn">;
  readonly needs: { readonly product: Pick<Product, "graceDays" | "isFlexiblePremium"> };
};

/**
 * When the grace period of the premium that is due next ends: as the contract says, else the product, else at the earlier of the two
 * limits that the law of the due date gives.
 *
 * @see Insurance Law of the PRC, art. 36
 */
export function graceEndsAt({ record, needs, parameter, calendar }: GraceMoment): Instant | undefined {
  const dueOn = nextDueOn(record);
  if (dueOn === undefined) return undefined;
  const agreed = record.graceDays ?? needs.product.graceDays;
  if (agreed !== undefined) return calendar.after(dueOn, `P${agreed}D`);
  const { demandedOn } = record;
  const shortened = demandedOn === undefined ? null : parameter(demandDays, demandedOn);
  const days = parameter(needs.product.isFlexiblePremium ? flexibleGraceDays : graceDays, dueOn);
  return earliest(
    demandedOn !== undefined && shortened !== null ? calendar.after(demandedOn, `P${shortened}D`) : undefined,
    calendar.after(dueOn, `P${days}D`),
  );
}

export function graceEndsOn(moment: GraceMoment): CalendarDate | undefined {
  const endsAt = graceEndsAt(moment);
  return endsAt && moment.calendar.dayOf(endsAt);
}
