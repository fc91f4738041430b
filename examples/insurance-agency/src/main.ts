import { KehuError } from "@kehu/core";
import { help, readOptions } from "./options.js";
import { progressOn } from "./progress.js";
import { UsageError } from "./read-files/decode.js";
import { start } from "./start.js";

/** 0: done; 1: it failed; 2: it was called wrongly, or a file cannot be used. */
async function main(): Promise<number> {
  try {
    const options = readOptions(process.argv.slice(2), process.env["INIT_CWD"] ?? process.cwd());
    if (options === undefined) {
      console.log(help);
      return 0;
    }
    const { text } = await start(options, progressOn(process.stderr));
    console.log(text);
    console.log(`
The report is ${options.report}
What was refused is in ${options.rejects}

Next:
  npx pnpm quickstart                     once more: nothing is taken in twice
  npx pnpm quickstart --scale 5           a book five times as large
  npx pnpm quickstart --from YOUR-FOLDER  files of your own; examples/insurance-agency/README.md names their columns`);
    return 0;
  } catch (error) {
    if (error instanceof UsageError) {
      console.error(error.message);
      return 2;
    }
    if (!(error instanceof KehuError)) throw error;
    console.error(`${error.message} (${error.code})`);
    return 1;
  }
}

process.exitCode = await main();
