import type { Policy, PolicyState } from "../policy/policy.js";

/**
 * The status of a policy as `OLI_LU_POLSTAT` of ACORD Life codes it. 50 is a policy that was ended by its free look, not one inside
 * the window.
 */
export const acordPolicyStatus: { readonly [S in PolicyState]: number } = {
  quoted: 57,
  proposed: 12,
  submitted: 54,
  underwriting: 8,
  approved: 24,
  counterOffered: 26,
  deferred: 29,
  declined: 27,
  issued: 25,
  inForce: 1,
  grace: 42,
  lapsed: 4,
  paidUp: 3,
  reducedPaidUp: 20,
  extendedTerm: 18,
  premiumWaived: 9,
  deathClaimPending: 10,
  deathClaimPaid: 11,
  reinstatementPending: 38,
  surrendered: 6,
  surrenderPaid: 6,
  terminated: 14,
  terminationPaid: 14,
  freeLookCancelled: 50,
  freeLookRefunded: 50,
  notTaken: 7,
  expired: 17,
  matured: 40,
  maturityPaid: 40,
};

/** The status with what the state alone does not say: 39 was withdrawn by the customer, 51 was approved and never paid, 7 not taken otherwise. */
export function acordStatusOf({ state, endReason }: Pick<Policy, "state" | "endReason">): number {
  if (state !== "notTaken") return acordPolicyStatus[state];
  if (endReason === "withdrawn") return 39;
  return endReason === "notPlaced" ? 51 : acordPolicyStatus.notTaken;
}

/**
 * Codes that several states share, and those that have no state of their own here: a lapse that is pending is the grace period, a
 * reinstated policy is in force, a declined reinstatement leaves the policy lapsed, 62 is the old code of 29.
 */
const incoming: Readonly<Record<number, PolicyState>> = {
  5: "grace",
  6: "surrendered",
  13: "terminated",
  14: "terminated",
  21: "proposed",
  23: "proposed",
  28: "lapsed",
  37: "inForce",
  39: "notTaken",
  40: "matured",
  50: "freeLookCancelled",
  51: "notTaken",
  62: "deferred",
};
const states = new Map<number, PolicyState>(Object.entries(acordPolicyStatus).map(([state, code]) => [code, state as PolicyState]));

/**
 * The state that a code means; undefined where this pack has none for it (2 inactive, 36 annuitized, 55 suspended), which an import has
 * to decide. What is owed at an end is taken as unpaid.
 */
export const policyStateOfAcord = (code: number): PolicyState | undefined => incoming[code] ?? states.get(code);

/** Why a policy ended, where a code says it: kept with the state of an import, so that the code comes back as it was. */
export const endReasonOfAcord = (code: number): Policy["endReason"] => endReasons[code];
const endReasons: Readonly<Record<number, NonNullable<Policy["endReason"]>>> = { 39: "withdrawn", 51: "notPlaced" };

/** A policy is active if any of its covers is; a mixture without one is what the most alive of them is. */
export function acordStatusOfCovers(covers: readonly number[]): number | undefined {
  const order = [1, 9, 3, 20, 18, 42, 5, 38, 4];
  // a reinstated cover is in force
  const codes = covers.map((code) => (code === 37 ? acordPolicyStatus.inForce : code));
  return order.find((code) => codes.includes(code)) ?? codes.toSorted((one, other) => one - other)[0];
}
