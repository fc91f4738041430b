import { defineRefusal } from "../../define/refusal.js";

export const tiersUnusable = defineRefusal(
  "core/tiers-unusable",
  "The tiers are unusable: {problem}; give 1 to 20 from the lowest to the highest, each entered above the one before and left where it is entered or below.",
);
export const tierUnknown = defineRefusal(
  "core/tier-unknown",
  "Customer {customerId} comes from a tier {tier} that is not among the tiers; keep its name, or leave it out for a new customer.",
);
