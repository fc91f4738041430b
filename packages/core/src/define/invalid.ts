import { KehuError } from "../error.js";

/** The error of a wrong declaration: names the definition, the place and what is expected there. */
export function invalidDefinition(place: string, problem: string): KehuError {
  return new KehuError("core/invalid-definition", `${place} ${problem}.`, { details: { place, problem } });
}
