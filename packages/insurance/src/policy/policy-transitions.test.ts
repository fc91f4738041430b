import { describe } from "vitest";
import { aCustomer, aPolicy, aProduct, yuan } from "../../test/moments.js";
import { policyTable } from "../../test/policy-table.js";
import { holdTransitions } from "../../test/transition-table.js";
import { policy } from "./policy.js";

describe("the lifecycle of a policy", () => {
  holdTransitions(policy, policyTable, {
    record: (changes) => aPolicy(changes),
    needs: {
      product: aProduct(),
      receipts: { posted: 1, paid: [yuan(1_000)] },
      claims: { open: 0, made: 0 },
      losses: { last: null },
      loans: [],
      formerSums: [],
      offers: [],
      settledLoans: [],
      lookedInto: [],
      met: { claims: 0 },
      returned: [],
      stays: [],
      standing: { covers: 0 },
      cancelled: { covers: 0 },
      vehicles: [],
      insured: { ...aCustomer("customer_insured"), birthOn: "1990-01-01" },
      employers: [],
    },
    on: "2026-03-10",
  });
});
