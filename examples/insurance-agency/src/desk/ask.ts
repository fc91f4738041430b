import { UsageError } from "report-kit";
import type { Answers, Command, Question } from "./command.js";
import type { Desk } from "./desk.js";

/** Asks a person; undefined where the person gives up. */
export type Prompt = (question: Question) => Promise<string | undefined>;

/**
 * The answers to a command's questions: from the flags, else from a person, else what is usual.
 *
 * @param prompt - absent where nobody can be asked
 * @throws UsageError naming the flag that is missing or wrong
 */
export async function ask(desk: Desk, { name, questions }: Command, flags: Answers, prompt?: Prompt): Promise<Answers | undefined> {
  const answers: Record<string, string | undefined> = {};
  const stray = Object.keys(flags).find((flag) => !questions.some((question) => question.flag === flag));
  if (stray !== undefined)
    throw new UsageError(`${name} knows no --${stray}; it asks for ${questions.map(({ flag }) => `--${flag}`).join(", ")}.`);
  for (const question of questions) {
    const answer = await answerTo(question, flags, prompt);
    if (answer === undefined && prompt && !question.optional) return undefined;
    const wrong = answer === undefined ? undefined : whyWrong(question, answer);
    if (wrong !== undefined) throw new UsageError(`--${question.flag}: ${typeof wrong === "string" ? wrong : desk.say(wrong)}`);
    if (answer === undefined && !question.optional) throw new UsageError(`${name} needs --${question.flag}: ${desk.say(question.words)}.`);
    answers[question.flag] = answer;
  }
  return answers;
}

async function answerTo(question: Question, flags: Answers, prompt: Prompt | undefined): Promise<string | undefined> {
  const told = flags[question.flag];
  if (told !== undefined) return told;
  const asked = await prompt?.(question);
  return asked === undefined || asked === "" ? question.usual : asked;
}

function whyWrong(question: Question, answer: string) {
  if (question.options && !question.options.includes(answer)) return `${question.options.join(", ")}`;
  return question.wrong?.(answer);
}
