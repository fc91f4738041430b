import { progressOn, tellError } from "report-kit";
import { help, readOptions } from "./options.js";
import { start } from "./start.js";

/** 0: done; 1: the transactions cannot carry a model; 2: it was called wrongly, or a file cannot be used. */
async function main(): Promise<number> {
  try {
    const options = readOptions(process.argv.slice(2), process.env["INIT_CWD"] ?? process.cwd());
    console.log(options === undefined ? help : await start(options, progressOn(process.stderr)));
    return 0;
  } catch (error) {
    return tellError(error);
  }
}

process.exitCode = await main();
