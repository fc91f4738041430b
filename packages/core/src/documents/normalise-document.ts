/**
 * The form in which a document's number is kept and looked up: plain characters for full-width ones, capitals, no spaces, dashes,
 * invisible or direction characters. Two writings of one number give the same form.
 */
export const normaliseDocument = (text: string): string =>
  text
    .normalize("NFKD")
    .toUpperCase()
    .replace(/[\p{Cf}\p{Cc}\p{Default_Ignorable_Code_Point}\p{Z}\p{Pd}]/gu, "")
    .normalize("NFKC");
