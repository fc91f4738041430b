import { createReadStream } from "node:fs";
import { join } from "node:path";
import { files } from "../adopt/adopt-files.js";

/** How many lines the files have about, for the progress bar; one that cannot be read counts none, and is told of later. */
export async function countLines(folder: string): Promise<number> {
  let lines = 0;
  for (const file of files) {
    try {
      for await (const chunk of createReadStream(join(folder, file)))
        lines += (chunk as Buffer).reduce((sum, byte) => sum + (byte === 10 ? 1 : 0), 0);
      lines -= 1;
    } catch {
      // reading it says what is wrong
    }
  }
  return Math.max(1, lines);
}
