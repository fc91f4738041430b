import { defineLifecycle } from "@kehu/core";
import { claim } from "./claim.js";
import { coverNeeds, whyNotCovered } from "./cover.js";

/** What was approved, as the cover is known by now: it may have fallen away since. */
export const coveredStill = defineLifecycle(claim, (t) => ({
  /** Before a payment that came back goes out again. */
  confirmCover: t({ from: ["approved", "partiallyApproved", "paid", "closed"], needs: coverNeeds, guard: whyNotCovered }),
}));
