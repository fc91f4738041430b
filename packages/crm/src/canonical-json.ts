/** JSON whose object keys are in order, so that the same data has the same text, whatever kept it meanwhile. */
export const canonicalJson = (value: unknown): string => written(value) as string;

/** Written at once, for a copy in order would be made for the text only; undefined where JSON has no word for it. */
function written(value: unknown): string | undefined {
  if (typeof value !== "object" || value === null || "toJSON" in value) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map((each) => written(each) ?? "null").join(",")}]`;
  let text = "";
  for (const key of Object.keys(value).sort()) {
    const inner = written((value as Readonly<Record<string, unknown>>)[key]);
    if (inner !== undefined) text += `${text === "" ? "" : ","}${JSON.stringify(key)}:${inner}`;
  }
  return `{${text}}`;
}
