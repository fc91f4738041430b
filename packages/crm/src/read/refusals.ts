import { defineRefusal, type KehuError, type Refusal, refused } from "@kehu/core";
import { type Fault, type FaultValues, inWords, problemOf } from "../problems.js";

export const unknownRole = defineRefusal(
  "crm/unknown-role",
  "The role {role} is defined by no pack; give the actor a role that is, or pass this one to createCrm.",
);
export const notGranted = defineRefusal(
  "crm/not-granted",
  "The roles of {actor} do not allow {verb} on {name}; ask for a role that grants it.",
);
export const fieldHidden = defineRefusal(
  "crm/field-hidden",
  "The roles of {actor} hide {fields} of {record}; select other fields, and filter, sort and group by other fields.",
);
export const notFound = defineRefusal("crm/not-found", "There is no {record} {id}, or you may not see it; check the id.");
export const unknownId = defineRefusal(
  "crm/unknown-id",
  "There is no record type whose ids begin with {prefix}_; give the id of one of {records}.",
);
export const invalidWhere = defineRefusal("crm/invalid-where", "The filter on {record} is refused: {problems}.");
export const invalidQuery = defineRefusal("crm/invalid-query", "The query on {record} is refused: {problems}.");
export const invalidCursor = defineRefusal(
  "crm/invalid-cursor",
  "The cursor belongs to another query, or was changed; pass the `next` of the page before with the same filter and sort.",
);
export const tooMany = defineRefusal("crm/too-many", "{what} gives more than {limit} {things}; {advice}.");
export const numberTooLarge = defineRefusal(
  "crm/number-too-large",
  "The sum of {field} of {record} is beyond what can be counted exactly (2^53); narrow the filter or group it.",
);
export const referenceMissing = defineRefusal(
  "crm/reference-missing",
  "{record}, field {field}: there is no {target} {id}; choose one that exists and that you may see.",
);
export const invalidInput = defineRefusal("crm/invalid-input", "The input of {what} is refused: {problems}.");
export const invalidOutput = defineRefusal(
  "crm/invalid-output",
  "{what} gave something else than it declares: {problems}; its definition has to be corrected.",
);

/** What is wrong at one place of a filter or a query, in words that each language has. */
export function refusedAt(refusal: (problems: string) => Refusal, path: string, fault: Fault, values: FaultValues = {}): KehuError {
  const problems = [problemOf(path, fault, values)];
  return refused(refusal(inWords(problems)), { details: { problems } });
}
