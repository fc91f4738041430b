/** JSON whose object keys are in order, so that the same data has the same text, whatever kept it meanwhile. */
export const canonicalJson = (value: unknown): string => JSON.stringify(inOrder(value));

/** The same data with its keys in order; most of it is text and numbers, which are left as they are. */
function inOrder(value: unknown): unknown {
  if (typeof value !== "object" || value === null || "toJSON" in value) return value;
  if (Array.isArray(value)) return value.map(inOrder);
  const ordered: Record<string, unknown> = Object.create(null);
  for (const key of Object.keys(value).sort()) ordered[key] = inOrder((value as Readonly<Record<string, unknown>>)[key]);
  return ordered;
}
