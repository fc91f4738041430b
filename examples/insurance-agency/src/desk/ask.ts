import { UsageError } from "report-kit";
import type { Answers, Choice, Command, Meaning, Question } from "./command.js";
import type { Desk } from "./desk.js";
import { meaningOf, wordsOf } from "./meaning-of.js";

/** Asks a person, and says before why the last answer will not do; undefined where the person gives up, empty where nothing is said. */
export type Prompt = (
  question: Question,
  asking?: { readonly problem?: string; readonly among?: readonly Choice[] },
) => Promise<string | undefined>;
/** An answer that names nobody and nothing, or too many; said in the language of the desk. */
export interface Unclear {
  readonly unclear: string;
}

/**
 * The answers to a command's questions: from the flags, else from a person, else what is usual; undefined where the person gives up.
 *
 * @param prompt - absent where nobody can be asked
 * @throws UsageError naming the flag that is missing or wrong
 */
export async function ask(
  desk: Desk,
  { name, questions }: Command,
  flags: Answers,
  prompt?: Prompt,
): Promise<Answers | Unclear | undefined> {
  const answers: Record<string, string | undefined> = {};
  const stray = Object.keys(flags).find((flag) => !questions.some((question) => question.flag === flag));
  if (stray !== undefined) throw new UsageError(desk.say(strayFlag(name, stray, questions)));
  for (const question of questions) {
    const told = flags[question.flag];
    const answer = told !== undefined ? await fromFlag(desk, question, told, prompt) : await asked(desk, question, { name, prompt });
    if (answer === undefined) return undefined;
    if ("unclear" in answer) return answer;
    answers[question.flag] = answer.value;
  }
  return answers;
}

const strayFlag = (name: string, stray: string, questions: readonly Question[]) => {
  const known = questions.map(({ flag }) => `--${flag}`).join(", ");
  return known === ""
    ? { en: `${name} knows no --${stray}; it asks for nothing.`, zh: `${name} 没有 --${stray}，该操作不需要任何选项。` }
    : { en: `${name} knows no --${stray}; it asks for ${known}.`, zh: `${name} 没有 --${stray}；可用选项：${known}。` };
};

type Answer = { readonly value: string | undefined } | Unclear | undefined;

async function fromFlag(desk: Desk, question: Question, told: string, prompt: Prompt | undefined): Promise<Answer> {
  const meaning = await meaningOf(question, told, desk);
  if ("wrong" in meaning) throw new UsageError(`--${question.flag}: ${desk.say(meaning.wrong)}`);
  return among(question, meaning, { desk, prompt });
}

async function asked(
  desk: Desk,
  question: Question,
  { name, prompt }: { readonly name: string; readonly prompt: Prompt | undefined },
): Promise<Answer> {
  if (prompt === undefined) {
    if (question.usual !== undefined) return fromFlag(desk, question, question.usual, undefined);
    if (question.optional) return { value: undefined };
    throw new UsageError(desk.say(missing(name, question)));
  }
  let problem: string | undefined;
  for (;;) {
    const said = await prompt(question, problem === undefined ? {} : { problem });
    if (said === undefined) return undefined;
    const answer = said.trim() === "" ? question.usual : said;
    if (answer === undefined && question.optional) return { value: undefined };
    const meaning: Meaning =
      answer === undefined ? { wrong: { en: "please answer", zh: "请填写" } } : await meaningOf(question, answer, desk);
    if (!("wrong" in meaning) && !("unknown" in meaning)) return among(question, meaning, { desk, prompt });
    problem = desk.say("wrong" in meaning ? meaning.wrong : meaning.unknown);
  }
}

const missing = (name: string, { flag, words }: Question) => ({
  en: `${name} needs --${flag}: ${words.en}.`,
  zh: `${name} 需要 --${flag}：${words.zh}。`,
});

async function among(
  question: Question,
  meaning: Exclude<Meaning, { readonly wrong: unknown }>,
  { desk, prompt }: { readonly desk: Desk; readonly prompt: Prompt | undefined },
): Promise<Answer> {
  if ("value" in meaning) return meaning;
  if ("unknown" in meaning) return { unclear: `--${question.flag}: ${desk.say(meaning.unknown)}` };
  if (prompt === undefined) return { unclear: wordsOf(question, meaning.among, desk) };
  const value = await prompt(question, { among: meaning.among });
  return value === undefined ? undefined : { value };
}
