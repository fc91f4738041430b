import { mkdir, open } from "node:fs/promises";
import { dirname, join } from "node:path";

interface Entry {
  readonly path: string;
  readonly isDirectory: boolean;
  readonly content: Buffer;
}

/**
 * Writes the files of a tar archive and carries each of them to the disk, directories last: when this is done, a power cut changes nothing.
 *
 * @param directory - must not exist yet
 */
export async function extractDurably(archive: Buffer, directory: string): Promise<void> {
  const entries = [...entriesOf(archive)];
  const directories = new Set([directory]);
  for (const { path, isDirectory } of entries) {
    const target = join(directory, path);
    for (let parent = isDirectory ? target : dirname(target); parent.length > directory.length; parent = dirname(parent))
      directories.add(parent);
  }
  // PostgreSQL refuses a data directory that others may read.
  for (const path of directories) await mkdir(path, { recursive: true, mode: 0o700 });
  // At once, because a journaling file system carries out synchronisations that wait together in one go.
  await Promise.all(
    entries.filter(({ isDirectory }) => !isDirectory).map(({ path, content }) => writeDurably(join(directory, path), content)),
  );
  await Promise.all([...directories].map(syncDirectory));
}

async function writeDurably(path: string, content: Buffer): Promise<void> {
  const file = await open(path, "wx", 0o600);
  try {
    await file.writeFile(content);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** A file is only there after a power cut if the directory that names it was synchronised too. */
export async function syncDirectory(path: string): Promise<void> {
  const directory = await open(path, "r");
  try {
    await directory.sync();
  } finally {
    await directory.close();
  }
}

const blockBytes = 512;

/** @see https://www.gnu.org/software/tar/manual/html_node/Standard.html for the places of the fields */
function* entriesOf(archive: Buffer): Generator<Entry> {
  const text = (from: number, to: number): string => archive.toString("utf8", from, to).replace(/\0.*$/s, "");
  for (let at = 0; at + blockBytes <= archive.length && archive[at] !== 0; ) {
    const size = Number.parseInt(text(at + 124, at + 136).trim(), 8);
    const type = text(at + 156, at + 157);
    const path = join("/", text(at + 345, at + 500), text(at, at + 100));
    const from = at + blockBytes;
    if (!Number.isSafeInteger(size) || !["", "0", "5"].includes(type))
      throw new RangeError(`The archive has an entry of an unknown kind: ${path}.`);
    if (from + size > archive.length) throw new RangeError("The archive ends too early.");
    yield { path, isDirectory: type === "5", content: archive.subarray(from, from + size) };
    at = from + Math.ceil(size / blockBytes) * blockBytes;
  }
}
