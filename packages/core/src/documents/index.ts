export { checkDocument, type DocumentKind, type DocumentResult } from "./check-document.js";
export type { DocumentRefusal } from "./document-result.js";
export { normaliseDocument } from "./normalise-document.js";
export { checkResidentId, makeResidentId, type ResidentId } from "./resident-id.js";
export { checkUnifiedSocialCreditCode, makeUnifiedSocialCreditCode, type UnifiedSocialCreditCode } from "./unified-social-credit-code.js";
