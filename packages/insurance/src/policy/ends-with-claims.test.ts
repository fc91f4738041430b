import { decide } from "@kehu/core";
import { describe, expect, it } from "vitest";
import { answer, aPolicy, aProduct, at, yuan } from "../../test/moments.js";
import { policyEnd } from "./policy-end.js";

const none = { covers: 0 };
const needs = (open: number, last: string | null) => ({
  claims: { open },
  losses: { last },
  product: aProduct(),
  standing: none,
  cancelled: none,
  loans: [],
});
const surrender = (open: number, last: string | null, noticeOn: string): string =>
  answer(
    decide(policyEnd.surrender, {
      record: aPolicy(),
      needs: needs(open, last),
      input: { noticeOn, cashValue: yuan(1) },
      ...at("2026-02-10"),
    }),
  );
const transfer = (open: number, last: string | null, transferredOn: string): string =>
  answer(
    decide(policyEnd.transferOut, {
      record: aPolicy(),
      needs: needs(open, last),
      input: { transferredOn, transferredTo: "Ningbo branch" },
      ...at("2026-02-10"),
    }),
  );

describe("an end of a policy with claims", () => {
  it("comes after they are settled", () => {
    expect([surrender(1, null, "2026-02-10"), transfer(1, null, "2026-02-10")]).toEqual([
      "insurance/open-claims",
      "insurance/transferred-with-claims",
    ]);
  });

  it("comes no day before a loss for which it was claimed", () => {
    expect([surrender(0, "2026-02-05", "2026-02-04"), transfer(0, "2026-02-05", "2026-02-04")]).toEqual(
      Array(2).fill("insurance/ends-before-loss"),
    );
    expect([surrender(0, "2026-02-05", "2026-02-05"), transfer(0, "2026-02-05", "2026-02-05")]).toEqual(["surrendered", "terminated"]);
  });
});
