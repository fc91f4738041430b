import type { PolicyState } from "../policy/policy.js";

/**
 * The status of a policy as `OLI_LU_POLSTAT` of ACORD Life codes it. 50 is a policy that was ended by its free look, not one inside
 * the window; 39 would be an application that the customer withdrew, 7 is one that was not taken for whatever reason.
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
  reinstatementPending: 38,
  surrendered: 6,
  surrenderPaid: 6,
  terminated: 14,
  freeLookCancelled: 50,
  notTaken: 7,
  expired: 17,
  matured: 40,
};

const states = new Map<number, PolicyState>(
  Object.entries(acordPolicyStatus)
    .reverse()
    .map(([state, code]) => [code, state as PolicyState]),
);

/** The state that a code means; undefined where this pack has none for it, which an import has to decide. A surrender is taken as unpaid. */
export const policyStateOfAcord = (code: number): PolicyState | undefined => states.get(code);
