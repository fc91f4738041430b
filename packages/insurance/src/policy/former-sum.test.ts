import { check } from "@kehu/core";
import { stored } from "@kehu/testing";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { aPolicy, at, yuan } from "../../test/moments.js";
import { formerSum, formerSumIsSound, sumAssuredOn } from "./former-sum.js";

describe("sumAssuredOn", () => {
  const formerSums = [
    { sumAssured: yuan(80_000), untilOn: "2026-01-31" },
    { sumAssured: yuan(100_000), untilOn: "2025-06-10" },
  ];
  const on = (day: string) => sumAssuredOn(aPolicy({ sumAssured: yuan(50_000) }), { formerSums, on: day }).amountMinor / 100;

  it("is the sum that counted on the day, through the day of its change", () => {
    expect([on("2024-03-01"), on("2025-06-10"), on("2025-06-11"), on("2026-01-31"), on("2026-02-01")]).toEqual([
      100_000, 100_000, 80_000, 80_000, 50_000,
    ]);
  });

  it("is what a list of all days says, in whichever order the changes are kept", () => {
    const day = (offset: number) => new Date(Date.UTC(2025, 0, 1 + offset)).toISOString().slice(0, 10);
    fc.assert(
      fc.property(fc.uniqueArray(fc.nat(60), { maxLength: 6 }), fc.nat(70), (changes, asked) => {
        const kept = changes.map((offset) => ({ sumAssured: yuan(1_000 + offset), untilOn: day(offset) }));
        const next = changes.toSorted((a, b) => a - b).find((offset) => offset >= asked);
        const expected = next === undefined ? yuan(50_000) : yuan(1_000 + next);
        expect(sumAssuredOn(aPolicy({ sumAssured: yuan(50_000) }), { formerSums: kept, on: day(asked) })).toEqual(expected);
      }),
    );
  });
});

describe("formerSumIsSound", () => {
  it.each([
    [{}, undefined],
    [{ sumAssured: yuan(0) }, "insurance/amount-not-positive"],
    [{ sumAssured: { amountMinor: 1, currency: "USD" } }, "insurance/currencies-differ"],
    [{ untilOn: "2026-02-11" }, "insurance/date-in-future"],
  ] as const)("takes %o or refuses it: %s", (changes, code) => {
    const record = stored(formerSum, { policyId: "policy_1", sumAssured: yuan(1), untilOn: "2026-02-10", ...changes });
    expect(check([formerSumIsSound], { record, needs: { policy: aPolicy() }, ...at("2026-02-10") })[0]?.code).toBe(code);
  });
});
