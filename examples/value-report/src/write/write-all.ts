import { randomUUID } from "node:crypto";
import { createWriteStream } from "node:fs";
import { rename, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { makeFolder, UsageError } from "report-kit";

/**
 * Writes files of a folder, all or none: each one beside its place first, and they are put there when the last one is done.
 *
 * @throws UsageError where the folder cannot be written in
 */
export async function writeAll(folder: string, files: Readonly<Record<string, Iterable<string>>>): Promise<void> {
  const mark = randomUUID().slice(0, 8);
  const written: string[] = [];
  try {
    await makeFolder(folder);
    for (const [name, pieces] of Object.entries(files)) {
      const beside = join(folder, `${name}.${mark}.part`);
      written.push(beside);
      await pipeline(Readable.from(pieces), createWriteStream(beside));
      const there = await stat(join(folder, name)).catch(() => undefined);
      if (there?.isDirectory()) throw new UsageError(`${join(folder, name)} is a folder; name another one with --out.`);
    }
    for (const name of Object.keys(files)) await rename(join(folder, `${name}.${mark}.part`), join(folder, name));
  } catch (error) {
    await Promise.all(written.map((beside) => rm(beside, { force: true })));
    if (!(error instanceof Error && "syscall" in error)) throw error;
    throw new UsageError(`--out ${folder} cannot be written (${(error as NodeJS.ErrnoException).code}); name another folder.`);
  }
}
