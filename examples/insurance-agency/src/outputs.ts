import { open, rm, stat } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { makeFolder, UsageError } from "report-kit";
import { files } from "./adopt/adopt-files.js";
import type { Options } from "./options.js";

type Outputs = Pick<Options, "from" | "database" | "directory" | "report" | "rejects" | "figures">;

/**
 * Sees to it that what is written at the end can be written, before hours of work; and that it overwrites nothing that is read.
 *
 * @throws UsageError
 */
export async function checkOutputs({ from, database, directory, report, rejects, figures }: Outputs): Promise<void> {
  const outputs = [
    ["--report", report],
    ["--rejects", rejects],
    ["--figures", figures],
  ].filter((output): output is [string, string] => output[1] !== undefined);
  const read = from === undefined ? [] : files.map((file) => resolve(from, file));
  for (const [index, [option, path]] of outputs.entries()) {
    if (read.includes(path)) throw new UsageError(`${option} ${path} would overwrite a file that is read; name another.`);
    const same = outputs.slice(0, index).find(([, other]) => other === path);
    if (same) throw new UsageError(`${same[0]} and ${option} both name ${path}; give each a file of its own.`);
    await tryToWrite(option, path);
  }
  if (database !== undefined) return;
  if (directory === from) throw new UsageError(`--directory ${directory} is the folder of the files; the database needs one of its own.`);
  const found = await stat(directory).catch(() => undefined);
  if (found !== undefined && !found.isDirectory()) throw new UsageError(`--directory ${directory} is a file; name a folder.`);
  await orSay("--directory", directory, () => makeFolder(dirname(directory)));
}

/** Leaves what is there as it is. */
const tryToWrite = (option: string, path: string): Promise<void> =>
  orSay(option, path, async () => {
    await makeFolder(dirname(path));
    const isNew = (await stat(path).catch(() => undefined)) === undefined;
    await (await open(path, "a")).close();
    if (isNew) await rm(path);
  });

async function orSay(option: string, path: string, act: () => Promise<void>): Promise<void> {
  try {
    await act();
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? String(error);
    throw new UsageError(`${option} ${path} cannot be written (${code}); name another place, where you may write.`);
  }
}
