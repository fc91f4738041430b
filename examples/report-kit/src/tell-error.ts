import { KehuError } from "@kehu/core";
import { UsageError } from "./read-files/decode.js";

/**
 * Tells whoever started a program why it ended.
 *
 * @returns the exit code: 2 where it was called wrongly or a file cannot be used, 1 where Kehu refuses
 * @throws whatever else it is: a mistake of the program
 */
export function tellError(error: unknown): 1 | 2 {
  if (error instanceof UsageError) {
    console.error(error.code === undefined ? error.message : `${error.message} (${error.code})`);
    return 2;
  }
  if (!(error instanceof KehuError)) throw error;
  console.error(`${error.message} (${error.code})`);
  return 1;
}
