import { aProduct, endOf, yuan } from "./moments.js";
import { dollars, early, future, lapsedSince, valued } from "./policy-rows.js";
import type { TransitionTable } from "./transition-table.js";

/** What becomes of a policy where no premium is paid, of one that needs none, and of a death. */
export const optionRows: TransitionTable = {
  chooseOption: { taken: { from: "inForce", to: "inForce", input: { nonForfeiture: "extendedTerm" } } },
  becomePaidUp: { taken: { to: "paidUp" } },
  electReducedPaidUp: {
    taken: { to: "reducedPaidUp", needs: valued },
    refused: { "insurance/no-surrender-value": { needs: { product: aProduct() } } },
  },
  electExtendedTerm: {
    taken: { to: "extendedTerm", needs: valued },
    refused: { "insurance/no-surrender-value": { needs: { product: aProduct() } } },
  },
  expireExtendedTerm: { taken: { to: "expired" } },
  applyOption: {
    taken: [
      { to: "reducedPaidUp", needs: { ...valued, loans: [] }, record: { nonForfeiture: "reducedPaidUp" } },
      { to: "extendedTerm", needs: { ...valued, loans: [] }, record: { nonForfeiture: "extendedTerm" } },
      { to: "inForce", needs: { ...valued, loans: [] }, record: { nonForfeiture: "automaticPremiumLoan" } },
      { to: "lapsed", needs: { loans: [] }, record: { nonForfeiture: "automaticPremiumLoan" } },
    ],
  },
  waivePremium: {
    taken: [
      ...["inForce", "grace"].map((from) => ({ from, to: "premiumWaived", input: { waivedFromOn: "2026-03-01" } })),
      ...["lapsed", "reinstatementPending"].map((from) => ({
        from,
        to: "premiumWaived",
        input: { waivedFromOn: "2026-03-01" },
        record: { ...lapsedSince, lapsedOn: "2026-03-05", arrearsFromOn: "2026-03-01" },
      })),
    ],
    refused: {
      "insurance/waiver-over": { input: { waivedFromOn: "2026-03-01", waivedUntilOn: "2026-03-09" } },
      "insurance/date-in-future": { input: { waivedFromOn: future } },
      "insurance/due-before-waiver": { input: { waivedFromOn: "2026-03-02" } },
      "insurance/not-lapsed-for-waived": { record: { state: "lapsed", paidToOn: "2027-03-01", lapsedOn: "2026-03-05" } },
    },
  },
  limitWaiver: {
    taken: { to: "premiumWaived", input: { waivedUntilOn: "2026-03-10" } },
    refused: { "insurance/waiver-over": { input: { waivedUntilOn: "2026-03-09" } } },
  },
  endWaiver: { taken: { to: "inForce", record: { waivedUntilOn: "2026-03-10" } } },
  payMaturity: {
    taken: { to: "maturityPaid", input: { amount: yuan(1) } },
    refused: {
      "insurance/amount-negative": { input: { amount: yuan(-1) } },
      "insurance/currencies-differ": { input: { amount: dollars } },
    },
  },
  openDeathClaim: {
    taken: { to: "deathClaimPending", input: { diedOn: "2026-03-01" } },
    refused: { "insurance/dates-out-of-order": { input: { diedOn: early } }, "insurance/date-in-future": { input: { diedOn: future } } },
  },
  keepArrears: {
    taken: { from: "deathClaimPending", to: "deathClaimPending", input: { paidToOn: "2027-03-01" } },
    refused: { "insurance/dates-out-of-order": { input: { paidToOn: early } } },
  },
  correctDeathDate: {
    taken: { to: "deathClaimPending", input: { diedOn: "2026-03-01" } },
    refused: { "insurance/dates-out-of-order": { input: { diedOn: early } }, "insurance/date-in-future": { input: { diedOn: future } } },
  },
  refuseDeathClaim: {
    taken: ["inForce", "grace", "paidUp", "reducedPaidUp", "extendedTerm", "premiumWaived"].map((state) => ({
      to: state,
      record: { origin: { state, since: endOf("2026-03-01") } },
    })),
  },
  payDeathClaim: { taken: { to: "deathClaimPaid" } },
  lend: {
    taken: { to: "inForce", needs: { ...valued, loans: [] }, input: { amount: yuan(1) } },
    refused: {
      "insurance/loan-unconsented": { needs: { product: { ...valued.product, paysOnDeath: true } } },
      "insurance/loan-too-high": { input: { amount: yuan(8_001) } },
      "insurance/amount-not-positive": { input: { amount: yuan(0) } },
      "insurance/currencies-differ": { input: { amount: dollars } },
    },
  },
};
