import { progressOn, tellError } from "report-kit";
import { help, readOptions } from "./options.js";
import { start } from "./start.js";

/** 0: all is written; 1: without a model, which the transactions do not carry; 2: nothing is, the call or the file cannot be used. */
async function main(): Promise<number> {
  try {
    const options = readOptions(process.argv.slice(2), process.env["INIT_CWD"] ?? process.cwd());
    if (options === undefined) {
      console.log(help);
      return 0;
    }
    const { told, withoutModel } = await start(options, progressOn(process.stderr));
    console.log(told);
    if (withoutModel === undefined) return 0;
    console.error(withoutModel);
    return 1;
  } catch (error) {
    tellError(error);
    return 2;
  }
}

process.exitCode = await main();
