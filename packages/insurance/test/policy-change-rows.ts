import { yuan } from "./moments.js";
import { dollars, future, misstated, valued } from "./policy-rows.js";
import type { TransitionTable } from "./transition-table.js";

/** What was hidden or misstated, and what may be changed of a policy. */
export const changeRows: TransitionTable = {
  learnOfNonDisclosure: {
    taken: { to: "inForce", input: { knownOn: "2026-03-01", kind: "deliberate" } },
    refused: {
      "insurance/date-in-future": { input: { knownOn: future, kind: "deliberate" } },
      "insurance/dates-out-of-order": { record: { issuedOn: "2026-03-02" } },
    },
  },
  waiveNonDisclosure: { taken: { to: "inForce" } },
  rescindForNonDisclosure: {
    taken: { to: "terminated", on: "2025-03-10", record: { nonDisclosure: { knownOn: "2025-03-01", kind: "deliberate" } } },
    refused: {
      "insurance/nothing-hidden": { record: { nonDisclosure: undefined } },
      "insurance/rescission-too-late": { on: "2025-04-01" },
    },
  },
  correctAge: {
    taken: { to: "inForce", input: { birthOn: "1990-01-01", knownOn: "2026-03-01", premiumPayable: yuan(1_200) } },
    refused: {
      "insurance/amount-not-positive": { input: { birthOn: "1990-01-01", knownOn: "2026-03-01", premiumPayable: yuan(0) } },
      "insurance/date-in-future": { input: { birthOn: "1990-01-01", knownOn: future, premiumPayable: yuan(1) } },
    },
  },
  rescindForAge: {
    taken: {
      to: "terminated",
      on: "2025-03-10",
      input: { cashValue: yuan(1) },
      record: misstated("outsideLimits", { knownOn: "2025-03-01" }),
    },
    refused: {
      "insurance/age-not-misstated": { record: { misstatedAge: undefined } },
      "insurance/age-within-limits": { record: misstated("underpaid") },
      "insurance/rescission-too-late": { on: "2025-04-01" },
      "insurance/amount-negative": { input: { cashValue: yuan(-1) } },
      "insurance/value-in-table": { needs: valued },
      "insurance/value-not-in-table": { input: {} },
    },
  },
  collectShortfall: {
    taken: { to: "inForce", record: misstated("underpaid") },
    refused: { "insurance/age-not-misstated": { record: misstated("underpaid", { settledOn: "2026-03-02" }) } },
  },
  refundExcess: {
    taken: { to: "inForce", record: misstated("overpaid"), input: { excess: yuan(1) } },
    refused: {
      "insurance/age-not-misstated": { record: misstated("underpaid") },
      "insurance/amount-not-positive": { input: { excess: yuan(0) } },
    },
  },
  // what may be changed of it
  changeAddress: { taken: { from: "inForce", to: "inForce", input: { mailingAddress: "1 Nanjing Road" } } },
  changePaymentMethod: { taken: { from: "inForce", to: "inForce", input: { paymentMethod: "cash" } } },
  reduceSumAssured: {
    taken: { to: "inForce", input: { sumAssured: yuan(50_000), premium: yuan(500) } },
    refused: {
      "insurance/age-unsettled": {
        record: { misstatedAge: { birthOn: "1980-01-01", knownOn: "2026-02-01", consequence: "underpaid", premiumPayable: yuan(1_250) } },
      },
      "insurance/not-reduced": { input: { sumAssured: yuan(100_000), premium: yuan(500) } },
      "insurance/amount-not-positive": { input: { sumAssured: yuan(0), premium: yuan(500) } },
      "insurance/currencies-differ": { input: { sumAssured: dollars, premium: yuan(500) } },
    },
  },
  reissue: { taken: { from: "inForce", to: "inForce" } },
};
