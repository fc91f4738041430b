import { refused } from "@kehu/core";
import * as z from "zod";
import { inWords, problemsOf } from "./parse.js";
import { invalidInput } from "./read/refusals.js";

/** What only code can give: a function, a connection, a definition. */
export const given = <T>(what: string, holds: (value: unknown) => boolean): z.ZodCustom<T> => z.custom<T>(holds, `needs ${what}`);
export const isObject = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === "object" && value !== null;
export const isFunction = (value: unknown): boolean => typeof value === "function";

/**
 * Looks at the options of a function that a vendor calls; a slip in one of them would go unnoticed until much later.
 *
 * @param what - how to name it in the error: `createCrm`
 * @throws KehuError `crm/invalid-input` with `details.problems`
 */
export function checkOptions(schema: z.core.$ZodType, options: unknown, what: string): void {
  const parsed = z.safeParse(schema, options);
  if (parsed.success) return;
  const problems = problemsOf(parsed.error);
  throw refused(invalidInput({ what, problems: inWords(problems) }), { details: { problems } });
}
