import { createHash, randomUUID } from "node:crypto";
import { lstat, mkdir, readdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";

const digestBytes = 32;
/** About 3 MB each; packs in development make a new one for every change of a definition. */
const keptFiles = 20;

/**
 * Bytes that take seconds to make and are the same for everybody who has the same key: made once, then read from the user's own
 * folder in the system's temporary directory. A file that was damaged is made anew; where nothing can be written there is no cache.
 *
 * @param key - everything the bytes depend on
 */
export async function cached(key: string, make: () => Promise<Buffer>, parent = tmpdir()): Promise<Buffer> {
  const folder = await ownFolder(join(parent, `kehu-${process.getuid?.() ?? "user"}`));
  const path = folder && join(folder, `${createHash("sha256").update(key).digest("hex").slice(0, 32)}.template`);
  const found = path && (await readWhole(path));
  if (found) return found;
  const made = await make();
  if (folder && path) await store(folder, path, made);
  return made;
}

/** The temporary directory belongs to all users: a folder that another one made could hold anything. */
async function ownFolder(folder: string): Promise<string | undefined> {
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const { uid, mode } = await lstat(folder).then((found) => (found.isDirectory() ? found : Promise.reject(new Error("not a folder"))));
    const isOwn = process.getuid === undefined || (uid === process.getuid() && (mode & 0o022) === 0);
    return isOwn ? folder : undefined;
  } catch {
    return undefined;
  }
}

async function readWhole(path: string): Promise<Buffer | undefined> {
  try {
    const file = await readFile(path);
    const [digest, packed] = [file.subarray(0, digestBytes), file.subarray(digestBytes)];
    return digestOf(packed).equals(digest) ? gunzipSync(packed) : undefined;
  } catch {
    return undefined;
  }
}

async function store(folder: string, path: string, content: Buffer): Promise<void> {
  const packed = gzipSync(content, { level: 1 });
  const temporary = join(folder, `${randomUUID()}.new`);
  try {
    // Whoever reads meanwhile sees the old file or the new one, never half of one.
    await writeFile(temporary, Buffer.concat([digestOf(packed), packed]), { mode: 0o600 });
    await rename(temporary, path);
    await prune(folder);
  } catch {
    await rm(temporary, { force: true });
  }
}

async function prune(folder: string): Promise<void> {
  const names = await readdir(folder);
  const files = await Promise.all(names.map(async (name) => ({ name, writtenMs: (await stat(join(folder, name))).mtimeMs })));
  const old = files.toSorted((one, other) => other.writtenMs - one.writtenMs).slice(keptFiles);
  await Promise.all(old.map(({ name }) => rm(join(folder, name), { force: true })));
}

const digestOf = (bytes: Buffer): Buffer => createHash("sha256").update(bytes).digest();
