import { expect, it, vi } from "vitest";

it("prints what its comments say", { timeout: 120_000 }, async () => {
  const log = vi.spyOn(console, "log").mockReturnValue();
  await import("./value.js");
  expect(log.mock.calls).toMatchObject([
    ["c0 will buy again with a probability of 0.97"],
    ["current", 200, ["bg-nbd", "gamma-gamma"]],
    ["The best fifth brings 2234831 of 2177928, the worst -492080."],
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
    ["champions", "silentDays"],
    ["The worst fifth takes no more than a twentieth away", "open"],
  ]);
  log.mockRestore();
});
