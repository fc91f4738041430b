/** `core/document-empty`, `-length`, `-characters`, `-area`, `-birth-date` or `-check-digit`. */
export interface DocumentRefusal {
  readonly ok: false;
  readonly code: string;
  /** What is wrong and what to do, without the number. */
  readonly message: string;
}

export type DocumentProblem = "empty" | "length" | "characters" | "area" | "birth-date" | "check-digit";

export const refuse = (problem: DocumentProblem, message: string): DocumentRefusal => ({
  ok: false,
  code: `core/document-${problem}`,
  message,
});
