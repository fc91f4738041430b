import { tellError } from "report-kit";
import { deskHelp } from "./desk-help.js";
import { readDeskOptions } from "./desk-options.js";
import { runDesk } from "./run-desk.js";

/** 0: done; 1: refused or failed; 2: called wrongly. */
async function main(): Promise<number> {
  try {
    const { env, stdin, stdout } = process;
    // whoever reads only the first lines has seen enough
    stdout.on("error", (error: NodeJS.ErrnoException) => {
      if (error.code !== "EPIPE") throw error;
    });
    const options = readDeskOptions(process.argv.slice(2), {
      cwd: env["INIT_CWD"] ?? process.cwd(),
      lang: env["LC_ALL"] ?? env["LANG"] ?? "",
    });
    if ("help" in options) {
      console.log(deskHelp(options.help));
      return 0;
    }
    const isThere = stdin.isTTY && stdout.isTTY;
    // the prompts are only loaded where somebody answers them
    const prompts = isThere ? await import("./prompts.js") : undefined;
    const done = await runDesk(options, {
      print: (line) => console.log(line),
      ...(prompts && { people: { prompt: prompts.promptAt, choose: prompts.chooseCommand } }),
    });
    return done ? 0 : 1;
  } catch (error) {
    return tellError(error);
  }
}

process.exitCode = await main();
