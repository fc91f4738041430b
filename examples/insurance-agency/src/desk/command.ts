import type { AnyRecord } from "@kehu/core";
import type { Both } from "report-kit";
import type { Desk } from "./desk.js";

/** Something that an answer may mean. */
export interface Choice {
  readonly value: string;
  readonly label: string;
}
/** What an answer means; or why it will not do, or is known to nobody; or what it may mean. */
export type Meaning =
  | { readonly value: string }
  | { readonly wrong: Both }
  | { readonly unknown: Both }
  | { readonly among: readonly Choice[] };

/** One thing that is asked before something is done: by a flag, or by a prompt. */
export interface Question {
  /** `--loss-on`; the answer stands under this name. */
  readonly flag: string;
  readonly words: Both;
  /** What may be chosen, by its code or by its word; without it any text. */
  readonly options?: readonly string[];
  /** The field whose choices these are, for their words. */
  readonly field?: readonly [record: AnyRecord, name: string];
  /** The words for choices of no field. */
  readonly named?: Readonly<Record<string, Both>>;
  readonly optional?: boolean;
  /** What the answer is where nothing is said. */
  readonly usual?: string;
  /** What an answer means. */
  readonly read?: (answer: string, desk: Desk) => Meaning | Promise<Meaning>;
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
