import { expect, it, vi } from "vitest";

it("prints what its comments say", { timeout: 120_000 }, async () => {
  const log = vi.spyOn(console, "log").mockReturnValue();
  await import("./value.js");
  expect(log.mock.calls).toMatchObject([
    ["c0 will buy again with a probability of 0.95"],
    ["current", 200, ["bg-nbd", "gamma-gamma"]],
    ["The best fifth brings 2395292 of 1875861, the worst -734205."],
    ["outOfRhythm"],
    ["outOfRhythm"],
    ["outOfRhythm"],
    [
      "0 are worth a higher tier",
      [
        { from: null, to: "base" },
        { from: null, to: "gold" },
      ],
    ],
    ["loyal", "silentDays"],
    ["The worst fifth takes no more than a twentieth away", "open"],
  ]);
  log.mockRestore();
});
