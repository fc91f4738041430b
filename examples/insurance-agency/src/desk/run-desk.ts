import { existsSync } from "node:fs";
import { join } from "node:path";
import { KehuError } from "@kehu/core";
import { both, UsageError } from "report-kit";
import { openBook } from "../run-book.js";
import { customerQuestion, policyQuestion } from "./answers.js";
import { ask, type Prompt } from "./ask.js";
import type { Answers, Command, Question } from "./command.js";
import { commands } from "./commands.js";
import { type Desk, openDesk } from "./desk.js";
import type { DeskOptions } from "./desk-options.js";
import { promiseQuestion } from "./keep-promise.js";
import { refusalOf } from "./said-here.js";

/** How the desk talks to whoever sits at it. */
export interface Talk {
  readonly print: (line: string) => void;
  /** Absent where nobody can be asked. */
  readonly people?: {
    readonly prompt: (desk: Desk) => Prompt;
    readonly choose: (desk: Desk) => Promise<string | undefined>;
  };
}

/**
 * Does what was asked for, or asks until the person leaves.
 *
 * @returns false where the one command was refused, which is said in the language of the desk
 */
export async function runDesk(options: DeskOptions, { print, people }: Talk): Promise<boolean> {
  const { book, language } = options;
  if (book.database === undefined && !existsSync(join(book.directory, "data"))) throw new UsageError(noBook(book.directory)[language]);
  if (options.command === undefined && !people) throw new UsageError(nobodyToAsk[language]);
  const agency = await openBook(book);
  try {
    await agency.crm.runDue(agency.setDay(book.until));
    const desk = openDesk(agency.crm, { tenant: `agency-${book.book}`, language, today: book.until });
    const prompt = people?.prompt(desk);
    const around = { print, ...(prompt && { prompt }) };
    if (options.command !== undefined) return await carryOut(desk, commandNamed(options.command), { ...around, flags: options.flags });
    for (let name = await people?.choose(desk); name !== undefined; name = await people?.choose(desk))
      await carryOut(desk, commandNamed(name), { ...around, flags: {} });
    return true;
  } finally {
    await agency.crm.close();
  }
}

const noBook = (directory: string) =>
  both(
    `There is no book in ${directory} yet. Run the quickstart first: npx --yes pnpm@10 quickstart`,
    `${directory} 中还没有业务数据。请先运行：npx --yes pnpm@10 quickstart`,
  );
const nobodyToAsk = both("Nobody can be asked here: name a command. See --help.", "此处无法提问：请指定操作，参见 --help。");

const commandNamed = (name: string): Command => commands.find((each) => each.name === name) as Command;

const aboutCaller: readonly Question[] = [customerQuestion, policyQuestion, promiseQuestion];

/** Whoever is on the line is the customer, and holds the policy, unless another one is named. */
function ofTheCaller({ call }: Desk, command: Command): Command {
  const { caller } = call;
  if (caller === undefined) return command;
  const usual = caller.customerId;
  const orOf = ({ words: { en, zh } }: Question) => both(`${en}; empty: ${caller.name}`, `${zh}；留空为${caller.name}`);
  return {
    ...command,
    questions: command.questions.map((each) => (aboutCaller.includes(each) ? { ...each, words: orOf(each), usual } : each)),
  };
}

/** At the desk a refusal is an answer, and the next caller waits. */
async function carryOut(
  desk: Desk,
  command: Command,
  { flags, print, prompt }: { readonly flags: Answers; readonly print: Talk["print"]; readonly prompt?: Prompt },
): Promise<boolean> {
  try {
    const answers = await ask(desk, ofTheCaller(desk, command), flags, prompt);
    if (answers === undefined) return true;
    if ("unclear" in answers) {
      print(answers.unclear ?? "");
      return false;
    }
    for (const line of await command.run(desk, answers)) print(line);
    return true;
  } catch (error) {
    if (!(error instanceof KehuError)) throw error;
    print(refusalOf(desk, error));
    return false;
  }
}
