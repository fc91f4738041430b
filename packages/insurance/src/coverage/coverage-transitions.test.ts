import { stored } from "@kehu/testing";
import { describe } from "vitest";
import { coverageRows } from "../../test/coverage-rows.js";
import { aPolicy, startOf, yuan } from "../../test/moments.js";
import { holdTransitions } from "../../test/transition-table.js";
import { coverage } from "./coverage.js";

describe("the lifecycle of a cover", () => {
  const terms = { policyId: "policy_1", kind: "base", sumAssured: yuan(100_000), premium: yuan(900), effectiveOn: "2024-03-01" } as const;
  holdTransitions(coverage, coverageRows, {
    record: (changes) => stored(coverage, { ...terms, since: startOf("2024-03-01"), ...changes }),
    needs: { policy: aPolicy(), stays: [] },
    on: "2026-03-10",
  });
});
