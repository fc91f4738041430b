/** What testPack looks at; each is a kind of fault. */
export const checks = [
  "words-missing",
  "words-untranslated",
  "words-blanks",
  "words-twice",
  "state-unreachable",
  "automatic-loop",
  "deadline-endless",
  "record-unreadable",
  "record-unsampled",
  "right-missing",
  "grant-unknown",
  "definition-unlisted",
  "reference-undeclared",
  "personal-undeclared",
  "key-missing",
  "refusal-unraised",
  "parameter-sourceless",
  "parameter-not-yet",
  "ledger-unsound",
  "function-crash",
  "function-impure",
  "choice-outside",
  "set-unsound",
  "due-unsound",
  "act-unsound",
  "guard-closed",
  "right-ungranted",
  "hostile-accepted",
  "hostile-crash",
  "hostile-trace",
  "operation-crash",
  "output-undeclared",
  "acceptance-stale",
] as const;
export type PackCheck = (typeof checks)[number];

/** One thing that is wrong with a pack: what, where, and what to do. */
export interface Finding {
  readonly check: PackCheck;
  /** `The record "insurance/claim", field "cause"`. */
  readonly place: string;
  readonly problem: string;
  readonly remedy: string;
}
/** A finding that is meant to be so. One that no longer occurs is a finding itself. */
export interface Acceptance {
  readonly check: PackCheck;
  readonly place: string;
  readonly because: string;
}

export const inWords = ({ check, place, problem, remedy }: Finding): string => `${check}: ${place} ${problem}. ${remedy}.`;

/** What several checks came to is one finding. */
export function eachOnce(findings: readonly Finding[]): readonly Finding[] {
  const seen = new Map<string, Finding>();
  for (const finding of findings) if (!seen.has(inWords(finding))) seen.set(inWords(finding), finding);
  return [...seen.values()];
}

/** Whether these occur depends on what chance comes to, so that an acceptance is not stale for once. */
const byChance: readonly PackCheck[] = ["right-missing", "record-unsampled", "guard-closed"];
/** What remains after what was accepted, and the acceptances that nothing answers to. */
export function withoutAccepted(findings: readonly Finding[], accepted: readonly Acceptance[]): readonly Finding[] {
  const answers = (finding: Finding, acceptance: Acceptance): boolean =>
    finding.check === acceptance.check && finding.place === acceptance.place;
  const left = findings.filter((finding) => !accepted.some((acceptance) => answers(finding, acceptance)));
  const stale = accepted.filter(
    (acceptance) => !byChance.includes(acceptance.check) && !findings.some((finding) => answers(finding, acceptance)),
  );
  return [
    ...left,
    ...stale.map(
      ({ check, place }): Finding => ({
        check: "acceptance-stale",
        place,
        problem: `is accepted for "${check}", which no longer occurs there`,
        remedy: "Take the acceptance out",
      }),
    ),
  ];
}
