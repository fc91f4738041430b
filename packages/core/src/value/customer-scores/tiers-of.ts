import { assignTiers } from "../tiers/assign-tiers.js";
import { bestHidden } from "../tiers/best-hidden.js";
import type { CustomerScore, CustomerScoreOptions } from "./customer-scores.js";

type Placing = Pick<CustomerScore, "tier" | "tierBefore" | "worthOfTier">;
interface Ranked {
  readonly customerIds: readonly string[];
  /** What a tier is given for. */
  readonly value: Float64Array;
  /** What a customer is expected to be worth. */
  readonly worth: Float64Array;
}

/** The tier of each row, and the higher one that it is worth. */
export function tiersOf(
  { customerIds, value, worth }: Ranked,
  { tiers, tierBefore }: Pick<CustomerScoreOptions, "tiers" | "tierBefore">,
): (row: number) => Placing {
  if (tiers === undefined) return () => ({});
  const names = tiers.map(({ name }) => name);
  // a tier that is gone says nothing any more
  const before = customerIds
    .map((_, row) => tierBefore?.(row))
    .map((tier) => (tier !== undefined && names.includes(tier) ? tier : undefined));
  const placed = assignTiers(
    customerIds.map((customerId, row) => ({
      customerId,
      value: value[row] as number,
      ...(before[row] !== undefined && { tier: before[row] }),
    })),
    tiers,
  ).map(({ customerId, tier }, row) => ({ customerId, tier, value: worth[row] as number }));
  const hidden = new Map(bestHidden(placed, { tiers: names, among: names }).map(({ customerId, worthOf }) => [customerId, worthOf]));
  return (row) => {
    const worthOfTier = hidden.get(customerIds[row] as string);
    return {
      tier: placed[row]?.tier as string,
      ...(before[row] !== undefined && { tierBefore: before[row] }),
      ...(worthOfTier !== undefined && { worthOfTier }),
    };
  };
}
