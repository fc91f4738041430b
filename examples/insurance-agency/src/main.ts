import { progressOn, tellError } from "report-kit";
import { help, readOptions } from "./options.js";
import { start } from "./start.js";
import { Stopped, stoppable } from "./stoppable.js";

/** 0: done; 1: it failed; 2: it was called wrongly, or a file cannot be used; 130: it was stopped. */
async function main(): Promise<number> {
  try {
    const options = readOptions(process.argv.slice(2), { cwd: process.env["INIT_CWD"] ?? process.cwd() });
    if (options === undefined) {
      console.log(help);
      return 0;
    }
    const { text } = await start(options, stoppable(progressOn(process.stderr), process));
    console.log(text);
    console.log(`
The report is ${options.report}
What was refused is in ${options.rejects}

Next:
  npx --yes pnpm@10 quickstart                     once more: nothing is taken in twice
  npx --yes pnpm@10 quickstart --scale 5           a book five times as large
  npx --yes pnpm@10 quickstart --from YOUR-FOLDER  files of your own; examples/insurance-agency/README.md names their columns`);
    return 0;
  } catch (error) {
    if (error instanceof Stopped) {
      console.error(error.message);
      return 130;
    }
    if (!isOfTheSystem(error)) return tellError(error);
    console.error(`${error.message}. Nothing is lost: mend it and run again.`);
    return 1;
  }
}

/** A full disk, a file that was taken away. */
const isOfTheSystem = (error: unknown): error is NodeJS.ErrnoException => error instanceof Error && "syscall" in error;

process.exitCode = await main();
