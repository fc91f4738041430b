import { mkdir, stat } from "node:fs/promises";
import { dirname } from "node:path";

/** Makes a folder and those above it: the recursive one of Node never comes back from folders that cannot be made, such as those below /proc. */
export async function makeFolder(path: string): Promise<void> {
  const exists = await stat(path).catch(() => undefined);
  if (exists?.isDirectory() || dirname(path) === path) return;
  await makeFolder(dirname(path));
  await mkdir(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== "EEXIST" || exists !== undefined) throw error;
  });
}
