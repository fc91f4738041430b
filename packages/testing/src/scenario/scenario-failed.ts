import { KehuError } from "@kehu/core";

/** The error of a scenario that came out differently, for any test runner. */
export const scenarioFailed = (place: string, expected: string, found: string): KehuError =>
  new KehuError("testing/scenario-failed", `${place} expected: ${expected}; found: ${found}. Correct the definition, or the scenario.`, {
    details: { place, expected, found },
  });
