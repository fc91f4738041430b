import type { AnyRecord } from "@kehu/core";
import type { Both } from "report-kit";
import type { Desk } from "./desk.js";

/** One thing that is asked before something is done: by a flag, or by a prompt. */
export interface Question {
  /** `--loss-on`; the answer stands under this name. */
  readonly flag: string;
  readonly words: Both;
  /** What may be chosen; without it any text. */
  readonly options?: readonly string[];
  /** The field whose choices these are, for their words. */
  readonly field?: readonly [record: AnyRecord, name: string];
  readonly optional?: boolean;
  /** What the answer is where nothing is said. */
  readonly usual?: string;
  /** Why an answer will not do. */
  readonly wrong?: (answer: string) => Both | undefined;
}
export type Answers = Readonly<Record<string, string | undefined>>;
/** What an agent does at the desk. */
export interface Command {
  readonly name: string;
  readonly title: Both;
  readonly questions: readonly Question[];
  /** @returns the lines to show */
  run(desk: Desk, answers: Answers): Promise<readonly string[]>;
}

/** An answer that was asked for and is there. */
export const given = (answers: Answers, flag: string): string => answers[flag] ?? "";
