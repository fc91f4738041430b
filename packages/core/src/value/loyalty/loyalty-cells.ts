import { phrase } from "../../define/refusal.js";
import { refused } from "../../error.js";
import { loyaltyUnusable } from "./loyalty-problems.js";

/** Two sides of loyalty, each by degree: what a customer does and what a customer thinks. Each figure lies between 0 and 1. */
export interface LoyaltyProfile {
  readonly customerId: string;
  /** The part of the purchases that are repeats, or that is made here where that is known; how long; how many kinds: shares of what is meant to be full. */
  readonly behaviour: { readonly repeatShare?: number; readonly tenure?: number; readonly breadth?: number };
  /** What surveys say, as shares of their scales; nothing said is not a bad word. */
  readonly attitude: { readonly satisfaction?: number; readonly recommendation?: number };
}
/** Where an axis is cut, ascending: one cut makes two degrees, two make three. Thresholds are the vendor's; four boxes are no truth. */
export interface LoyaltyCuts {
  readonly behaviour: readonly number[];
  readonly attitude: readonly number[];
  /** What to do in each cell, by degree of behaviour and then of attitude, the lowest first; as many as there are cells. */
  readonly actions?: readonly (readonly string[])[];
}
export interface LoyaltyCell {
  readonly customerId: string;
  /** Mean of the figures that are known; null where none is. */
  readonly behaviour: number | null;
  readonly attitude: number | null;
  /** Degrees from 0; null where a side is not known. */
  readonly cell: { readonly behaviour: number; readonly attitude: number } | null;
  readonly action?: string;
}

/**
 * The degree of each customer on both axes, with the action of the cell.
 *
 * @throws KehuError `core/loyalty-unusable`
 * @see Dick & Basu (1994), Customer Loyalty: Toward an Integrated Conceptual Framework, JAMS 22(2), 99–113; Ngobo (2017), JAMS 45(2), who finds three states only
 */
export function loyaltyCells(profiles: readonly LoyaltyProfile[], cuts: LoyaltyCuts): readonly LoyaltyCell[] {
  checkLoyaltyCuts(cuts);
  return profiles.map(({ customerId, ...sides }) => {
    const behaviour = meanOf(Object.values(sides.behaviour), customerId);
    const attitude = meanOf(Object.values(sides.attitude), customerId);
    if (behaviour === null || attitude === null) return { customerId, behaviour, attitude, cell: null };
    const degree = (value: number, own: readonly number[]): number => own.filter((cut) => value >= cut).length;
    const cell = { behaviour: degree(behaviour, cuts.behaviour), attitude: degree(attitude, cuts.attitude) };
    const action = cuts.actions?.[cell.behaviour]?.[cell.attitude];
    return { customerId, behaviour, attitude, cell, ...(action === undefined ? {} : { action }) };
  });
}

/** Customers who changed their cell between two looks, with both; those who are known in one of them only are left out. */
export function loyaltyMovements(
  before: readonly LoyaltyCell[],
  after: readonly LoyaltyCell[],
): readonly {
  readonly customerId: string;
  readonly from: NonNullable<LoyaltyCell["cell"]>;
  readonly to: NonNullable<LoyaltyCell["cell"]>;
}[] {
  const old = new Map(before.map(({ customerId, cell }) => [customerId, cell]));
  return after.flatMap(({ customerId, cell: to }) => {
    const from = old.get(customerId);
    if (!from || !to || (from.behaviour === to.behaviour && from.attitude === to.attitude)) return [];
    return [{ customerId, from, to }];
  });
}

function meanOf(figures: readonly (number | undefined)[], customerId: string): number | null {
  const known = figures.filter((figure) => figure !== undefined);
  const odd = known.find((figure) => !(figure >= 0 && figure <= 1));
  if (odd !== undefined)
    throw refused(loyaltyUnusable({ problem: phrase("a figure of customer {customerId} is {figure}", { customerId, figure: odd }) }));
  return known.length === 0 ? null : known.reduce((sum, figure) => sum + figure, 0) / known.length;
}

/** Refuses cuts and actions that make no cells. @throws KehuError `core/loyalty-unusable` */
export function checkLoyaltyCuts({ behaviour, attitude, actions }: LoyaltyCuts): void {
  for (const [axis, own] of Object.entries({ behaviour, attitude })) {
    const isAscending = own.every((cut, index) => cut > 0 && cut <= 1 && (index === 0 || cut > (own[index - 1] as number)));
    if (!isAscending || own.length < 1 || own.length > 4)
      throw refused(loyaltyUnusable({ problem: phrase("the cuts of {axis} are [{cuts}]", { axis, cuts: own.join(", ") }) }));
  }
  const isComplete =
    actions === undefined || (actions.length === behaviour.length + 1 && actions.every((row) => row.length === attitude.length + 1));
  if (!isComplete) throw refused(loyaltyUnusable({ problem: phrase("there is not one action for each cell") }));
}
