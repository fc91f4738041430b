import { describe, expect, it, vi } from "vitest";

describe("tour", () => {
  it("prints what its comments say", { timeout: 120_000 }, async () => {
    const log = vi.spyOn(console, "log").mockReturnValue();
    await import("./tour.js");
    expect(log.mock.calls.map((words) => words.join(" "))).toEqual([
      "create schema kehu",
      "1",
      "王芳 phone",
      "1 1",
      "true",
      "Finish false core/not-from-here",
      "crm/not-granted false",
      "true",
    ]);
    log.mockRestore();
  });
});
