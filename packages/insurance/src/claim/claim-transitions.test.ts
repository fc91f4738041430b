import { describe } from "vitest";
import { claimRows, inForce } from "../../test/claim-rows.js";
import { aClaim, aPolicy, aProduct, noOtherClaims } from "../../test/moments.js";
import { holdTransitions } from "../../test/transition-table.js";
import { claim } from "./claim.js";

describe("the lifecycle of a claim", () => {
  holdTransitions(claim, claimRows, {
    record: (changes) => aClaim(changes),
    needs: {
      ...noOtherClaims,
      policy: aPolicy(),
      product: aProduct(),
      stays: [inForce],
      deaths: { open: 1 },
      met: { claims: 0 },
      named: { id: "coverage_1", state: "active", effectiveOn: "2024-03-01" },
    },
    on: "2026-03-10",
  });
});
