import { describe, expect, it, vi } from "vitest";

describe("main", () => {
  it("shows a policy that lapsed when its second premium did not come", { timeout: 120_000 }, async () => {
    const log = vi.spyOn(console, "log").mockReturnValue();
    await import("./main.js");
    expect(log.mock.calls).toEqual([[{ state: "lapsed", since: "2025-04-30T15:59:59.999Z" }]]);
    log.mockRestore();
  });
});
