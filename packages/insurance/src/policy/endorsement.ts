import { type Act, act, type CalendarDate, date, defineRecord, ref, type Stored } from "@kehu/core";
import * as z from "zod";
import type { Policy } from "./policy.js";

/** 批单: what was changed of a contract, as the insurer writes it on the policy or attaches it. @see Insurance Law of the PRC, arts. 20 and 41 */
export const endorsement = defineRecord("insurance/endorsement", {
  fields: {
    policyId: ref("insurance/policy"),
    change: z.enum(["beneficiaries", "sumAssured", "term", "premium"]),
    endorsedOn: date(),
  },
  appendOnly: true,
});
export interface Endorsement extends Stored<typeof endorsement> {}

/** What it says before and after stands in the journal of the policy. */
export const endorse = ({ id: policyId }: Pick<Policy, "id">, change: Endorsement["change"], endorsedOn: CalendarDate): Act =>
  act.create(endorsement, { policyId, change, endorsedOn });
