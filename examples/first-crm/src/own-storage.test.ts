import { expect, it, vi } from "vitest";

it("confirms a booking once, over a map", async () => {
  const log = vi.spyOn(console, "log").mockReturnValue();
  await import("./own-storage.js");
  expect(log.mock.calls.flat()).toEqual(["confirmed", "rental/booking#confirm is not possible from confirmed; it is possible from asked."]);
  log.mockRestore();
});
