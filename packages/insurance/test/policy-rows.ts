import { aLoan, aProduct, endOf, startOf, yuan } from "./moments.js";
import type { TransitionTable } from "./transition-table.js";

// What the rows of the table of a policy's transitions are made of.

export const dollars = { amountMinor: 1, currency: "USD" };
export const future = "2026-03-11";
export const early = "2024-02-28";
const values = [{ year: 1, cashValuePerMille: 100, paidUpPerMille: 300, extendedTermDays: 400 }];
export const valued = { product: aProduct({ nonForfeiture: values }) };
// 9,702 yuan of 2025-03-01 at three per cent: 10,000.23 on 2026-03-10, and less than 10,000 the day before
export const outgrown = { ...valued, loans: [aLoan("2025-03-01", { principal: yuan(9_702), annualRate: "3" })] };
export const graceFrom = { since: endOf("2026-03-01"), origin: { state: "inForce", since: startOf("2024-03-01") } };
export const pending = {
  reinstatementAppliedOn: "2026-05-10",
  arrearsFromOn: "2026-03-01",
  origin: { state: "lapsed", since: endOf("2026-04-30") },
};
export const lapsedSince = { since: endOf("2026-04-30"), origin: { state: "grace", since: endOf("2026-03-01") } };
export const ownLife = { insurableInterest: "self", insuredId: "customer_holder" };
export const misstated = (consequence: string, changes: object = {}) => ({
  misstatedAge: { birthOn: "1990-01-01", knownOn: "2026-03-01", consequence, premiumPayable: yuan(1_200), ...changes },
});
export const states = <T extends string>(list: readonly T[], input: object, changes: object = {}) =>
  list.map((state) => ({ from: state, to: state, input, record: { paidToOn: undefined, ...changes } }));

export const lapsedAndBack: TransitionTable = {
  applyForReinstatement: {
    taken: { to: "reinstatementPending", on: "2026-05-10", input: { appliedOn: "2026-05-10" }, record: lapsedSince },
    refused: {
      "insurance/applied-before-lapse": { input: { appliedOn: "2026-04-29" } },
      "insurance/date-in-future": { input: { appliedOn: "2026-05-11" } },
    },
  },
  refuseReinstatement: {
    taken: { to: "lapsed", input: { increaseOfRisk: "Illness" }, record: pending },
    refused: {
      "insurance/arrears-held": { record: { paidToOn: "2027-03-01" } },
      "insurance/agreed-by-silence": { record: { reinstatementAppliedOn: "2026-02-07" } },
    },
  },
  withdrawApplication: {
    taken: { to: "lapsed", record: pending },
    refused: { "insurance/arrears-held": { record: { paidToOn: "2027-03-01" } } },
  },
  reinstate: {
    taken: { to: "inForce", record: { ...pending, arrearsPaidOn: "2026-03-05" } },
    refused: {
      "insurance/arrears-unpaid": { record: { arrearsPaidOn: undefined } },
      "insurance/overloaned": { needs: outgrown },
      "insurance/arrears-interest-owed": { record: { arrearsInterest: yuan(1) } },
    },
  },
};
