import { randomBytes } from "node:crypto";
import { link, mkdtemp, readdir, readFile, rename, rm, symlink, writeFile } from "node:fs/promises";
import { connect, createServer, type Server } from "node:net";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { defineRefusal, refused } from "@kehu/core";

export const directoryInUse = defineRefusal(
  "crm/directory-in-use",
  "The database directory {directory} is in use by process {pid} on {host}; stop that process, or use PostgreSQL for several processes.",
);

/** The right to a directory, held by one owner in one process at a time. */
export interface DirectoryLock {
  release(): Promise<void>;
}

const generationName = /^kehu\.lock\.(\d+)$/;
const ownerName = "kehu.lock.owner";
/** A socket's address has room for 103 bytes on macOS and 107 on Linux. */
const addressBytes = 100;
/** How often somebody else may come first; each time the directory changed hands meanwhile. */
const attempts = 100;

/**
 * Takes a directory for this process, or refuses at once.
 *
 * An owner listens on a socket named `kehu.lock.<generation>`. That the operating system answers for it proves that the owner lives,
 * even while its event loop is blocked; after a kill it does not. The next owner links its own listening socket to the next generation:
 * linking fails if somebody was faster. Numbers never go back, because an owner leaves its dead file, and only a higher one removes it.
 *
 * @throws KehuError `crm/directory-in-use`, without having written anything
 */
export async function lockDirectory(directory: string): Promise<DirectoryLock> {
  await refuseWhileOwned(directory, await generations(directory));
  const own = await listen(directory);
  try {
    for (let attempt = 0; attempt < attempts; attempt += 1) {
      if (await takeNext(directory, own.path)) {
        await rm(own.path);
        await sign(directory);
        return { release: () => close(own.server) };
      }
    }
    throw await inUse(directory);
  } catch (error) {
    await close(own.server);
    await rm(own.path, { force: true });
    throw error;
  }
}

/** True for the new owner. False where the directory changed hands meanwhile: look again. */
async function takeNext(directory: string, socket: string): Promise<boolean> {
  const found = await generations(directory);
  await refuseWhileOwned(directory, found);
  const next = (found.at(-1) ?? 0) + 1;
  try {
    await link(socket, pathOf(directory, next));
  } catch (error) {
    if (codeOf(error) === "EEXIST") return false;
    throw error;
  }
  // A higher one may have come and removed the files between the look and the link.
  const later = await generations(directory);
  if (later.some((generation) => generation > next)) {
    await rm(pathOf(directory, next), { force: true });
    return false;
  }
  await Promise.all(
    later.filter((generation) => generation < next).map((generation) => rm(pathOf(directory, generation), { force: true })),
  );
  return true;
}

async function refuseWhileOwned(directory: string, found: readonly number[]): Promise<void> {
  const highest = found.at(-1);
  if (highest !== undefined && (await isAlive(directory, highest))) throw await inUse(directory);
}

async function isAlive(directory: string, generation: number): Promise<boolean> {
  return withShortPath(directory, (short) => answers(pathOf(short, generation)));
}

function answers(address: string): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const socket = connect(address);
    const settle = (alive: boolean): void => {
      socket.destroy();
      resolve(alive);
    };
    // The operating system answers by itself; should it ever not, nothing is taken away from anybody.
    socket.setTimeout(1000, () => settle(true));
    socket.once("connect", () => settle(true));
    socket.once("error", (error) => {
      const code = codeOf(error);
      // A full queue of connections (EAGAIN) belongs to somebody who lives but does not answer.
      if (code === "EAGAIN") settle(true);
      else if (code === "ECONNREFUSED" || code === "ENOENT" || code === "ENOTSOCK") settle(false);
      else reject(error);
    });
  });
}

async function listen(directory: string): Promise<{ readonly server: Server; readonly path: string }> {
  const name = `kehu.lock.new-${process.pid}-${randomBytes(6).toString("hex")}`;
  const server = createServer((socket) => socket.destroy());
  await withShortPath(
    directory,
    (short) =>
      new Promise<void>((resolve, reject) => {
        server.once("error", reject);
        server.listen(join(short, name), resolve);
      }),
  );
  // An open database alone does not keep a process running.
  server.unref();
  return { server, path: join(directory, name) };
}

const close = (server: Server): Promise<void> => new Promise((resolve) => server.close(() => resolve()));

/** Who owns the directory, for the sentence only: the lock itself is the socket. */
async function sign(directory: string): Promise<void> {
  const temporary = join(directory, `${ownerName}.new-${process.pid}`);
  await writeFile(temporary, JSON.stringify({ pid: process.pid, host: hostname() }));
  await rename(temporary, join(directory, ownerName));
}

async function inUse(directory: string): Promise<Error> {
  const owner = await readFile(join(directory, ownerName), "utf8")
    .then((text) => JSON.parse(text) as { readonly pid: number; readonly host: string })
    // The owner has linked its socket and not yet signed.
    .catch(() => ({ pid: "unknown", host: hostname() }));
  return refused(directoryInUse({ directory, ...owner }), { retryable: true });
}

async function generations(directory: string): Promise<readonly number[]> {
  const names = await readdir(directory);
  return names
    .flatMap((name) => generationName.exec(name)?.[1] ?? [])
    .map(Number)
    .toSorted((one, other) => one - other);
}

const pathOf = (directory: string, generation: number): string => join(directory, `kehu.lock.${generation}`);
const codeOf = (error: unknown): string | undefined => (error as NodeJS.ErrnoException).code;

/** A long directory is reached through a short link, because the address of a socket has little room. */
async function withShortPath<T>(directory: string, use: (short: string) => Promise<T>): Promise<T> {
  if (Buffer.byteLength(directory) + 40 <= addressBytes) return use(directory);
  const folder = await mkdtemp(join(tmpdir(), "kehu-"));
  try {
    const short = join(folder, "d");
    await symlink(directory, short);
    return await use(short);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
