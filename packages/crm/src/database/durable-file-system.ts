import { closeSync, fsyncSync, openSync } from "node:fs";
import { PGlite } from "@electric-sql/pglite";
import { NodeFS } from "@electric-sql/pglite/nodefs";

/** What is used of Emscripten's file system on Node: an open file has Node's descriptor, an open directory has none. */
interface EmscriptenNodeFs {
  readonly stream_ops: { fsync?(stream: { readonly nfd?: number; readonly node: object }): number };
  realPath(node: object): string;
}
type Prepared = Awaited<ReturnType<NodeFS["init"]>>;
type Startup = NonNullable<Prepared["emscriptenOpts"]["preRun"]>;

/** WASI's number for "input/output error"; PostgreSQL then stops rather than go on with data that may not be on the disk. */
const ioError = 29;

/**
 * A directory in which a commit is on the disk before it is confirmed.
 *
 * PGlite's own file system has no fsync at all: PostgreSQL believes that it synchronised, and a power cut loses the database
 * (https://github.com/electric-sql/pglite/issues/1107). This one adds the missing call. It reaches into Emscripten, so PGlite is pinned
 * and `durable-file-system.test.ts` counts the calls.
 */
export class DurableFileSystem extends NodeFS {
  readonly #fsync: (descriptor: number) => void;

  /**
   * @param directory - PostgreSQL's data directory
   * @param fsync - what carries a file to the disk; a test passes one that counts
   */
  constructor(directory: string, fsync: (descriptor: number) => void = fsyncSync) {
    super(directory);
    this.#fsync = fsync;
  }

  override async init(engine: PGlite, options: Parameters<NodeFS["init"]>[1]): Promise<Prepared> {
    const prepared = await super.init(engine, options);
    const startup: Startup = [
      ...(prepared.emscriptenOpts.preRun ?? []),
      (module) => this.#addFsync((module as unknown as { NODEFS: EmscriptenNodeFs }).NODEFS),
    ];
    return { ...prepared, emscriptenOpts: { ...prepared.emscriptenOpts, preRun: startup } };
  }

  #addFsync(files: EmscriptenNodeFs): void {
    files.stream_ops.fsync = ({ nfd, node }) => {
      try {
        if (nfd === undefined || nfd === null) this.#syncDirectory(files.realPath(node));
        else this.#fsync(nfd);
        return 0;
      } catch {
        return ioError;
      }
    };
  }

  #syncDirectory(path: string): void {
    const descriptor = openSync(path, "r");
    try {
      this.#fsync(descriptor);
    } finally {
      closeSync(descriptor);
    }
  }
}

/** PGlite starts with "-F" (no fsync); and of PostgreSQL's ways to synchronise its log, only fsync is more than a stub here. */
export const durableStartParams: readonly string[] = [
  ...PGlite.defaultStartParams.filter((parameter) => parameter !== "-F"),
  "-c",
  "fsync=on",
  "-c",
  "wal_sync_method=fsync",
];
