import { invalidDefinition } from "./invalid.js";

// Types say it already; this says it to authors without types, who would meet a bare TypeError.

/** Refuses what is no definition of the kind that is meant, such as an import that is undefined because files import each other in a circle. */
export function checkGiven(place: string, given: unknown, kinds: readonly string[]): void {
  const kind = typeof given === "object" && given !== null ? (given as { readonly kind?: unknown }).kind : undefined;
  if (!kinds.includes(String(kind)))
    throw invalidDefinition(place, `needs ${kinds.map(withArticle).join(" or ")}; check its name and the import`);
}
const withArticle = (kind: string): string => `${/^[aeiou]/.test(kind) ? "an" : "a"} ${kind}`;

/** Refuses a definition without the function that it is there for. */
export function checkFunction(place: string, name: string, given: unknown): void {
  if (typeof given !== "function") throw invalidDefinition(place, `needs the function \`${name}\``);
}

/** Refuses a definition without the schema that it is there for. */
export function checkSchema(place: string, name: string, given: unknown): void {
  if (typeof given !== "object" || given === null || !("_zod" in given))
    throw invalidDefinition(place, `needs the schema \`${name}\`, such as z.int() or group({ … })`);
}

/** Refuses what such a definition does not have: a misspelt `gaurd` would guard nothing. */
export function checkSettings(place: string, def: object, known: string): void {
  const names = known.split(" ");
  const unknown = Object.keys(def).find((name) => !names.includes(name));
  if (unknown !== undefined) throw invalidDefinition(place, `has no setting "${unknown}", only ${names.join(", ")}`);
}
