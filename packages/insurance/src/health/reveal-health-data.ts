import { consent, defineOperation, defineRecord, group, hasConsent, instant, ref, type Stored, text } from "@kehu/core";
import { consentPurpose, healthConsentMissing, medicalNote } from "./medical-note.js";

/** Who looked at whose health data, and why. Like every record it stands in the journal. */
export const healthDisclosure = defineRecord("insurance/health-disclosure", {
  fields: { noteId: ref("insurance/medical-note"), reason: text(300), revealedAt: instant(), revealedTo: text(128) },
  appendOnly: true,
});
export interface HealthDisclosure extends Stored<typeof healthDisclosure> {}

/** Shows a medical note to somebody who may not read it otherwise, for a reason, as long as the consent was not withdrawn. */
export const revealHealthData = defineOperation("insurance/reveal-health-data", {
  input: { noteId: ref("insurance/medical-note"), reason: text(300) },
  output: group({ statement: medicalNote.fields.statement, disclosureId: ref("insurance/health-disclosure") }),
  async run(work, { noteId, reason }) {
    const note = await work.get(medicalNote, noteId);
    const { items } = await work.find(consent, { where: { customerId: note.customerId }, limit: 1000 });
    const purpose = consentPurpose(note.purpose);
    if (!hasConsent(items, { purpose, channel: "note", at: work.now })) return work.refuse(healthConsentMissing({ purpose: note.purpose }));
    const shown = await work.create(healthDisclosure, { noteId, reason, revealedAt: work.now, revealedTo: work.actor.id });
    return { statement: note.statement, disclosureId: shown.id };
  },
});
