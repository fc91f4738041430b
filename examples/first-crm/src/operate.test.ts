import { expect, it, vi } from "vitest";

it("prints what its comments say", { timeout: 120_000 }, async () => {
  const log = vi.spyOn(console, "log").mockReturnValue();
  await import("./operate.js");
  expect(log.mock.calls).toEqual([
    [["1 create customer: 王芳"]],
    [expect.arrayContaining(["客户"])],
    [["customer: displayName, contactPoints", "interaction: topic"], 0],
    [4, 2, undefined, 64],
    ["pglite", 0, 0, { mailing: 2 }],
    [0],
  ]);
  log.mockRestore();
});
