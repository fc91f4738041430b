import type { Instant } from "@kehu/core";

/** The instant at which tests begin unless told: Monday, 2026-03-02, noon in Shanghai. */
export const testNow: Instant = "2026-03-02T04:00:00.000Z";
