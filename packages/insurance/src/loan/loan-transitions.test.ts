import { describe } from "vitest";
import { loanRows } from "../../test/loan-rows.js";
import { aLoan, aPolicy, aProduct } from "../../test/moments.js";
import { holdTransitions } from "../../test/transition-table.js";
import { policyLoan } from "./policy-loan.js";

describe("the lifecycle of a loan on a policy", () => {
  const loan = aLoan("2025-03-01");
  holdTransitions(policyLoan, loanRows, {
    record: (changes) => aLoan("2025-03-01", changes),
    needs: { policy: aPolicy(), product: aProduct(), loans: [loan] },
    on: "2026-03-10",
  });
});
