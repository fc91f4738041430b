import { type CalendarDate, consent, type Id, type New } from "@kehu/core";
import { consentPurpose } from "@kehu/insurance";
import type { Values } from "../read-files/read-table.js";
import type { claims } from "../read-files/tables.js";
import type { Known } from "./known.js";
import { startOf } from "./policies.js";

type ClaimRow = Values<typeof claims.columns>;

/** What the insured signed on the claim form: without it nothing is taken of what happened to his or her health. */
export const healthConsent = (claimNumber: string, { insuredId, on }: { readonly insuredId: Id<"customer">; readonly on: CalendarDate }) =>
  ({
    customerId: insuredId,
    purpose: consentPurpose("claim"),
    channel: "any",
    decision: "given",
    textVersion: "agency-1",
    evidence: `claims.csv, ${claimNumber}`,
    decidedAt: startOf(on),
  }) as const satisfies New<typeof consent>;

/** Of the claims that were reported up to the change-over; the later ones bring theirs on their day. */
export async function adoptHealthConsents(rows: readonly ClaimRow[], known: Known, asOf: CalendarDate): Promise<void> {
  const given = rows.flatMap(({ claim_no, policy_no, reported_date: on, health_consent }) => {
    const about = known.policies.get(policy_no);
    return about && health_consent && on <= asOf ? [{ claim_no, input: healthConsent(claim_no, { insuredId: about.insuredId, on }) }] : [];
  });
  await known.session.adoptMany(
    consent,
    given.map(({ claim_no, input }) => ({ input, as: { state: "active", asOf, source: `claims.csv:${claim_no}/health_consent` } })),
  );
}
