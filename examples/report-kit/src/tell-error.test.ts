import { KehuError } from "@kehu/core";
import { afterEach, describe, expect, it, vi } from "vitest";
import { UsageError } from "./read-files/decode.js";
import { tellError } from "./tell-error.js";

describe("tellError", () => {
  const told = vi.spyOn(console, "error").mockReturnValue();
  afterEach(() => told.mockClear());

  it("tells a wrong call and a refusal apart, and lets mistakes of the program through", () => {
    expect(tellError(new UsageError("--file is missing."))).toBe(2);
    expect(tellError(new KehuError("core/too-few", "There is one."))).toBe(1);
    expect(tellError(new UsageError("tx.csv is empty.", "file/empty"))).toBe(2);
    expect(told.mock.calls).toEqual([["--file is missing."], ["There is one. (core/too-few)"], ["tx.csv is empty. (file/empty)"]]);
    const mistake = new TypeError("undefined is no function");
    expect(() => tellError(mistake)).toThrow(mistake);
  });
});
