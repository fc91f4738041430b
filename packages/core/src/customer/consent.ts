import * as z from "zod";
import { instant, party, personal, text } from "../define/field.js";
import type { Instant } from "../define/id.js";
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
 * Of two lines of the same instant the withdrawal wins. Without a line there is no consent. An instant may be in any writing that names its
 * offset; where it cannot be read, a withdrawal counts whenever it was, and a consent never does.
 *
 * @see Personal Information Protection Law of the PRC, arts. 14–16
 */
export function hasConsent(
  lines: readonly Pick<Consent, "purpose" | "channel" | "decision" | "decidedAt">[],
  asked: { readonly purpose: string; readonly channel: Channel; readonly at: Instant },
): boolean {
  const until = readInstant(asked.at);
  if (until === undefined) return false;
  let [given, withdrawn] = [Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const { purpose, channel, decision, decidedAt } of lines) {
    if (purpose !== asked.purpose || (channel !== asked.channel && channel !== "any")) continue;
    const decided = readInstant(decidedAt);
    if (decided !== undefined && decided > until) continue;
    if (decision === "given") given = Math.max(given, decided ?? Number.NEGATIVE_INFINITY);
    else withdrawn = Math.max(withdrawn, decided ?? Number.POSITIVE_INFINITY);
  }
  return given > withdrawn;
}

const withOffset = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:\d\d)$/;
/** Epoch milliseconds; undefined where no offset is named. The calendar reads more writings, and weighs more than all the rest of this door. */
function readInstant(text: unknown): number | undefined {
  const milliseconds = typeof text === "string" && withOffset.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(milliseconds) ? undefined : milliseconds;
}
