import type { Phrase } from "@kehu/core";
import { invalid } from "../../parse.js";
import { type Problem, problemOf } from "../../problems.js";
import type { RecordEntry } from "../../registry.js";

const keptByKehu: ReadonlySet<string> = new Set(["id", "version", "since", "origin", "createdAt", "updatedAt"]);

/**
 * Says how what every record has comes to be, to whoever gives it among the fields: it is there, so that "no such field" would be wrong.
 *
 * @param options.what - how to name the input in the error
 * @throws KehuError `crm/invalid-input`
 */
export function refuseKept(
  { record }: RecordEntry,
  given: unknown,
  { verb, what }: { readonly verb: "create" | "update" | "adopt"; readonly what: string | Phrase },
): void {
  if (typeof given !== "object" || given === null) return;
  const problems = Object.keys(given).flatMap((field): readonly Problem[] => {
    if (field === "state") return [stateProblem(record.initial, verb)];
    if (field === "ownerId" || field === "teamId") return [problemOf(field, verb === "adopt" ? "beside" : "assigned")];
    return keptByKehu.has(field) ? [problemOf(field, "kept")] : [];
  });
  if (problems.length > 0) throw invalid(problems, what);
}

function stateProblem(initial: readonly string[], verb: "create" | "update" | "adopt"): Problem {
  if (verb === "update") return problemOf("state", "state-changes");
  return verb === "adopt" ? problemOf("state", "beside") : problemOf("state", "state-begins", { options: initial.join(", ") });
}
