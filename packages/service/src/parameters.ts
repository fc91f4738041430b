import { defineParameter } from "@kehu/core";
import * as z from "zod";

const days = z.int().min(1).max(365);

/** Working days until the first answer. */
export const responseDays = defineParameter("service/response-days", {
  schema: z.strictObject({ person: days, organization: days }),
  values: [
    {
      from: "2000-01-01",
      value: { person: 1, organization: 3 },
      source: "Consumers find 24 hours too slow for a reply, companies accept 72; a house rule, not a law",
      verified: false,
    },
  ],
});
/** Working days until it is solved. */
export const resolutionDays = defineParameter("service/resolution-days", {
  schema: z.strictObject({ question: days, request: days, complaint: days }),
  values: [
    {
      from: "2000-01-01",
      value: { question: 3, request: 5, complaint: 10 },
      source: "A house rule to begin with; trades have laws of their own for complaints",
      verified: false,
    },
  ],
});
/** Calendar days after which a solution that nobody objected to is accepted. */
export const closingDays = defineParameter("service/closing-days", {
  schema: days,
  values: [{ from: "2000-01-01", value: 7, source: "A house rule to begin with", verified: false }],
});
/** Calendar days for which a closed case may be taken up again. */
export const reopeningDays = defineParameter("service/reopening-days", {
  schema: days,
  values: [{ from: "2000-01-01", value: 30, source: "A house rule to begin with", verified: false }],
});
