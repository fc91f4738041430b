import { KehuError } from "@kehu/core";
import { progressOn, UsageError } from "report-kit";
import { help, readOptions } from "./options.js";
import { start } from "./start.js";

/** 0: done; 1: the transactions cannot carry a model; 2: it was called wrongly, or a file cannot be used. */
async function main(): Promise<number> {
  try {
    const options = readOptions(process.argv.slice(2), process.env["INIT_CWD"] ?? process.cwd());
    console.log(options === undefined ? help : await start(options, progressOn(process.stderr)));
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
