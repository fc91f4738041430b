import { existsSync } from "node:fs";
import { join } from "node:path";
import { KehuError } from "@kehu/core";
import { UsageError } from "report-kit";
import { openBook } from "../run-book.js";
import { ask, type Prompt } from "./ask.js";
import type { Answers, Command } from "./command.js";
import { commands } from "./commands.js";
import { type Desk, openDesk } from "./desk.js";
import type { DeskOptions } from "./desk-options.js";

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
  if (book.database === undefined && !existsSync(join(book.directory, "data")))
    throw new UsageError(`There is no book in ${book.directory} yet. Run the quickstart first: npx --yes pnpm@10 quickstart`);
  if (options.command === undefined && !people) throw new UsageError("Nobody can be asked here: name a command. See --help.");
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

const commandNamed = (name: string): Command => commands.find((each) => each.name === name) as Command;

/** At the desk a refusal is an answer, and the next caller waits. */
async function carryOut(
  desk: Desk,
  command: Command,
  { flags, print, prompt }: { readonly flags: Answers; readonly print: Talk["print"]; readonly prompt?: Prompt },
): Promise<boolean> {
  try {
    const answers = await ask(desk, command, flags, prompt);
    if (answers !== undefined) for (const line of await command.run(desk, answers)) print(line);
    return true;
  } catch (error) {
    if (!(error instanceof KehuError)) throw error;
    print(`${desk.crm.say(error, desk.language === "zh" ? "zh-CN" : "en")} (${error.code})`);
    return false;
  }
}
