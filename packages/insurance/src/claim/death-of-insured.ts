import { among, type Where } from "@kehu/core";
import { coverage } from "../coverage/coverage.js";
import type { Claim } from "./claim.js";

/** On the death of the policy's insured, and not of a life that only the cover which is claimed on insures. */
export const ofItsInsured = {
  kind: "death",
  or: [{ coverageId: null }, { coverageId: { in: among(coverage, "id", { insuredId: null }) } }],
} satisfies Where<Claim>;
/** …that was met. */
export const metOfItsInsured = { ...ofItsInsured, state: { in: ["paid", "closed"] }, approvedAmount: { not: null } } satisfies Where<Claim>;
