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
      "1 are worth a higher tier",
      [
        { from: null, to: "base" },
        { from: null, to: "gold" },
      ],
    ],
    ["loyal", "silentDays"],
    ["0-0", 30, "let go"],
    ["0-1", 15, "invite back"],
    ["1-0", 34, "ask why"],
    ["1-1", 21, "thank"],
    [["客户 7", "客户 8", "客户 10"]],
    ["Call and ask how it went", "2026-03-15"],
    ["The worst fifth takes no more than a twentieth away", "open"],
  ]);
  log.mockRestore();
});
