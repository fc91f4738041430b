/** JSON whose object keys are in order, so that the same data has the same text, whatever kept it meanwhile. */
export const canonicalJson = (value: unknown): string => JSON.stringify(inOrder(value));

/** The same data with its keys in order; most of it is text and numbers, which are left as they are. The doors let no key `__proto__` in. */
function inOrder(value: unknown): unknown {
  if (typeof value !== "object" || value === null || "toJSON" in value) return value;
  if (Array.isArray(value)) return value.map(inOrder);
  // an object literal, because JSON.stringify is quick with those only
  const ordered: Record<string, unknown> = {};
  for (const key of Object.keys(value).sort()) ordered[key] = inOrder((value as Readonly<Record<string, unknown>>)[key]);
  return ordered;
}
