/** Text that no spreadsheet takes for a formula: one line, without control characters, and never with a sign at its beginning. */
export function harmless(cell: string): string {
  const line = cell.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, " ").trim();
  return /^[=+\-@]/.test(line.normalize("NFKC").trimStart()) ? `'${line}` : line;
}
