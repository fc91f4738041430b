import { describe, expect, it } from "vitest";
import { harmless } from "./harmless.js";

describe("harmless", () => {
  it("leaves no text that a spreadsheet would calculate", () => {
    const payloads = [
      "=1+1",
      "+1+1",
      "-1+1",
      "@SUM(A1)",
      "\t=1",
      "\r=1",
      " =1",
      "\u00a0=1",
      "\u0000=1",
      "\u200b=1",
      "＝1",
      "＋1",
      "＠A",
      "a\n=1",
      "\u2028=1",
    ];
    for (const payload of payloads) {
      const cell = harmless(payload);
      expect(cell).not.toMatch(/^[\s\p{C}]*[=+\-@＝＋－＠]/u);
      expect(cell).not.toMatch(/\p{C}/u);
    }
  });

  it("leaves other text as it is", () => {
    for (const text of ["paid_date is no day of the calendar", "王女士 a=b", "它说“好”"]) expect(harmless(text)).toBe(text);
  });
});
