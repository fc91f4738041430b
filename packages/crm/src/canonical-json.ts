/** JSON whose object keys are in order, so that the same data has the same text, whatever kept it meanwhile. */
export const canonicalJson = (value: unknown): string => textOf(value) ?? "null";

/** The same of some fields of an object, in their order; one that is not there is null. */
export function canonicalFields(value: Readonly<Record<string, unknown>>, fields: readonly string[]): string {
  return `{${fields.map((field) => `${quoted(field)}:${canonicalJson(value[field])}`).join(",")}}`;
}

/** Put together as text: a copy with its keys in order takes longer to make than to write. Undefined for what JSON leaves out. */
function textOf(value: unknown): string | undefined {
  if (typeof value === "number") return Number.isFinite(value) ? String(value) : "null";
  if (typeof value !== "object" || value === null || "toJSON" in value) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(",")}]`;
  const parts: string[] = [];
  for (const key of Object.keys(value).sort()) {
    const text = textOf((value as Readonly<Record<string, unknown>>)[key]);
    if (text !== undefined) parts.push(`${quoted(key)}:${text}`);
  }
  return `{${parts.join(",")}}`;
}

const names = new Map<string, string>();
/** A key as JSON writes it; there are as many as fields, but for the keys of what callers may fill freely. */
export function quoted(key: string): string {
  const known = names.get(key);
  if (known !== undefined) return known;
  const text = JSON.stringify(key);
  if (names.size < 10_000) names.set(key, text);
  return text;
}
