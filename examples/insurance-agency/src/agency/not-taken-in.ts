import { defineRefusal } from "@kehu/core";

export const policyNotTakenIn = defineRefusal(
  "agency/policy-not-taken-in",
  "There is no policy {number}; look at the line in which it was refused.",
);
export const claimNotTakenIn = defineRefusal(
  "agency/claim-not-taken-in",
  "There is no claim {number}; look at the line in which it was refused.",
);
