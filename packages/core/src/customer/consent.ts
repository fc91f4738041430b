import * as z from "zod";
import { instant, party, personal, text } from "../define/field.js";
import type { Instant } from "../define/id.js";
import { latest } from "../define/moment.js";
import { defineRecord, type Stored } from "../define/record.js";
import { defineRefusal } from "../define/refusal.js";
import { defineRule } from "../define/rule.js";
import { type Channel, channels } from "../interaction/channels.js";
import { isAhead } from "../lifecycle/due.js";

/** One line of the consent ledger: what was said, on which text, with what evidence. It is never changed; a withdrawal is a new line. */
export const consent = defineRecord("consent", {
  fields: {
    customerId: party("customer"),
    purpose: text(60),
    channel: z.enum([...channels, "any"]),
    decision: z.enum(["given", "withdrawn"]),
    textVersion: text(40),
    evidence: personal("content", text(300)),
    decidedAt: instant(),
  },
  appendOnly: true,
});
export interface Consent extends Stored<typeof consent> {}

export const decidedInFuture = defineRefusal(
  "kehu/decided-in-future",
  "A consent cannot have been decided on at {decidedAt}, which is later than now; correct the time.",
);
export const consentIsDecided = defineRule("consent-is-decided", consent, {
  check: ({ record, now }) => (isAhead(record.decidedAt, now) ? decidedInFuture({ decidedAt: record.decidedAt }) : undefined),
});

/**
 * Whether a purpose is allowed on a channel at an instant: the latest line for it decides, and what was said of any channel counts for each.
 * Of two lines of the same instant the withdrawal wins. Without a line there is no consent.
 *
 * @see Personal Information Protection Law of the PRC, arts. 14–16
 */
export function hasConsent(
  lines: readonly Pick<Consent, "purpose" | "channel" | "decision" | "decidedAt">[],
  asked: { readonly purpose: string; readonly channel: Channel; readonly at: Instant },
): boolean {
  const relevant = lines.filter(
    (line) => line.purpose === asked.purpose && (line.channel === asked.channel || line.channel === "any") && line.decidedAt <= asked.at,
  );
  const last = latest(...relevant.map((line) => line.decidedAt));
  const final = relevant.filter((line) => line.decidedAt === last);
  return final.length > 0 && final.every((line) => line.decision === "given");
}
