import { anyRef, channels, defineRecord, instant, party, type Stored, text } from "@kehu/core";
import * as z from "zod";

/**
 * What a customer wants from the company: a question, a request or a complaint, from the first word to the answer, with one owner.
 *
 * The states are those of a trouble ticket.
 *
 * @see TM Forum TMF621 Trouble Ticket Management
 */
export const serviceCase = defineRecord("service/case", {
  fields: {
    caseNumber: text(30),
    kind: z.enum(["question", "request", "complaint"]),
    subject: text(200),
    description: text(5000).optional(),
    customerId: party("customer"),
    /** Who spoke for the customer, where that is somebody else. */
    reporterId: party("reporter").optional(),
    channel: z.enum(channels),
    severity: z.enum(["critical", "major", "minor"]).default("minor"),
    /** The line of business it belongs to: the name of a pack. */
    line: text(40).optional(),
    aboutId: anyRef().optional(),
    /** When the customer first had an answer, whoever gave it. */
    respondedAt: instant().optional(),
    resolution: text(2000).optional(),
    /** Why it waits, was refused, cancelled or taken up again. */
    statusReason: text(300).optional(),
    reopenings: z.int().min(0).default(0),
    /** How content the customer was with it, 1 to 5. */
    satisfaction: z.int().min(1).max(5).optional(),
  },
  states: ["acknowledged", "inProgress", "pending", "held", "resolved", "closed", "rejected", "cancelled"],
  unique: [{ by: ["caseNumber"] }],
  managed: ["respondedAt", "resolution", "statusReason", "reopenings", "satisfaction"],
});
export interface ServiceCase extends Stored<typeof serviceCase> {}
